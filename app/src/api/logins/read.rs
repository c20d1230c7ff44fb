use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The ways in of the signed-in customer, and those that could be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logins {
    /// Everything that is connected, then every visible provider that is not.
    pub providers: Vec<Login>,
    /// The local password; none while local sign-in is off.
    pub password: Option<PasswordLogin>,
}

/// A provider, connected or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Word in the provider's addresses.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// Address of its logo.
    pub logo: Option<String>,
    /// The identity, when one is connected.
    pub identity: Option<String>,
    /// The address that the identity brought last.
    pub email: Option<String>,
    /// The day when it was connected, in the page's language.
    pub connected: String,
    /// Whether this session began with it: disconnecting signs out.
    pub here: bool,
    /// Whether it signs people in at present.
    pub works: bool,
    /// Whether it may be disconnected: another way in is left.
    pub may_go: bool,
}

/// The local password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordLogin {
    /// Whether there is one.
    pub set: bool,
    /// The day when it was chosen, in the page's language.
    pub since: Option<String>,
    /// The address that a link to choose one goes to.
    pub email: Option<String>,
    /// Whether this session began with it: taking it away signs out.
    pub here: bool,
    /// Whether it may be taken away: another way in is left.
    pub may_go: bool,
}

/// The ways in of the signed-in customer.
#[server(prefix = "", endpoint = "/ui/logins", input = GetUrl)]
pub async fn read_logins() -> Reply<Logins> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::page(&*ports, &visit).await
}
