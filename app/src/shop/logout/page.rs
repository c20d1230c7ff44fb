use super::choices::Choices;
use crate::{
    tr,
    ui::{Title, use_frame},
};
use leptos::prelude::*;

/// `/logout`: a customer says where to sign out. Nobody is signed out by opening it; the page opens only where there is
/// a choice.
#[component]
pub(crate) fn LogoutPage() -> impl IntoView {
    let provider = use_frame()
        .customer
        .and_then(|customer| customer.global_logout)
        .unwrap_or_default();
    view! {
        <Title text=tr!(logout.title)/>
        <div class="page form-width"><Ask provider/></div>
    }
}

#[component]
fn Ask(provider: String) -> impl IntoView {
    view! {
        <div class="dialog-page">
            <div class="dialog-head">
                <h1>{tr!(logout.heading)}</h1>
                <p>{tr!(logout.text, provider = provider.clone())}</p>
            </div>
            <Choices provider/>
            <div class="dialog-actions"><a class="button" href="/">{tr!(common.cancel)}</a></div>
        </div>
    }
}
