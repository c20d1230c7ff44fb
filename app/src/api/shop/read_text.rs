use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The shop's own texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// Terms of use; customers accept a version of them.
    Terms,
    /// Privacy notice.
    Privacy,
    /// Who runs the shop.
    Imprint,
}

/// A text in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalText {
    /// Title.
    pub title: String,
    /// Version, counted from 1.
    pub version: i64,
    /// Whether a later version has taken its place.
    pub superseded: bool,
    /// Date of publication, in the page's language.
    pub published: String,
    /// Headings, paragraphs and lists in order.
    pub blocks: Vec<TextBlock>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextBlock {
    /// A heading below the title.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A list.
    List(Vec<String>),
}

/// One of the shop's texts, in this version or in the current one.
#[server(prefix = "", endpoint = "/ui/text", input = GetUrl)]
pub async fn read_text(kind: TextKind, #[server(default)] version: Option<i64>) -> Reply<LegalText> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Shop::text(&*ports, &visit, kind, version).await
}
