use crate::api::{Answer, ApiError, PageForm, shop::TextKind};
use leptos::prelude::*;

/// Publishes the draft of a text at the version that the person saw.
#[server(prefix = "", endpoint = "/office/settings/texts/publish")]
pub async fn publish_draft(
    #[server(default)] kind: String,
    #[server(default)] version: i64,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = PublishDraft { kind, version };
    crate::api::ports::Texts::publish(&*ports, &visit, form).await
}

impl PageForm for PublishDraft {
    fn page(&self) -> String {
        match TextKind::parse(&self.kind) {
            Some(kind) => format!("/office/settings/texts/{}/preview", kind.as_str()),
            None => "/office/settings/texts".to_owned(),
        }
    }
}
