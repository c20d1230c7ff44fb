use crate::api::{Answer, ApiError, PageForm, Reply};
use domain::clients::Scope;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the customer's page of applications shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applications {
    /// What the customer agreed to, the latest first, then what else the shop's own clients hold.
    pub list: Vec<Application>,
    /// The name of the client whose access was removed a moment ago.
    pub removed: Option<String>,
}

/// A client that the customer lets know something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Address of its logo.
    pub logo: Option<String>,
    /// Where it says what it does with what it knows.
    pub policy: Option<String>,
    /// Whether it is the shop's own, of which nobody is asked.
    pub trusted: bool,
    /// What it may know.
    pub scopes: Vec<Scope>,
    /// The day since when the customer agrees, in the page's language; none where they were not asked.
    pub since: Option<String>,
    /// When the customer signed in to it last, in the page's language; none when that is not known any more.
    pub last: Option<String>,
}

/// What the customer lets clients know. `removed` is the id of a client whose access was removed.
#[server(prefix = "", endpoint = "/ui/applications", input = GetUrl)]
pub async fn list_applications(removed: Option<String>) -> Reply<Applications> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::applications(&*ports, &visit, removed).await
}

/// Removes the access of a client: what the customer agreed to, and everything that it was given.
#[server(prefix = "", endpoint = "/account/applications/revoke")]
pub async fn revoke(#[server(default)] client: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::revoke(&*ports, &visit, Revoke { client }).await
}

impl PageForm for Revoke {
    fn page(&self) -> String {
        "/account/applications".to_owned()
    }
}
