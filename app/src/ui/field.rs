//! Fields: label above, hint below it, fault beside it, all tied together for assistive technology.

use super::{FormState, Icon, fault_text, raw_text::textarea_text};
use domain::values::Fault;
use leptos::prelude::*;

/// The id of a field's input; a name stands once on a page.
pub(super) fn id_of(name: &str) -> String {
    format!("field-{name}")
}

/// What a field's input says about its hint and fault.
pub(super) fn described_by(
    name: &'static str,
    hint: bool,
    fault: Signal<Option<Fault>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let hint = hint.then(|| format!("hint-{name}"));
        let fault = fault.get().map(|_| format!("fault-{name}"));
        match (hint, fault) {
            (Some(hint), Some(fault)) => Some(format!("{hint} {fault}")),
            (hint, fault) => hint.or(fault),
        }
    })
}

/// The text beside a field that has a fault.
#[component]
pub(super) fn FieldFault(name: &'static str, fault: Signal<Option<Fault>>) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
            view! {
                <p class="field-error" id=format!("fault-{name}")>
                    <Icon name="alert"/>
                    <span>{fault_text(fault)}</span>
                </p>
            }
        })
    }
}

/// Label of a field, with a word when it may stay empty.
#[component]
pub(super) fn Label(name: &'static str, #[prop(into)] label: String, required: bool) -> impl IntoView {
    let optional = (!required).then(|| view! { <span class="optional">{crate::tr!(common.optional)}</span> });
    view! { <label for=id_of(name)>{label} " " {optional}</label> }
}

/// One line of text.
#[component]
pub fn TextField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// WHATWG autofill token, such as `email`, `given-name`; `off` where nothing fits.
    autocomplete: &'static str,
    /// Whether it must be filled.
    #[prop(default = true)]
    required: bool,
    /// What it holds at first.
    #[prop(into, optional)]
    value: String,
    /// A sentence below the label.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Whether it can't be changed.
    #[prop(default = false)]
    readonly: bool,
    /// Which keypad a phone shows, where `type` does not say it.
    #[prop(optional)]
    inputmode: Option<&'static str>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, hint.is_some(), fault);
    view! {
        <div class="field">
            <Label name label required/>
            {hint.map(|hint| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
            <input class="input" id=id_of(name) name=name type=kind value=state.value(name, &value) autocomplete=autocomplete
                required=required readonly=readonly inputmode=inputmode
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()/>
            <FieldFault name fault/>
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextAreaField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// Whether it must be filled.
    #[prop(default = false)]
    required: bool,
    /// What it holds at first.
    #[prop(into, optional)]
    value: String,
    /// A sentence below the label.
    #[prop(into, optional)]
    hint: Option<String>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, hint.is_some(), fault);
    view! {
        <div class="field">
            <Label name label required/>
            {hint.map(|hint| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
            <textarea class="input" id=id_of(name) name=name rows="4" required=required
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || described_by.get()>
                {textarea_text(state.value(name, &value))}
            </textarea>
            <FieldFault name fault/>
        </div>
    }
}
