//! Entries of the history, each with its old and new values.

use super::words::{action, field, value};
use crate::{api::settings::HistoryRow, routes::by_id, tr, ui::Empty};
use leptos::prelude::*;

/// Entries as a table.
#[component]
pub fn Entries(rows: Vec<HistoryRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(office.history_empty) text="" second=true/>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{tr!(office.history_what)}</th>
                        <th scope="col">{tr!(office.history_who)}</th>
                        <th scope="col">{tr!(office.history_from)}</th>
                        <th scope="col">{tr!(office.history_when)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: HistoryRow) -> impl IntoView {
    let actor = if row.actor.is_empty() {
        tr!(office.history_nobody).to_owned()
    } else {
        row.actor
    };
    let subject = (!row.subject.is_empty()).then(|| view! { <span class="under">{row.subject}</span> });
    let request = row.request.map(|id| {
        view! { <a class="under" href=by_id("/office/requests", &id)>{tr!(office.history_see_request)}</a> }
    });
    let customer = row.customer.map(|id| {
        view! { <a class="under" href=by_id("/office/customers", &id)>{tr!(office.history_see_customer)}</a> }
    });
    let requester = (!row.requester.is_empty()).then(|| view! { <code>{row.requester}</code> });
    let changes: Vec<_> = row
        .changes
        .into_iter()
        .map(|change| view! { <Change change/> })
        .collect();
    view! {
        <tr>
            <th scope="row">{action(row.action)}{subject}{request}{customer}{changes}</th>
            <td data-label=tr!(office.history_who)>{actor}</td>
            <td data-label=tr!(office.history_from)>{requester}</td>
            <td class="when" data-label=tr!(office.history_when)>{row.at}</td>
        </tr>
    }
}

/// A field with its old and its new value.
#[component]
fn Change(change: (String, String, String)) -> impl IntoView {
    let (name, old, new) = change;
    // What was not there before was not changed.
    let before = (!old.is_empty()).then(|| {
        view! { <del>{value(&name, old)}</del> <span aria-hidden="true">"→"</span> }
    });
    let new = value(&name, new);
    view! {
        <span class="under">
            <span class="change">
                <span>{field(name)}":"</span>
                {before}
                <ins>{new}</ins>
            </span>
        </span>
    }
}
