use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The settings that an administrator changes while the shop runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    /// Raised with every change.
    pub version: i64,
    /// Whether there are customer accounts at all.
    pub customer_accounts: bool,
    /// L of the tables.
    pub local_sign_in: bool,
    /// R of the tables.
    pub local_registration: bool,
    /// A of the tables.
    pub approval: bool,
    /// n of the tables: providers that are enabled and visible.
    pub providers: u32,
    /// Active customers whose only way in is a password: they would lose it with local sign-in off.
    pub password_only: u32,
}

/// Reads the settings.
#[server(prefix = "", endpoint = "/office/ui/settings", input = GetUrl)]
pub async fn read_settings() -> Reply<SettingsPage> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Settings::read(&*ports, &visit).await
}
