use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The signed-in customer's own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Raised with every change; a form with an older one is refused.
    pub version: i64,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The address, changed elsewhere.
    pub email: Option<String>,
    /// Phone, or empty.
    pub phone: String,
    /// Language as its code.
    pub language: String,
    /// Time zone, an IANA name.
    pub time_zone: String,
    /// Whether news by mail are welcome.
    pub contact_by_email: bool,
    /// Whether calls are welcome.
    pub contact_by_phone: bool,
    /// What a provider sets at every sign-in, and can't be changed here.
    pub owned: Owned,
    /// What providers propose for fields that hold something else.
    pub suggested: Suggested,
    /// Name of the account, when it is a company's.
    pub company: Option<String>,
    /// Current version of the terms of use.
    pub terms_version: i64,
    /// Whether the current version is still to be accepted.
    pub terms_due: bool,
    /// Version and date of every acceptance, the newest first, in the page's language.
    pub terms_accepted: Vec<(i64, String)>,
    /// Name of the provider that this session began with.
    pub provider: Option<String>,
}

/// The provider that a field comes from, by its name; none for a field that the customer changes here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// Given name.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Language.
    pub language: Option<String>,
}

/// What a provider proposes for a field: its name and the value; none for a field that is as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// Given name.
    pub given_name: Option<(String, String)>,
    /// Family name.
    pub family_name: Option<(String, String)>,
    /// Address.
    pub email: Option<(String, String)>,
    /// Phone.
    pub phone: Option<(String, String)>,
    /// Language, by its own name.
    pub language: Option<(String, String)>,
}

/// Reads the signed-in customer's data.
#[server(prefix = "", endpoint = "/ui/profile", input = GetUrl)]
pub async fn read_profile() -> Reply<Profile> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Profile::read(&*ports, &visit).await
}
