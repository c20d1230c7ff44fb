use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves how the bot check is set. An empty secret key keeps the one that is there.
#[server(prefix = "", endpoint = "/office/settings/bot-check")]
pub async fn save_bot_check(
    #[server(default)] version: i64,
    #[server(default)] method: String,
    #[server(default)] site_key: String,
    #[server(default)] secret_key: String,
    #[server(default)] least_score: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveBotCheck {
        version,
        method,
        site_key,
        secret_key,
        least_score,
    };
    crate::api::ports::BotCheck::save(&*ports, &visit, form).await
}

impl PageForm for SaveBotCheck {}
