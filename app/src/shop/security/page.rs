use super::{address::AddressCard, password::PasswordCard};
use crate::{
    api::{
        second_factor::{ChangeFactor, Place},
        security::{Security, read_security},
    },
    second_factor::FactorCardOf,
    shop::{account::AccountFrame, query},
    tr,
    ui::{Load, Notice, Title},
};
use leptos::prelude::*;

/// `/account/security`: a customer changes how they sign in. `done=…` tells what was done.
#[component]
pub(crate) fn SecurityPage() -> impl IntoView {
    let security = Resource::new_blocking(|| (), |()| read_security());
    view! {
        <Title text=tr!(security.title)/>
        <AccountFrame current="/account/security">
            <div class="page-head"><h1>{tr!(security.heading)}</h1><p class="lead">{tr!(security.lead)}</p></div>
            <div class="stack">
                <Done/>
                <Load from=security show=|security: Security| view! { <Cards security/> }/>
                <FactorCardOf<ChangeFactor> place=Place::Account/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Done() -> impl IntoView {
    let text = match query("done").as_deref() {
        Some("password") => Some(tr!(security.password_changed)),
        Some("address-asked") => Some(tr!(security.address_asked)),
        Some("address") => Some(tr!(security.address_changed)),
        _ => None,
    };
    text.map(|text| view! { <Notice tone="success"><p>{text}</p></Notice> })
}

#[component]
fn Cards(security: Security) -> impl IntoView {
    let Security {
        password,
        email,
        address_owner,
    } = security;
    let password = match password {
        Some(rules) => view! { <PasswordCard rules email=email.clone()/> }.into_any(),
        None => view! { <Notice tone="info"><p>{tr!(security.no_password)}</p></Notice> }.into_any(),
    };
    view! { <div class="stack">{password}<AddressCard email owner=address_owner/></div> }
}
