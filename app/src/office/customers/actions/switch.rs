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
    let (disable, enable) = (can(Switch::Disable), can(Switch::Enable));
    if !disable && !enable {
        return view! { <PostedFault<SwitchCustomer>/> }.into_any();
    }
    view! {
        <Form<SwitchCustomer>>
            <Hidden name="id" value=id/>
            {disable.then(|| view! { <Disable/> })}
            {enable.then(|| view! { <SubmitButton label=tr!(customers.enable) class="full" name=("switch", "enable")/> })}
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
