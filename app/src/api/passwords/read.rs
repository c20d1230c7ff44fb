use crate::api::Reply;
use domain::settings::PasswordPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The rules for new passwords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordSettings {
    /// Raised with every change.
    pub version: i64,
    /// The rules.
    pub policy: PasswordPolicy,
    /// How many common and breached passwords the server knows.
    pub refused: u64,
}

/// Reads the rules for new passwords.
#[server(prefix = "", endpoint = "/office/ui/settings/passwords", input = GetUrl)]
pub async fn read_passwords() -> Reply<PasswordSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Passwords::read(&*ports, &visit).await
}
