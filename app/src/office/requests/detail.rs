//! One registration request.

use super::{
    beside::{Duplicates, Matched},
    decision::DecisionCard,
    status::StatusBadge,
    taken::TakenCard,
};
use crate::{
    api::{
        ApiError,
        approvals::{RequestDetail, read_request},
    },
    office::{
        history::Entries,
        parts::{BackLink, Fact},
        screens::NotFound,
    },
    tr,
    ui::{Load, Title, found},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/office/requests/:id`: operations see who asks for access and decide; others look.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let request = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_request(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(office.requests_title)/>
        <BackLink href="/office/requests" label=tr!(office.requests_heading)/>
        <Load from=request show=|request| match request {
            Some(request) => view! { <Page request/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

#[component]
fn Page(request: RequestDetail) -> impl IntoView {
    let name = request.row.name.clone();
    view! {
        <Title text=tr!(office.request_title, name = name.clone())/>
        <div class="page-head with-action"><h1>{name}</h1><StatusBadge status=request.row.status/></div>
        <div class="two-columns">
            <div class="stack">
                <Person request=request.clone()/>
                <Matched request=request.clone()/>
                <Duplicates found=request.duplicates.clone()/>
                <Claims provider=request.row.provider.clone() claims=request.claims.clone()/>
                <section class="stack tight" aria-labelledby="history">
                    <h2 id="history">{tr!(office.history_heading)}</h2>
                    <Entries rows=request.history.clone()/>
                </section>
            </div>
            <div class="stack">
                <DecisionCard request=request.clone()/>
                <TakenCard request/>
            </div>
        </div>
    }
}

#[component]
fn Person(request: RequestDetail) -> impl IntoView {
    let RequestDetail {
        row,
        phone,
        message,
        language,
        matched,
        ..
    } = request;
    let proven = if row.proven {
        view! { <span class="badge success">{tr!(office.request_email_proven)}</span> }
    } else {
        view! { <span class="badge">{tr!(office.request_email_unproven)}</span> }
    };
    let account = match (matched, row.company) {
        (Some(account), _) => tr!(
            office.request_matched_account,
            company = format!("{} ({})", account.name, account.code)
        ),
        (None, Some(company)) => tr!(office.request_new_account, company = company),
        (None, None) => tr!(office.request_personal).to_owned(),
    };
    let through = row.provider.unwrap_or_else(|| tr!(office.origin_form).to_owned());
    let message = message.unwrap_or_else(|| tr!(office.request_no_message).to_owned());
    view! {
        <section class="card" aria-labelledby="person">
            <h2 id="person">{tr!(office.request_person)}</h2>
            <dl class="facts">
                {row.email.map(|email| view! { <Fact term=tr!(common.email)>{email} " " {proven}</Fact> })}
                {phone.map(|phone| view! { <Fact term=tr!(common.phone)>{phone}</Fact> })}
                <Fact term=tr!(office.request_account)>{account}</Fact>
                <Fact term=tr!(office.column_origin)>{through}</Fact>
                <Fact term=tr!(office.column_submitted)>{row.submitted}</Fact>
                {row.corrected.map(|date| view! {
                    <Fact term=tr!(requests.field_corrected)><span class="badge warning">{date}</span></Fact>
                })}
                {row.due.map(|date| view! { <Fact term=tr!(requests.due_term)>{date}</Fact> })}
                <Fact term=tr!(office.request_language)>{language}</Fact>
                <Fact term=tr!(office.request_message)>{message}</Fact>
            </dl>
        </section>
    }
}

/// What the provider told about the person; a claim that has no words here stands as it was told.
#[component]
fn Claims(provider: Option<String>, claims: Vec<(String, String)>) -> impl IntoView {
    let provider = provider.filter(|_| !claims.is_empty());
    provider.map(|provider| {
        let claims: Vec<_> = claims
            .into_iter()
            .map(|(name, value)| view! { <Fact term=claim_name(name)>{claim_value(value)}</Fact> })
            .collect();
        view! {
            <section class="card" aria-labelledby="claims">
                <h2 id="claims">{tr!(office.request_claims, provider = provider)}</h2>
                <dl class="facts">{claims}</dl>
            </section>
        }
    })
}

/// A claim in words; its own name where there are none.
fn claim_name(name: String) -> String {
    let words = match name.as_str() {
        "email" => tr!(common.email),
        "email_verified" => tr!(office.claim_email_verified),
        "given_name" => tr!(common.given_name),
        "family_name" => tr!(common.family_name),
        "phone_number" => tr!(common.phone),
        "locale" => tr!(office.request_language),
        "sub" => tr!(office.claim_sub),
        _ => return name,
    };
    words.to_owned()
}

/// What a claim says.
fn claim_value(value: String) -> AnyView {
    match value.as_str() {
        "true" => tr!(office.claim_true).into_any(),
        "false" => tr!(office.claim_false).into_any(),
        _ => view! { <code>{value}</code> }.into_any(),
    }
}
