use crate::api::{Reply, consent::ClientFace};
use domain::password::Rules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the register form asks for, after table 2 of the registration rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPage {
    /// Whether a password is asked for.
    pub password: bool,
    /// Whether operations decide, so that a message to them makes sense.
    pub approval: bool,
    /// Version of the terms that are to be accepted; 0 while the shop has none.
    pub terms_version: i64,
    /// Whether another origin checks that a person sends the form, which the page tells.
    pub recaptcha: bool,
    /// What a password must be.
    pub rules: Rules,
    /// The client that the person came from.
    pub client: Option<ClientFace>,
}

/// What the form asks for now of a person who goes on at `next`.
#[server(prefix = "", endpoint = "/ui/register", input = GetUrl)]
pub async fn read_register_page(next: Option<String>) -> Reply<RegisterPage> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::page(&*ports, &visit, next).await
}
