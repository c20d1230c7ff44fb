//! Who did what.

use super::parts::{PageHead, Pager};
use crate::{
    api::settings::{History, HistoryRow, read_history},
    tr,
    ui::{Empty, Load, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/history?before=`: staff see who changed what, the newest first.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let history = Resource::new_blocking(before, read_history);
    view! {
        <Title text=tr!(office.history_title)/>
        <PageHead heading=tr!(office.history_heading) lead=tr!(office.history_lead)/>
        <Load from=history show=|history| view! { <Rows history/> }/>
    }
}

/// The key that this page's address begins behind.
fn before() -> Option<String> {
    use_query_map().with(|query| query.get("before"))
}

#[component]
fn Rows(history: History) -> impl IntoView {
    if history.rows.is_empty() {
        return view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(office.history_empty) text="" second=true/>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = history.rows.into_iter().map(|row| view! { <Row row/> }).collect();
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
        <Pager base="/office/history".to_owned() key="before" later=untrack(before).is_some() next=history.older
            first_label=tr!(office.history_newest) next_label=tr!(office.history_older)/>
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
    let changes: Vec<_> = row
        .changes
        .into_iter()
        .map(|change| view! { <Change change/> })
        .collect();
    view! {
        <tr>
            <th scope="row">{action(row.action)}{subject}{changes}</th>
            <td data-label=tr!(office.history_who)>{actor}</td>
            <td data-label=tr!(office.history_from)><code>{row.requester}</code></td>
            <td data-label=tr!(office.history_when)>{row.at}</td>
        </tr>
    }
}

/// A field with its old and its new value.
#[component]
fn Change(change: (String, String, String)) -> impl IntoView {
    let (name, old, new) = change;
    view! {
        <span class="under">
            <span class="change">
                <span>{field(name)}":"</span>
                <del>{value(old)}</del>
                <span aria-hidden="true">"→"</span>
                <ins>{value(new)}</ins>
            </span>
        </span>
    }
}

/// What was done, in words; the stored name where there are none.
fn action(stored: String) -> String {
    let words = match stored.as_str() {
        "settings.changed" => tr!(office.history_settings_changed),
        "provider.created" => tr!(office.history_provider_created),
        "provider.changed" => tr!(office.history_provider_changed),
        "request.submitted" => tr!(office.history_request_submitted),
        "request.approved" => tr!(office.history_request_approved),
        "request.rejected" => tr!(office.history_request_rejected),
        "request.reopened" => tr!(office.history_request_reopened),
        "request.withdrawn" => tr!(office.history_request_withdrawn),
        "request.expired" => tr!(office.history_request_expired),
        "customer.created" => tr!(office.history_customer_created),
        "customer.activated" => tr!(office.history_customer_activated),
        "customer.signed_in" | "session.began" => tr!(office.history_customer_signed_in),
        "customer.signed_out" | "session.ended" => tr!(office.history_customer_signed_out),
        "identity.connected" => tr!(office.history_identity_connected),
        "account.linked" => tr!(office.history_account_linked),
        "password.changed" => tr!(office.history_password_changed),
        "profile.changed" => tr!(office.history_profile_changed),
        "terms.accepted" => tr!(office.history_terms_accepted),
        "staff.invited" => tr!(office.history_staff_invited),
        "staff.created" => tr!(office.history_staff_created),
        "staff.signed_in" => tr!(office.history_staff_signed_in),
        "staff.signed_out" => tr!(office.history_staff_signed_out),
        _ => return stored,
    };
    words.to_owned()
}

/// A field's name on the office's own pages; the stored name of others.
fn field(stored: String) -> String {
    let words = match stored.as_str() {
        "customer_accounts" => tr!(office.setting_customer_accounts),
        "local_sign_in" => tr!(office.setting_local_sign_in),
        "local_registration" => tr!(office.setting_local_registration),
        "approval" => tr!(office.setting_approval),
        "enabled" => tr!(office.provider_enabled),
        "visible" => tr!(office.provider_visible),
        _ => return stored,
    };
    words.to_owned()
}

/// A value as people say it.
fn value(stored: String) -> String {
    match stored.as_str() {
        "true" => tr!(common.on).to_owned(),
        "false" => tr!(common.off).to_owned(),
        "" | "null" => "–".to_owned(),
        _ => stored,
    }
}
