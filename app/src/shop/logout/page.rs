use super::choices::{Asked, Choices};
use crate::{
    api::consent::ClientFace,
    tr,
    ui::{BesideLogo, NAME, Named, Tinted, Title, use_frame},
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

/// A client wants the person signed out. Whoever came here through a provider says where, as everywhere.
#[component]
pub(crate) fn ConfirmLogout(
    /// The client, if it is known.
    client: Option<ClientFace>,
) -> impl IntoView {
    let provider = use_frame().customer.and_then(|customer| customer.global_logout);
    let (heading, body) = match provider {
        Some(provider) => (
            tr!(logout.heading),
            view! { <Choices provider asked=true/> }.into_any(),
        ),
        None => {
            let form = view! {
                <form class="dialog-body" method="post" action="/logout">
                    <Asked/>
                    <button class="button primary wide" name="choice" value="local">{tr!(logout.title)}</button>
                </form>
            };
            (tr!(logout.confirm_heading), form.into_any())
        }
    };
    let asks = client.clone().map(|client| {
        let (sentence, name) = (
            tr!(logout.client_asks, client = NAME).to_string(),
            client.name.clone(),
        );
        view! { <BesideLogo client><p><Named sentence name/></p></BesideLogo> }
    });
    view! {
        <Title text=tr!(logout.title)/>
        <Tinted client=client.clone()>
            <div class="page form-width">
                <div class="dialog-page">
                    <div class="dialog-head"><h1>{heading}</h1>{asks}</div>
                    {body}
                    <div class="dialog-actions"><a class="button" href="/">{tr!(common.cancel)}</a></div>
                </div>
            </div>
        </Tinted>
    }
}
