use crate::api::Reply;
use domain::settings::BotCheck;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// How the bot check is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotCheckSettings {
    /// Raised with every change.
    pub version: i64,
    /// What was chosen.
    pub policy: BotCheck,
    /// Whether reCAPTCHA's secret key is there. It is never shown.
    pub has_secret: bool,
}

/// Reads how the bot check is set.
#[server(prefix = "", endpoint = "/office/ui/settings/bot-check", input = GetUrl)]
pub async fn read_bot_check() -> Reply<BotCheckSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::BotCheck::read(&*ports, &visit).await
}
