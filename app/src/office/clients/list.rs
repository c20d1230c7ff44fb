//! The list of applications.

use super::{StateBadge, words::kind_words};
use crate::{
    api::clients::{ClientRow, list_clients},
    routes::by_id,
    tr,
    ui::{Empty, Icon, Load, Notice, Title, use_frame},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/clients`: staff see all applications; administrators add one.
#[component]
pub fn ListPage() -> impl IntoView {
    let clients = Resource::new_blocking(|| (), |()| list_clients());
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let deleted =
        use_query_map().with_untracked(|query| query.get("done").is_some_and(|done| done == "deleted"));
    let deleted = deleted.then(|| {
        view! { <Notice tone="success"><p>{tr!(clients.deleted)}</p></Notice> }
    });
    view! {
        <Title text=tr!(clients.title)/>
        {deleted}
        <div class="page-head with-action">
            <div class="stack tight">
                <h1>{tr!(clients.title)}</h1>
                <p class="lead">{tr!(clients.lead)}</p>
                <p><a href="/office/conformance">{tr!(conformance.title)}</a></p>
            </div>
            {administers.then(|| view! {
                <a class="button primary" href="/office/clients/new"><Icon name="plus"/>{tr!(clients.add)}</a>
            })}
        </div>
        <Load from=clients show=|rows| view! { <Rows rows/> }/>
    }
}

#[component]
fn Rows(rows: Vec<ClientRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(clients.empty_heading) text=tr!(clients.empty_text) second=true/>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(clients.name)}</th>
                        <th scope="col">{tr!(clients.kind)}</th>
                        <th scope="col">{tr!(clients.last_used)}</th>
                        <th scope="col">{tr!(clients.secret_since)}</th>
                        <th scope="col">{tr!(office.column_status)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: ClientRow) -> impl IntoView {
    let last_used = row.last_used.unwrap_or_else(|| tr!(clients.never).to_owned());
    let secret_since = match row.secret_since {
        Some(day) => day,
        None if row.auth_method.needs_secret() => tr!(clients.no_secret).to_owned(),
        None => "–".to_owned(),
    };
    view! {
        <tr>
            <th scope="row"><a href=by_id("/office/clients", &row.id)>{row.name}</a></th>
            <td data-label=tr!(clients.kind)>{kind_words(row.auth_method)}</td>
            <td data-label=tr!(clients.last_used)>{last_used}</td>
            <td data-label=tr!(clients.secret_since)>{secret_since}</td>
            <td data-label=tr!(office.column_status)><StateBadge active=row.active/></td>
        </tr>
    }
}
