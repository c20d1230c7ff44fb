use crate::api::{Reply, shop::TextKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One of the shop's texts with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Which.
    pub kind: TextKind,
    /// Every version that was published, the current one first.
    pub versions: Vec<TextVersion>,
    /// Whether somebody prepares the next one.
    pub drafted: bool,
}

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextVersion {
    /// Counted from 1.
    pub version: i64,
    /// The day, in the page's language.
    pub published: String,
}

/// All texts.
#[server(prefix = "", endpoint = "/office/ui/texts", input = GetUrl)]
pub async fn list_texts() -> Reply<Vec<Text>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Texts::list(&*ports, &visit).await
}
