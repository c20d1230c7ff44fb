//! The applications whose users sign in here.

mod danger;
mod edit;
mod form;
mod list;
mod logouts;
mod new;
mod secrets;
mod sections;
mod words;

pub use edit::EditPage;
pub use list::ListPage;
pub use new::NewPage;
pub use words::{auth_method_words, overlap_words};

use crate::tr;
use leptos::prelude::*;

/// Whether an application may do anything.
#[component]
fn StateBadge(active: bool) -> impl IntoView {
    let (tone, words) = if active {
        ("success", tr!(clients.on))
    } else {
        ("", tr!(clients.off))
    };
    view! { <span class=format!("badge {tone}")>{words}</span> }
}
