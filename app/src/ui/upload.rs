//! Forms that send a file. The browser sends them by itself, with JavaScript and without, so both get the same answer:
//! a redirect, or the page again with the fault beside the field.

use super::{
    FormState,
    field::{FieldFault, Label, described_by, id_of},
    form::{FormFault, is_meant},
};
use crate::frame::posted;
use leptos::prelude::*;

/// A form that sends a file as `multipart/form-data` to a path of our own.
#[component]
pub fn FileForm(
    /// Where it is posted to.
    action: &'static str,
    /// A hidden field and its value that tell this form from others on the page.
    only: (&'static str, String),
    children: Children,
) -> impl IntoView {
    let state = FormState::of(posted(action).filter(|posted| is_meant(posted, Some(only))));
    provide_context(state);
    view! {
        <form method="post" action=action enctype="multipart/form-data" class="form" novalidate=true>
            <FormFault state/>
            {children()}
        </form>
    }
}

/// A file to choose.
#[component]
pub fn FileField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// A sentence below the label.
    #[prop(into)]
    hint: String,
    /// The media types that the browser offers, separated by commas.
    accept: &'static str,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, true, fault);
    view! {
        <div class="field">
            <Label name label required=true/>
            <p class="hint" id=format!("hint-{name}")>{hint}</p>
            <input class="input" id=id_of(name) name=name type="file" accept=accept required=true
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()/>
            <FieldFault name fault/>
        </div>
    }
}
