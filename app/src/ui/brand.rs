//! The mark beside the shop's name.

use leptos::prelude::*;

/// Two waves on a tile in the accent colour.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 28 28" aria-hidden="true">
            <rect width="28" height="28" rx="8"/>
            <path d="M5.5 11.5c2.1 0 2.1-2 4.25-2s2.1 2 4.25 2 2.1-2 4.25-2 2.1 2 4.25 2M5.5 18c2.1 0 2.1-2 4.25-2s2.1 2 4.25 2 2.1-2 4.25-2 2.1 2 4.25 2"/>
        </svg>
    }
}
