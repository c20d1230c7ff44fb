//! The shop's own texts: their versions, the draft of the next one, and how it will look.

mod edit;
mod list;
mod preview;

pub use edit::EditPage;
pub use list::TextsPage;
pub use preview::PreviewPage;

use crate::{api::shop::TextKind, tr};
use leptos::prelude::WithUntracked;
use leptos_router::hooks::use_params_map;

/// What a kind of text is called.
fn name(kind: TextKind) -> &'static str {
    match kind {
        TextKind::Terms => tr!(common.terms),
        TextKind::Privacy => tr!(common.privacy),
        TextKind::Imprint => tr!(common.imprint),
    }
}

/// The kind that the page's address names.
fn kind() -> Option<TextKind> {
    let word = use_params_map().with_untracked(|params| params.get("kind"))?;
    TextKind::parse(&word)
}
