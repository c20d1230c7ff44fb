//! What ends something of an application.

use crate::{
    api::clients::{DeleteClient, SwitchClient},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Switching an application off and on again, and deleting it, each that ends something after a second look.
#[component]
pub fn DangerZone(
    id: String,
    version: i64,
    /// What it is called.
    name: String,
    active: bool,
    /// How many people agreed to something for it.
    agreed: i64,
) -> impl IntoView {
    let (own, text) = (id.clone(), tr!(clients.delete_text, client = name.clone()));
    view! {
        <section class="card stack" aria-labelledby="danger">
            <h2 id="danger">{tr!(clients.danger)}</h2>
            <Form<SwitchClient>>
                <Hidden name="id" value=own/>
                <Hidden name="version" value=version.to_string()/>
                <Switch name active/>
            </Form<SwitchClient>>
            <Form<DeleteClient>>
                <Hidden name="id" value=id/>
                <Hidden name="version" value=version.to_string()/>
                <details class="disclosure">
                    <summary class="button danger-quiet">{tr!(clients.delete)}</summary>
                    <div class="stack">
                        <p>{text}</p>
                        <p>{tr!(clients.delete_agreed, count = agreed)}</p>
                        <SubmitButton label=tr!(clients.delete_submit) class="danger"/>
                    </div>
                </details>
            </Form<DeleteClient>>
        </section>
    }
}

#[component]
fn Switch(name: String, active: bool) -> impl IntoView {
    if !active {
        return view! { <SubmitButton label=tr!(clients.switch_on) class="" name=("switch", "on")/> }
            .into_any();
    }
    view! {
        <details class="disclosure">
            <summary class="button danger-quiet">{tr!(clients.switch_off)}</summary>
            <div class="stack">
                <p>{tr!(clients.switch_off_text, client = name)}</p>
                <SubmitButton label=tr!(clients.switch_off_submit) class="danger" name=("switch", "off")/>
            </div>
        </details>
    }
    .into_any()
}
