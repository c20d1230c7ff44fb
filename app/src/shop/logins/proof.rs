use crate::{
    api::logins::{ConnectProven, HaveAccount, Proof, read_proof},
    shop::screens::NotFound,
    tr,
    ui::{Form, Load, PostedFault, SubmitButton, Title, found, use_frame},
};
use leptos::prelude::*;

/// `/account/logins/proof`: a person who has just signed in connects the identity that waits in this browser. 404 in a
/// browser where none waits.
#[component]
pub(crate) fn ProofPage() -> impl IntoView {
    let proof = Resource::new_blocking(|| (), async |()| found(read_proof().await));
    view! { <Load from=proof show/> }
}

fn show(proof: Option<Proof>) -> AnyView {
    match proof {
        Some(proof) => view! { <Page proof/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Page(proof: Proof) -> impl IntoView {
    let Proof { provider, person } = proof;
    let waits = tr!(
        identities.proof_person,
        person = person,
        provider = provider.clone()
    )
    .to_string();
    let customer = use_frame()
        .customer
        .map(|customer| customer.name)
        .unwrap_or_default();
    let here = tr!(identities.proof_customer, customer = customer).to_string();
    let text = tr!(identities.proof_text, provider = provider).to_string();
    view! {
        <Title text=tr!(identities.proof_title)/>
        <div class="page form-width">
            <div class="page-head">
                <h1>{tr!(identities.proof_heading)}</h1>
                <p class="lead">{waits}</p>
            </div>
            <Form<ConnectProven> class="card">
                <p>{here}</p>
                <p>{text}</p>
                <SubmitButton label=tr!(identities.proof_submit) class="primary full"/>
            </Form<ConnectProven>>
        </div>
    }
}

/// Offers a person whose address is being proven to sign in to the account that they have instead. The same for every
/// address, known or not; nothing where nobody waits.
#[component]
pub(crate) fn HaveAccountOffer() -> impl IntoView {
    let proof = Resource::new_blocking(|| (), async |()| found(read_proof().await));
    view! { <Load from=proof show=offer/> }
}

fn offer(proof: Option<Proof>) -> AnyView {
    let Some(proof) = proof else {
        return view! { <PostedFault<HaveAccount>/> }.into_any();
    };
    let text = tr!(identities.have_account_text, provider = proof.provider).to_string();
    view! {
        <Form<HaveAccount> class="card">
            <h2>{tr!(identities.have_account_heading)}</h2>
            <p>{text}</p>
            <SubmitButton label=tr!(identities.have_account_submit) class=""/>
        </Form<HaveAccount>>
    }
    .into_any()
}
