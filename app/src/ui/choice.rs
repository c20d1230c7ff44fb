//! Fields to choose from.

use super::{
    FormState,
    field::{FieldFault, Label, described_by, id_of},
};
use leptos::prelude::*;

/// A box to tick; its value is `on`.
#[component]
pub fn Checkbox(
    /// Name in the form.
    name: &'static str,
    /// Whether it is ticked at first.
    #[prop(default = false)]
    checked: bool,
    /// Value when ticked.
    #[prop(into, default = "on".to_owned())]
    value: String,
    /// A sentence below it.
    #[prop(into, optional)]
    hint: Option<String>,
    /// What stands beside it; may hold links.
    children: Children,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, hint.is_some(), fault);
    view! {
        <div class="check">
            <input id=id_of(name) name=name type="checkbox" value=value checked=state.ticked(name, checked)
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()/>
            <label for=id_of(name)>{children()}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
            <FieldFault name fault/>
        </div>
    }
}

/// A switch with a sentence that tells what it does.
#[component]
pub fn Switch(
    /// Name in the form.
    name: &'static str,
    /// What it switches.
    #[prop(into)]
    label: String,
    /// What it means.
    #[prop(into)]
    hint: String,
    /// Whether it is on at first.
    checked: bool,
    /// Whether the person may only look at it.
    #[prop(default = false)]
    disabled: bool,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, true, fault);
    view! {
        <div class="switch">
            <label for=id_of(name)>{label}</label>
            <input id=id_of(name) name=name type="checkbox" role="switch" value="on" disabled=disabled
                checked=state.ticked(name, checked)
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()/>
            <p class="hint" id=format!("hint-{name}")>{hint}</p>
            <FieldFault name fault/>
        </div>
    }
}

/// One of several values.
#[component]
pub fn SelectField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    /// What is chosen at first.
    #[prop(into)]
    value: String,
    /// WHATWG autofill token.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// A sentence below the label.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let chosen = state.value(name, &value);
    let described_by = described_by(name, hint.is_some(), fault);
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <Label name label required=true/>
            {hint.map(|hint| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
            <select class="input" id=id_of(name) name=name autocomplete=autocomplete
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()>
                {options}
            </select>
            <FieldFault name fault/>
        </div>
    }
}
