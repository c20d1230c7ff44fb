//! Switching a provider on and off.

use crate::{
    api::providers::{ProviderRow, SwitchProvider},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Enables, disables, shows or hides one provider. Disabling ends sessions, so it says first to how many people it
/// does what; a lock-out is refused by the server and told here.
#[component]
pub fn Switches(row: ProviderRow) -> impl IntoView {
    view! {
        <Form<SwitchProvider> only=("id", row.id.clone())>
            <Hidden name="id" value=row.id.clone()/>
            <Hidden name="version" value=row.version.to_string()/>
            <Buttons row/>
        </Form<SwitchProvider>>
    }
}

#[component]
fn Buttons(row: ProviderRow) -> impl IntoView {
    let on = if row.enabled {
        view! { <Disable name=row.name only_way_in=row.only_way_in/> }.into_any()
    } else {
        view! { <SubmitButton label=tr!(office.provider_enable) class="small" name=("switch", "enable")/> }
            .into_any()
    };
    let (label, switch) = if row.visible {
        (tr!(office.provider_hide), "hide")
    } else {
        (tr!(office.provider_show), "show")
    };
    view! {
        <div class="cluster">
            {on}
            <SubmitButton label class="small" name=("switch", switch)/>
        </div>
    }
}

#[component]
fn Disable(name: String, only_way_in: u32) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="button small">{tr!(office.provider_disable)}</summary>
            <div class="stack">
                <p class="small">{tr!(office.provider_disable_text, provider = name, customers = only_way_in)}</p>
                <SubmitButton label=tr!(office.confirm_submit) class="small danger" name=("switch", "disable")/>
            </div>
        </details>
    }
}
