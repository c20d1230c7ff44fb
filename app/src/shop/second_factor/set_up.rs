use crate::{
    api::second_factor::{ChangeFactor, Place},
    second_factor::StepView,
    shop::account::AccountFrame,
};
use leptos::prelude::*;

/// `/account/security/second-factor`: a customer sets up a method, or notes new recovery codes.
#[component]
pub(crate) fn SetUpPage() -> impl IntoView {
    view! {
        <AccountFrame current=Place::Account.home()><StepView<ChangeFactor> place=Place::Account/></AccountFrame>
    }
}
