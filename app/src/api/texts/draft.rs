use crate::api::{
    Answer, ApiError, PageForm, Reply,
    shop::{TextBlock, TextKind},
};
use domain::values::Language;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The next version of a text, as far as it is written; before that, the current one to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which text.
    pub kind: TextKind,
    /// Raised by every save; 0 as long as there is no draft.
    pub version: i64,
    /// The number that it will be published under.
    pub next: i64,
    /// The text in every language.
    pub texts: Vec<DraftText>,
}

/// A draft in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftText {
    /// The language.
    pub language: Language,
    /// Title.
    pub title: String,
    /// As it is written.
    pub body: String,
    /// As it is shown.
    pub blocks: Vec<TextBlock>,
}

/// Reads the draft of a text.
#[server(prefix = "", endpoint = "/office/ui/texts/draft", input = GetUrl)]
pub async fn read_draft(kind: TextKind) -> Reply<Draft> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Texts::draft(&*ports, &visit, kind).await
}

/// Saves the draft of a text, in every language.
#[server(prefix = "", endpoint = "/office/settings/texts/draft")]
pub async fn save_draft(
    #[server(default)] kind: String,
    #[server(default)] version: i64,
    #[server(default)] title_en: String,
    #[server(default)] body_en: String,
    #[server(default)] title_de: String,
    #[server(default)] body_de: String,
    #[server(default)] title_el: String,
    #[server(default)] body_el: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveDraft {
        kind,
        version,
        title_en,
        body_en,
        title_de,
        body_de,
        title_el,
        body_el,
    };
    crate::api::ports::Texts::save(&*ports, &visit, form).await
}

impl PageForm for SaveDraft {
    fn page(&self) -> String {
        match TextKind::parse(&self.kind) {
            Some(kind) => format!("/office/settings/texts/{}", kind.as_str()),
            None => "/office/settings/texts".to_owned(),
        }
    }
}
