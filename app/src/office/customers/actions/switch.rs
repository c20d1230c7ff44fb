//! Closing the account, and opening it again.

use crate::{
    api::customers::SwitchCustomer,
    tr,
    ui::{Form, Hidden, PostedFault, SubmitButton},
};
use domain::customers::{CustomerStatus, Switch, switch};
use leptos::prelude::*;

/// The one of the two that can be done. Closing ends sessions, so it needs a second step.
#[component]
pub fn Action(
    id: String,
    /// Stored name of the status.
    status: String,
) -> impl IntoView {
    let can = |wanted| {
        let status = status.parse::<CustomerStatus>();
        status.is_ok_and(|status| switch(status, wanted).is_ok())
    };
    let button = if can(Switch::Disable) {
        view! { <Disable/> }.into_any()
    } else if can(Switch::Enable) {
        view! { <SubmitButton label=tr!(customers.enable) class="full" name=("switch", "enable")/> }
            .into_any()
    } else {
        return view! { <PostedFault<SwitchCustomer>/> }.into_any();
    };
    view! {
        <Form<SwitchCustomer>>
            <Hidden name="id" value=id/>
            {button}
        </Form<SwitchCustomer>>
    }
    .into_any()
}

#[component]
fn Disable() -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="button danger-quiet full">{tr!(customers.disable)}</summary>
            <div class="stack">
                <p class="small">{tr!(customers.disable_text)}</p>
                <SubmitButton label=tr!(customers.disable_submit) class="danger full" name=("switch", "disable")/>
            </div>
        </details>
    }
}
