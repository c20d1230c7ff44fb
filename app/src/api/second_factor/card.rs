use super::{Countdown, Place};
use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A person's second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorCard {
    /// Since when an app is set up.
    pub app_since: Option<String>,
    /// Since when codes come by mail.
    pub mail_since: Option<String>,
    /// Whether codes by mail may be set up.
    pub offers_mail: bool,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// Whether the shop requires a second factor of this person.
    pub required: bool,
    /// The day from which it does.
    pub countdown: Option<Countdown>,
    /// Browsers that are remembered.
    pub browsers: Vec<BrowserRow>,
}

impl FactorCard {
    /// Whether there is a second factor.
    pub fn is_on(&self) -> bool {
        self.app_since.is_some() || self.mail_since.is_some()
    }
}

/// A browser that is not asked for the second factor for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserRow {
    /// Its id.
    pub id: String,
    /// Browser and system, if they are known ones.
    pub name: Option<String>,
    /// The address that it was remembered from.
    pub requester: String,
    /// When it was remembered.
    pub since: String,
    /// Until when it is, unless the shop changes that.
    pub until: String,
    /// Whether it is this one.
    pub here: bool,
}

/// The second factor of who is signed in. `NotFound` where there is none to have: the shop has switched it off, or the
/// person has no password.
#[server(prefix = "", endpoint = "/ui/second-factor/card", input = GetUrl)]
pub async fn read_factor(place: Place) -> Reply<FactorCard> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::card(&*ports, &visit, place).await
}
