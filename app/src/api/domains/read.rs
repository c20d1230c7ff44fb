use crate::api::Reply;
use domain::settings::EmailDomains;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainSettings {
    /// Raised with every change.
    pub version: i64,
    /// What is let in and kept out.
    pub domains: EmailDomains,
}

/// Reads the lists of e-mail domains.
#[server(prefix = "", endpoint = "/office/ui/settings/domains", input = GetUrl)]
pub async fn read_domains() -> Reply<DomainSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Domains::read(&*ports, &visit).await
}
