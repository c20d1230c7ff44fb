use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Something that is wrong with a provider, or soon will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// `domain::providers::Warning::name`.
    pub name: String,
    /// Its day, or the day since when it is so, in the page's language.
    pub day: String,
}

/// A provider in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderRow {
    /// The address is `/office/providers/{id}`.
    pub id: String,
    /// Address of its logo.
    pub logo: Option<String>,
    /// What is wrong with it, or soon will be.
    pub warnings: Vec<Warning>,
    /// Raised with every change.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Word in its addresses.
    pub slug: String,
    /// Issuer URL.
    pub issuer: String,
    /// Signs people in.
    pub enabled: bool,
    /// Has a button on the login page.
    pub visible: bool,
    /// Active customers who have no other way in: they would lose it with the provider disabled.
    pub only_way_in: u32,
}

/// All providers in their order.
#[server(prefix = "", endpoint = "/office/ui/providers", input = GetUrl)]
pub async fn list_providers() -> Reply<Vec<ProviderRow>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Providers::list(&*ports, &visit).await
}
