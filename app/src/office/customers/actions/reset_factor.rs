//! Taking a second factor away from somebody who lost it.

use crate::{
    api::second_factor::ResetFactor,
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// The button, if there is a factor. It ends sessions and lets a password be enough, so it needs a second step.
#[component]
pub fn Action(
    id: String,
    /// Whether one is set up.
    has_factor: bool,
) -> impl IntoView {
    has_factor.then(|| {
        view! {
            <Form<ResetFactor>>
                <Hidden name="id" value=id/>
                <details class="disclosure">
                    <summary class="button danger-quiet full">{tr!(second_factor.reset)}</summary>
                    <div class="stack">
                        <p class="small">{tr!(second_factor.reset_text)}</p>
                        <SubmitButton label=tr!(second_factor.reset) class="danger full"/>
                    </div>
                </details>
            </Form<ResetFactor>>
        }
    })
}
