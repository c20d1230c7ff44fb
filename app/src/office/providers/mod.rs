//! The shop's providers.

mod delete;
mod edit;
mod form;
mod list;
mod new;
mod order;
mod sections;
mod switches;
mod warnings;

pub use edit::EditPage;
pub use list::ListPage;
pub use new::NewPage;
pub use sections::rule_words;

use crate::tr;
use leptos::prelude::*;

/// Whether a provider signs people in, and whether it has a button.
#[component]
fn StateBadges(enabled: bool, visible: bool) -> impl IntoView {
    let (enabled_tone, enabled) = if enabled {
        ("success", tr!(office.provider_enabled))
    } else {
        ("", tr!(office.provider_disabled))
    };
    let (visible_tone, visible) = if visible {
        ("accent", tr!(office.provider_visible))
    } else {
        ("", tr!(office.provider_hidden))
    };
    view! {
        <div class="cluster">
            <span class=format!("badge {enabled_tone}")>{enabled}</span>
            <span class=format!("badge {visible_tone}")>{visible}</span>
        </div>
    }
}
