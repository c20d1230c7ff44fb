//! The state of a request in a word and a colour.

use crate::tr;
use domain::approvals::Status;
use leptos::prelude::*;

/// The state.
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Waiting => "warning",
        Status::Approved | Status::Activated => "success",
        Status::Rejected => "danger",
        Status::Unproven | Status::Withdrawn | Status::Expired => "",
    };
    view! { <span class=format!("badge {tone}")>{status_text(status)}</span> }
}

/// The state in a word.
pub fn status_text(status: Status) -> &'static str {
    match status {
        Status::Unproven => tr!(office.status_unproven),
        Status::Waiting => tr!(office.status_waiting),
        Status::Approved => tr!(office.status_approved),
        Status::Activated => tr!(office.status_activated),
        Status::Rejected => tr!(office.status_rejected),
        Status::Withdrawn => tr!(office.status_withdrawn),
        Status::Expired => tr!(office.status_expired),
    }
}
