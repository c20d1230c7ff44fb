use crate::api::{Reply, consent::ClientFace};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the login page offers, after table 1 of the sign-in rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginPage {
    /// Whether the form for address and password is shown.
    pub local: bool,
    /// Whether the address is asked for first, since it may lead to a provider.
    pub email_first: bool,
    /// The address that was typed a moment ago in this browser, or that the client names from which the person comes.
    pub email: Option<String>,
    /// Buttons, in the administrator's order.
    pub providers: Vec<ProviderButton>,
    /// Whether registering is possible.
    pub registration: bool,
    /// The client that the person came from to sign in.
    pub client: Option<ClientFace>,
    /// Who can sign in to a demonstration; none in a real shop.
    pub samples: Option<Samples>,
}

/// The sample people of a demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Samples {
    /// The password of everybody.
    pub password: String,
    /// Addresses, and what each person is.
    pub people: Vec<(String, Part)>,
}

/// What a sample person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A customer.
    Customer,
    /// Decides registration requests in the back office.
    Operations,
    /// Changes settings, providers and clients in the back office.
    Administrator,
    /// A customer of the partner, unknown to the shop.
    Stranger,
    /// A customer of the partner, with the address of a customer of the shop.
    Namesake,
}

/// A provider's button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderButton {
    /// The button leads to `/providers/{slug}/start`.
    pub slug: String,
    /// Label in the page's language.
    pub label: String,
    /// Address of the logo.
    pub logo: Option<String>,
}

/// What the login page offers now to a person who goes on at `next`.
#[server(prefix = "", endpoint = "/ui/login", input = GetUrl)]
pub async fn read_login_page(next: Option<String>) -> Reply<LoginPage> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Login::page(&*ports, &visit, next).await
}
