//! The queue of registration requests.

use super::status::StatusBadge;
use crate::{
    api::approvals::{Filter, Queue, QueueRow, list_requests},
    office::parts::Pager,
    routes::by_id,
    tr,
    ui::{Empty, Load, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The lists that there are; the first is shown unless another is asked for.
const LISTS: [&str; 3] = ["waiting", "unproven", "decided"];

/// `/office/requests?show=&after=`: staff look through the requests and open one.
#[component]
pub fn ListPage() -> impl IntoView {
    let queue = Resource::new_blocking(asked, list_requests);
    view! {
        <Title text=tr!(office.requests_title)/>
        <div class="page-head">
            <h1>{tr!(office.requests_heading)}</h1>
            <p class="lead">{move || lead(list_of(&asked()))}</p>
        </div>
        <div class="stack">
            <Lists/>
            <Load from=queue show=|queue| view! { <Rows queue/> }/>
        </div>
    }
}

/// What this page's address asks for.
fn asked() -> Filter {
    use_query_map().with(|query| Filter {
        show: query.get("show"),
        after: query.get("after"),
    })
}

/// The list of a filter.
fn list_of(filter: &Filter) -> &'static str {
    let asked = filter.show.as_deref().unwrap_or_default();
    LISTS.into_iter().find(|list| *list == asked).unwrap_or(LISTS[0])
}

/// Who stands in a list.
fn lead(list: &str) -> &'static str {
    match list {
        "unproven" => tr!(office.requests_lead_unproven),
        "decided" => tr!(office.requests_lead_decided),
        _ => tr!(office.requests_lead),
    }
}

/// The choice between the lists.
#[component]
fn Lists() -> impl IntoView {
    let link = |list: &'static str, label: &'static str| {
        let current = move || (list_of(&asked()) == list).then_some("true");
        view! { <a href=format!("/office/requests?show={list}") aria-current=current>{label}</a> }
    };
    view! {
        <nav class="filter" aria-label=tr!(office.filter)>
            {link("waiting", tr!(office.filter_waiting))}
            {link("unproven", tr!(office.status_unproven))}
            {link("decided", tr!(office.filter_decided))}
        </nav>
    }
}

#[component]
fn Rows(queue: Queue) -> impl IntoView {
    let filter = untrack(asked);
    let list = list_of(&filter);
    if queue.rows.is_empty() {
        return view! { <NoRows list/> }.into_any();
    }
    let rows: Vec<_> = queue.rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(office.column_person)}</th>
                        <th scope="col">{tr!(office.column_company)}</th>
                        <th scope="col">{tr!(office.column_origin)}</th>
                        <th scope="col">{tr!(office.column_submitted)}</th>
                        <th scope="col">{tr!(office.column_status)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager base=format!("/office/requests?show={list}") key="after" later=filter.after.is_some() next=queue.next
            first_label=tr!(office.first_page) next_label=tr!(common.next_page)/>
    }
    .into_any()
}

#[component]
fn Row(row: QueueRow) -> impl IntoView {
    let through = row.provider.unwrap_or_else(|| tr!(office.origin_form).to_owned());
    let decided = row
        .decided_by
        .map(|by| view! { <span class="under">{tr!(office.decided_by_name, name = by)}</span> });
    view! {
        <tr>
            <th scope="row">
                <a href=by_id("/office/requests", &row.id) aria-label=tr!(office.open_request, name = row.name.clone())>
                    {row.name.clone()}
                </a>
                <span class="under">{row.email}</span>
            </th>
            <td data-label=tr!(office.column_company)>{row.company}</td>
            <td data-label=tr!(office.column_origin)>{through}</td>
            <td data-label=tr!(office.column_submitted)>{row.submitted}</td>
            <td data-label=tr!(office.column_status)><span><StatusBadge status=row.status/>{decided}</span></td>
        </tr>
    }
}

#[component]
fn NoRows(list: &'static str) -> impl IntoView {
    let (heading, text) = if list == LISTS[0] {
        (
            tr!(office.requests_empty_heading),
            tr!(office.requests_empty_text),
        )
    } else {
        (tr!(office.requests_empty_filter), "")
    };
    view! {
        <div class="card">
            <Empty picture="empty" heading text second=true/>
        </div>
    }
}
