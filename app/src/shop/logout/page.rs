use super::choices::Choices;
use crate::{
    tr,
    ui::{Empty, Title, use_frame},
};
use leptos::prelude::*;

/// `/logout`: a customer says where to sign out. Nobody is signed out by opening it.
#[component]
pub(crate) fn LogoutPage() -> impl IntoView {
    let content = match use_frame().customer.map(|customer| customer.global_logout) {
        Some(Some(provider)) => view! { <Ask provider/> }.into_any(),
        Some(None) => view! { <Confirm/> }.into_any(),
        None => view! { <Nobody/> }.into_any(),
    };
    view! {
        <Title text=tr!(logout.title)/>
        <div class="page form-width">{content}</div>
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

/// The session began here, so there is nothing to choose.
#[component]
fn Confirm() -> impl IntoView {
    view! {
        <div class="dialog-page">
            <div class="dialog-head">
                <h1>{tr!(logout.confirm_heading)}</h1>
                <p>{tr!(logout.confirm_text)}</p>
            </div>
            <form class="dialog-body" method="post" action="/logout">
                <button class="button primary full" name="choice" value="local">{tr!(common.sign_out)}</button>
            </form>
            <div class="dialog-actions"><a class="button" href="/">{tr!(common.cancel)}</a></div>
        </div>
    }
}

#[component]
fn Nobody() -> impl IntoView {
    view! {
        <Empty picture="empty" heading=tr!(logout.receipt_heading) text=tr!(logout.confirm_text)>
            <a class="button primary" href="/">{tr!(common.back_to_shop)}</a>
        </Empty>
    }
}
