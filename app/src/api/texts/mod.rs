//! The shop's own texts as administrators keep them: versions, and the draft of the next one.

mod discard;
mod draft;
mod list;
mod publish;

pub use discard::{DiscardDraft, discard_draft};
pub use draft::{Draft, DraftText, ReadDraft, SaveDraft, read_draft, save_draft};
pub use list::{ListTexts, Text, TextVersion, list_texts};
pub use publish::{PublishDraft, publish_draft};

use super::shop::TextKind;

impl TextKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Terms, Self::Privacy, Self::Imprint];

    /// The word for it in addresses; the text itself stands at `/` and this word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Imprint => "imprint",
        }
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
