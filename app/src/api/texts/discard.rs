use crate::api::{Answer, ApiError, PageForm, shop::TextKind};
use leptos::prelude::*;

/// Throws the draft of a text away, at the version that the person saw.
#[server(prefix = "", endpoint = "/office/settings/texts/discard")]
pub async fn discard_draft(
    #[server(default)] kind: String,
    #[server(default)] version: i64,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = DiscardDraft { kind, version };
    crate::api::ports::Texts::discard(&*ports, &visit, form).await
}

impl PageForm for DiscardDraft {
    fn page(&self) -> String {
        match TextKind::parse(&self.kind) {
            Some(kind) => format!("/office/settings/texts/{}", kind.as_str()),
            None => "/office/settings/texts".to_owned(),
        }
    }
}
