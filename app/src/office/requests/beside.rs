//! What a decision is compared with: the matched account beside the request, and people who may be the same.

use super::status::StatusBadge;
use crate::{
    api::approvals::{Duplicate, MatchedAccount, RequestDetail},
    tr,
};
use domain::approvals::Likeness;
use leptos::prelude::*;

/// The request and the account that it would join, side by side; nothing where none matched.
#[component]
pub fn Matched(request: RequestDetail) -> impl IntoView {
    let RequestDetail { row, matched, .. } = request;
    let matched = matched?;
    let MatchedAccount {
        code,
        name,
        email,
        count,
        people,
    } = matched;
    let people: Vec<_> = people
        .into_iter()
        .map(|(name, email)| view! { <span class="under">{name} " " {email}</span> })
        .collect();
    let account = format!("{} {code}", tr!(office.request_account));
    let cell = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    Some(view! {
        <section class="card flush" aria-labelledby="matched">
            <h2 id="matched" class="card-heading">{tr!(requests.matched_heading)}</h2>
            <table class="table">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{tr!(requests.this_request)}</th>
                        <th scope="col">{account.clone()}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{tr!(requests.name)}</th>
                        <td data-label=tr!(requests.this_request)>{row.company.unwrap_or(row.name)}</td>
                        <td data-label=account.clone()>{name}</td>
                    </tr>
                    <tr>
                        <th scope="row">{tr!(common.email)}</th>
                        <td data-label=tr!(requests.this_request)>{cell(row.email)}</td>
                        <td data-label=account.clone()>{cell(email)}</td>
                    </tr>
                    <tr>
                        <th scope="row">{tr!(requests.people)}</th>
                        <td data-label=tr!(requests.this_request)>"–"</td>
                        <td data-label=account><span>{count}{people}</span></td>
                    </tr>
                </tbody>
            </table>
        </section>
    })
}

/// People who may be the same, each with what is alike; nothing where there are none.
#[component]
pub fn Duplicates(found: Vec<Duplicate>) -> impl IntoView {
    (!found.is_empty()).then(|| {
        let rows: Vec<_> = found
            .into_iter()
            .map(|duplicate| view! { <Row duplicate/> })
            .collect();
        view! {
            <section class="card flush" aria-labelledby="duplicates">
                <h2 id="duplicates" class="card-heading">{tr!(requests.duplicates_heading)}</h2>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(office.column_person)}</th>
                            <th scope="col">{tr!(office.column_company)}</th>
                            <th scope="col">{tr!(common.phone)}</th>
                            <th scope="col">{tr!(requests.alike)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

#[component]
fn Row(duplicate: Duplicate) -> impl IntoView {
    let status = match duplicate.status {
        Some(status) => view! { <StatusBadge status/> }.into_any(),
        None => view! { <span class="badge">{tr!(requests.customer)}</span> }.into_any(),
    };
    let alike: Vec<_> = duplicate
        .alike
        .into_iter()
        .map(|likeness| view! { <span class="badge">{likeness_text(likeness)}</span> " " })
        .collect();
    view! {
        <tr>
            <th scope="row"><a href=duplicate.href>{duplicate.name}</a> " " {status}<span class="under">{duplicate.email}</span></th>
            <td data-label=tr!(office.column_company)>{duplicate.company}</td>
            <td data-label=tr!(common.phone)>{duplicate.phone}</td>
            <td data-label=tr!(requests.alike)><span>{alike}</span></td>
        </tr>
    }
}

fn likeness_text(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Address => tr!(requests.alike_address),
        Likeness::Phone => tr!(requests.alike_phone),
        Likeness::Person => tr!(requests.alike_person),
        Likeness::Domain => tr!(requests.alike_domain),
    }
}
