use super::PlannedChange;
use crate::api::{Answer, ApiError, PageForm, Reply, customers::CustomerRow};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Who would lose their last way in by a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockoutPreview {
    /// How many customers.
    pub count: u64,
    /// A page of them, the newest first.
    pub rows: Vec<CustomerRow>,
    /// Key for the next page, if there is one.
    pub next: Option<String>,
    /// Name of the provider that is switched; none for the settings.
    pub provider: Option<String>,
    /// When everybody was invited last, in the page's language.
    pub invited_on: Option<String>,
    /// What they can be invited to.
    pub invitation: Invitation,
}

/// A way that works after the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invitation {
    /// Set a password.
    Password,
    /// Connect a provider.
    Provider,
    /// Nothing lets customers in afterwards.
    None,
    /// The mails are on their way already.
    Sent,
}

/// Who would lose their last way in; `after` is the key of a page before.
#[server(prefix = "", endpoint = "/office/ui/lockout", input = GetUrl)]
pub async fn preview_lockout(
    #[server(default)] change: PlannedChange,
    #[server(default)] after: Option<String>,
) -> Reply<LockoutPreview> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Lockout::preview(&*ports, &visit, change, after).await
}

/// Invites everybody who would lose their last way in to one that works afterwards.
#[server(prefix = "", endpoint = "/office/settings/preview/invite")]
pub async fn invite_losing(#[server(flatten)] change: PlannedChange) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Lockout::invite(&*ports, &visit, change).await
}

impl PageForm for InviteLosing {
    fn page(&self) -> String {
        self.change.page()
    }
}
