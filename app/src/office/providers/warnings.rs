//! What is wrong with a provider, or soon will be.

use crate::{api::providers::Warning, tr, ui::Notice};
use leptos::prelude::*;

/// The words for a warning.
fn words(warning: Warning) -> String {
    let day = warning.day;
    match warning.name.as_str() {
        "secret_expires" => tr!(office_providers.warning_secret_expires, day = day),
        "secret_expired" => tr!(office_providers.warning_secret_expired, day = day),
        "discovery_fails" => tr!(office_providers.warning_discovery_fails, day = day),
        "keys_fail" => tr!(office_providers.warning_keys_fail, day = day),
        _ => tr!(office_providers.warning_signatures_fail, day = day),
    }
}

/// All warnings about a provider, each with its day.
#[component]
pub fn Warnings(warnings: Vec<Warning>) -> impl IntoView {
    let lines: Vec<_> = warnings
        .into_iter()
        .map(|warning| view! { <p>{words(warning)}</p> })
        .collect();
    (!lines.is_empty()).then(|| view! { <Notice tone="warning">{lines}</Notice> })
}
