use super::token;
use crate::{
    api::links::ConfirmAddress,
    tr,
    ui::{Form, Hidden, PostedFault, SubmitButton, Title},
};
use leptos::prelude::*;

/// A customer proves the address that is to take the place of the present one.
#[component]
pub(super) fn NewAddress(
    /// The new address.
    address: String,
    /// Whether the customer who asked for it is signed in here; else they sign in first.
    owner_here: bool,
) -> impl IntoView {
    let next = if owner_here {
        view! {
            <Form<ConfirmAddress> class="card">
                <Hidden name="token" value=token()/>
                <SubmitButton label=tr!(links.prove_submit) class="primary full"/>
            </Form<ConfirmAddress>>
        }
        .into_any()
    } else {
        view! {
            <PostedFault<ConfirmAddress>/>
            <div class="stack">
                <p>{tr!(links.change_sign_in_first)}</p>
                <p><a class="button primary" href="/login?again=1" rel="external">{tr!(common.sign_in)}</a></p>
            </div>
        }
        .into_any()
    };
    view! {
        <Title text=tr!(links.prove_title)/>
        <div class="page-head">
            <h1>{tr!(links.prove_heading)}</h1>
            <p class="lead">{tr!(links.change_lead, address = address)}</p>
        </div>
        {next}
    }
}
