//! Fields of a question above a list. Its form goes by GET, so that the answer has an address.

use crate::{
    tr,
    ui::{Icon, fault_text},
};
use domain::values::Fault;
use leptos::prelude::*;

/// One of several values, or any.
#[component]
pub fn Choice(
    /// Name in the address.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// Values and what they are called.
    options: Vec<(String, String)>,
    /// What is asked for now.
    chosen: Option<String>,
) -> impl IntoView {
    let id = format!("search-{name}");
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let selected = chosen.as_ref() == Some(&value);
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id name=name>
                <option value="">{tr!(customers.filter_any)}</option>
                {options}
            </select>
        </div>
    }
}

/// A line to type into, with what is wrong with it.
#[component]
pub fn Line(
    /// Name in the address.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// `type` of the input.
    kind: &'static str,
    /// What is asked for now.
    value: Option<String>,
    /// What is wrong with that.
    fault: Option<Fault>,
) -> impl IntoView {
    let id = format!("search-{name}");
    let fault_id = format!("fault-{name}");
    let described_by = fault.map(|_| fault_id.clone());
    let told = fault.map(|fault| {
        view! {
            <p class="field-error" id=fault_id><Icon name="alert"/><span>{fault_text(fault)}</span></p>
        }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="input" id=id name=name type=kind value=value autocomplete="off" maxlength="320"
                aria-invalid=fault.map(|_| "true") aria-describedby=described_by/>
            {told}
        </div>
    }
}

/// The fault beside a field of the question.
pub fn fault_of(faults: &[(String, Fault)], name: &str) -> Option<Fault> {
    faults
        .iter()
        .find(|(field, _)| field == name)
        .map(|(_, fault)| *fault)
}

/// The address of the first page of an answer: `path` with what is asked for.
pub fn address(path: &str, asked: &[(&str, &Option<String>)]) -> String {
    asked
        .iter()
        .filter_map(|(name, value)| value.as_ref().map(|value| (name, value)))
        .fold(path.to_owned(), |path, (name, value)| {
            crate::routes::with(&path, name, value)
        })
}
