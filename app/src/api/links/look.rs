use crate::api::Reply;
use domain::password::Rules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Proves a new local account's address.
    Activate,
    /// Sets a new password.
    Reset,
    /// Finishes an approved registration.
    Finish,
    /// The same where no provider is left: with a password that the person chooses.
    FinishByPassword,
    /// Connects a login, since another way in goes away.
    Connect,
    /// The same where no provider is left.
    ConnectByPassword,
    /// Proves an address that a provider told.
    ConfirmAddress,
}

/// Whether a link works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It works.
    Open {
        /// What it is for.
        purpose: LinkPurpose,
        /// The provider's name: where a finishing link goes on when there is exactly one, or through whom the person
        /// came whose address is confirmed.
        provider: Option<String>,
        /// What a new password must be.
        password: Rules,
    },
    /// It works, and proves the address that a customer wants instead of the present one.
    NewAddress {
        /// The new address.
        address: String,
        /// Whether the customer who asked for it is signed in here.
        owner_here: bool,
    },
    /// It was used up or never existed; nothing tells which.
    Spent,
    /// Its time is over.
    Expired {
        /// What it was for.
        purpose: LinkPurpose,
    },
}

/// Looks at a link without using it up.
#[server(prefix = "", endpoint = "/ui/link", input = GetUrl)]
pub async fn look_at_link(token: String) -> Reply<LinkState> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Links::look(&*ports, &visit, token).await
}
