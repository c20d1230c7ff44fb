use crate::{
    api::second_factor::{Place, SecondStep},
    second_factor::StepView,
};
use leptos::prelude::*;

/// `/login/second-factor`: the second step of a customer's sign-in.
#[component]
pub(crate) fn SecondStepPage() -> impl IntoView {
    view! { <div class="page form-width"><StepView<SecondStep> place=Place::Login/></div> }
}
