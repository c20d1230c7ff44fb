use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the browser does before a form is sent. What comes out of it stands in the form's field `proof`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotTask {
    /// Nothing.
    Nothing,
    /// Finds a number that, after the challenge and a dot, makes a SHA-256 hash begin with so many zero bits. The proof
    /// is the text that was hashed.
    Work {
        /// Bound to the form; answered once, and within an hour.
        challenge: String,
        /// Zero bits.
        bits: u8,
    },
    /// Asks reCAPTCHA v3 for a token, which is the proof.
    Recaptcha {
        /// Where its script is.
        origin: String,
        /// The shop's key for pages.
        site_key: String,
    },
}

/// What the browser does before the register form is sent.
#[server(prefix = "", endpoint = "/ui/bot-task", input = GetUrl)]
pub async fn read_bot_task() -> Reply<BotTask> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::BotCheck::task(&*ports, &visit).await
}
