//! What the pages of consent have in common.

use crate::{api::consent::Question, routes::flow, shop::query, tr, ui::Notice};
use domain::clients::Scope;
use leptos::prelude::*;

/// The token of the request that the page is about.
pub(super) fn request() -> String {
    query("request").unwrap_or_default()
}

/// What a client gets by a scope.
pub(super) fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Openid => tr!(consent.scope_openid),
        Scope::Profile => tr!(consent.scope_profile),
        Scope::Email => tr!(consent.scope_email),
        Scope::Phone => tr!(consent.scope_phone),
        Scope::OfflineAccess => tr!(consent.scope_offline),
    }
}

/// Who is signed in, with the address by which people tell their accounts apart.
pub(super) fn person(question: &Question) -> String {
    match &question.email {
        Some(email) => format!("{} ({email})", question.person),
        None => question.person.clone(),
    }
}

/// Says that somebody else is asked than the one who answered.
#[component]
pub(super) fn AnotherPerson() -> impl IntoView {
    query("other").map(|_| view! { <Notice tone="warning"><p>{tr!(consent.another_person)}</p></Notice> })
}

/// The ways out of a question: another account, or back to the client without an answer. Both leave the app's router.
#[component]
pub(super) fn OtherWays(request: String) -> impl IntoView {
    view! {
        <a class="button full" href=flow::cancel(&request) rel="external">{tr!(common.cancel)}</a>
        <p class="form-foot">
            <a href=flow::another(&request) rel="external">{tr!(consent.another)}</a>
        </p>
    }
}

/// A page of the client's own, in a tab of its own.
#[component]
pub(super) fn OwnPage(href: String, label: &'static str) -> impl IntoView {
    view! { <a href=href target="_blank" rel="noopener noreferrer external">{label}</a> }
}
