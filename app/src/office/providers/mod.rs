//! The shop's providers.

mod delete;
mod edit;
mod form;
mod list;
mod logo;
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

/// A provider's logo, or the first letter of its name.
#[component]
fn Badge(name: String, logo: Option<String>) -> impl IntoView {
    match logo {
        Some(logo) => {
            view! { <img class="provider-logo large" src=logo alt="" width="40" height="40"/> }.into_any()
        }
        None => {
            let initial = name.chars().next().map(String::from);
            view! { <span class="avatar" aria-hidden="true">{initial}</span> }.into_any()
        }
    }
}

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
