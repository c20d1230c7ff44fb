//! The state of a request in a word and a colour.

use crate::tr;
use leptos::prelude::*;

/// The state by its stored name.
#[component]
pub fn StatusBadge(status: String) -> impl IntoView {
    let (tone, text) = match status.as_str() {
        "unproven" => ("", tr!(office.status_unproven)),
        "waiting" => ("warning", tr!(office.status_waiting)),
        "approved" => ("success", tr!(office.status_approved)),
        "activated" => ("success", tr!(office.status_activated)),
        "rejected" => ("danger", tr!(office.status_rejected)),
        "withdrawn" => ("", tr!(office.status_withdrawn)),
        "expired" => ("", tr!(office.status_expired)),
        _ => return None,
    };
    Some(view! { <span class=format!("badge {tone}")>{text}</span> })
}
