use super::{change_address::NewAddress, dead::Dead, link, token};
use crate::{
    api::links::{ConfirmAddress, LinkPurpose, LinkState},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, Title},
};
use leptos::prelude::*;

/// `/confirm-address?token=…`: a person proves the address that a provider told or that they gave, or
/// a customer the one that they want instead of the present one.
#[component]
pub(crate) fn ConfirmAddressPage() -> impl IntoView {
    view! { <div class="page form-width"><Load from=link() show=|link: LinkState| view! { <State link/> }/></div> }
}

#[component]
fn State(link: LinkState) -> impl IntoView {
    match link {
        LinkState::Open {
            purpose: LinkPurpose::ConfirmAddress,
            provider,
            ..
        } => view! { <Prove provider/> }.into_any(),
        LinkState::NewAddress { address, owner_here } => {
            view! { <NewAddress address owner_here/> }.into_any()
        }
        other => {
            let expired = matches!(other, LinkState::Expired { .. });
            view! { <Dead expired again=("/login", tr!(common.sign_in))/> }.into_any()
        }
    }
}

#[component]
fn Prove(
    /// Name of the provider whose person signs in with the address afterwards.
    provider: Option<String>,
) -> impl IntoView {
    let told = provider.map(|provider| view! { <p>{tr!(links.prove_provider, provider = provider)}</p> });
    view! {
        <Title text=tr!(links.prove_title)/>
        <div class="page-head">
            <h1>{tr!(links.prove_heading)}</h1>
            <p class="lead">{tr!(links.prove_lead)}</p>
            {told}
        </div>
        <Form<ConfirmAddress> class="card">
            <Hidden name="token" value=token()/>
            <SubmitButton label=tr!(links.prove_submit) class="primary full"/>
        </Form<ConfirmAddress>>
    }
}
