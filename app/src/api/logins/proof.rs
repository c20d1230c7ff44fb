use crate::api::{Answer, ApiError, PageForm, Reply};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// An identity that waits in this browser until the account is proven that its address may belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Name of the provider that vouched for it.
    pub provider: String,
    /// Who it is there: name and address.
    pub person: String,
}

/// The identity that waits in this browser. `NotFound` when there is none.
#[server(prefix = "", endpoint = "/ui/proof", input = GetUrl)]
pub async fn read_proof() -> Reply<Proof> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::proof(&*ports, &visit).await
}

/// Keeps the waiting identity while its person signs in to the account that they have, by whatever way it has.
#[server(prefix = "", endpoint = "/confirm-address/have-account")]
pub async fn have_account() -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::have_account(&*ports, &visit).await
}

impl PageForm for HaveAccount {
    fn page(&self) -> String {
        "/register/check-mail".to_owned()
    }
}

/// Connects the waiting identity to the customer who has just signed in, if its address is theirs.
#[server(prefix = "", endpoint = "/account/logins/proof")]
pub async fn connect_proven() -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::connect_proven(&*ports, &visit).await
}

impl PageForm for ConnectProven {}
