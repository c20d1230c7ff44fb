//! Where a customer stands, in a word and a colour.

use crate::tr;
use domain::customers::CustomerStatus;
use leptos::prelude::*;

/// The status in words.
pub fn status_name(status: CustomerStatus) -> &'static str {
    match status {
        CustomerStatus::Unproven => tr!(customers.status_unproven),
        CustomerStatus::Waiting => tr!(customers.status_waiting),
        CustomerStatus::Active => tr!(customers.status_active),
        CustomerStatus::Rejected => tr!(customers.status_rejected),
        CustomerStatus::Disabled => tr!(customers.status_disabled),
        CustomerStatus::Anonymised => tr!(customers.status_anonymised),
    }
}

/// The status by its stored name.
#[component]
pub fn CustomerBadge(status: String) -> impl IntoView {
    let status = status.parse::<CustomerStatus>().ok()?;
    let tone = match status {
        CustomerStatus::Active => "success",
        CustomerStatus::Waiting => "warning",
        CustomerStatus::Rejected | CustomerStatus::Disabled => "danger",
        CustomerStatus::Unproven | CustomerStatus::Anonymised => "",
    };
    Some(view! { <span class=format!("badge {tone}")>{status_name(status)}</span> })
}
