//! What several of the views share.

use crate::{
    api::{PageForm, second_factor::Countdown},
    tr,
    ui::{Form, Hidden, SubmitButton, TextField},
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// A form with one button and nothing to type.
#[component]
pub(super) fn ActButton<F>(
    /// Nothing to pass: the form's server function is named as `<ActButton<SecondStep>>`.
    #[prop(optional)]
    function: PhantomData<F>,
    /// What it does.
    act: &'static str,
    /// What the button says.
    label: &'static str,
    /// Its look.
    #[prop(default = "")]
    class: &'static str,
    /// The thing that it is about.
    #[prop(into, optional)]
    id: String,
) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let only = match id.is_empty() {
        true => ("act", act.to_owned()),
        false => ("id", id.clone()),
    };
    view! {
        <Form<F> only>
            <Hidden name="act" value=act/>
            {(!id.is_empty()).then(|| view! { <Hidden name="id" value=id/> })}
            <SubmitButton label class/>
        </Form<F>>
    }
}

/// Six digits. A phone shows its keypad for numbers, and offers the code that just came.
#[component]
pub(super) fn DigitsField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
) -> impl IntoView {
    view! {
        <TextField name label autocomplete="one-time-code" inputmode="numeric" hint=tr!(second_factor.digits_hint)/>
    }
}

/// From when on a second factor is required, and how many days are left.
#[component]
pub(super) fn CountdownText(countdown: Countdown) -> impl IntoView {
    let Countdown { date, days } = countdown;
    view! { <p>{tr!(second_factor.countdown, date = date, days = days)}</p> }
}
