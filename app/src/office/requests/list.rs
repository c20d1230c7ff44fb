//! The queue of registration requests.

use super::{
    filter::{LIST, Search, address, asked, is_narrowed},
    reject::Reject,
    status::StatusBadge,
};
use crate::{
    api::approvals::{DecideMany, Filter, Queue, QueueRow, list_requests},
    office::parts::Pager,
    routes::by_id,
    tr,
    ui::{Empty, Form, FormState, Hidden, Load, SubmitButton, Title},
};
use domain::approvals::Status;
use leptos::prelude::*;

/// The lists that there are; the first is shown unless another is asked for.
const LISTS: [&str; 4] = ["waiting", "unproven", "decided", "all"];

/// `/office/requests?show=&q=&after=…`: staff look through the requests, open one, or decide several.
#[component]
pub fn ListPage() -> impl IntoView {
    let queue = Resource::new_blocking(asked, list_requests);
    view! {
        <Title text=tr!(office.requests_title)/>
        <div class="page-head">
            <h1>{tr!(office.requests_heading)}</h1>
            <p class="lead">{move || lead(&asked())}</p>
        </div>
        <div class="stack">
            <Lists/>
            <Load from=queue show=|queue| view! { <Found queue/> }/>
        </div>
    }
}

/// The list that a filter asks for; none where it asks for a single state of another.
fn list_of(filter: &Filter) -> Option<&'static str> {
    match filter.show.as_deref() {
        None => Some(LISTS[0]),
        Some(asked) => LISTS.into_iter().find(|list| *list == asked),
    }
}

/// Who stands in a list.
fn lead(filter: &Filter) -> &'static str {
    match list_of(filter) {
        Some("waiting") => tr!(office.requests_lead),
        Some("unproven") => tr!(office.requests_lead_unproven),
        Some("decided") => tr!(office.requests_lead_decided),
        _ => tr!(requests.lead_all),
    }
}

/// The choice between the lists.
#[component]
fn Lists() -> impl IntoView {
    let link = |list: &'static str, label: &'static str| {
        let current = move || (list_of(&asked()) == Some(list)).then_some("true");
        view! { <a href=format!("{LIST}?show={list}") aria-current=current>{label}</a> }
    };
    view! {
        <nav class="filter" aria-label=tr!(office.filter)>
            {link("waiting", tr!(office.filter_waiting))}
            {link("unproven", tr!(office.status_unproven))}
            {link("decided", tr!(office.filter_decided))}
            {link("all", tr!(requests.filter_all))}
        </nav>
    }
}

#[component]
fn Found(queue: Queue) -> impl IntoView {
    let filter = untrack(asked);
    let base = address(&filter);
    let later = filter.after.is_some();
    let nobody = list_of(&filter) == Some(LISTS[0]) && !is_narrowed(&filter);
    let search = view! { <Search filter providers=queue.providers/> };
    let several = queue.decides && queue.rows.iter().any(|row| row.status == Status::Waiting);
    let rows = queue.rows;
    let table = if rows.is_empty() {
        view! { <NoRows nobody/> }.into_any()
    } else if several {
        view! { <Several rows back=base.clone()/> }.into_any()
    } else {
        view! { <Table rows several=false/> }.into_any()
    };
    view! {
        {search}
        {table}
        <Pager base key="after" later next=queue.next first_label=tr!(office.first_page)
            next_label=tr!(common.next_page)/>
    }
}

/// The table with a box before each request that waits, and one decision for those that are ticked.
#[component]
fn Several(rows: Vec<QueueRow>, back: String) -> impl IntoView {
    view! {
        <Form<DecideMany>>
            <Hidden name="back" value=back/>
            <Table rows several=true/>
            <section class="card form several" aria-labelledby="several">
                <h2 id="several">{tr!(requests.several_heading)}</h2>
                <p class="quiet-text">{tr!(requests.several_text)}</p>
                <SubmitButton label=tr!(requests.several_approve) class="primary full" name=("decision", "approve")/>
                <Reject label=tr!(requests.several_reject) submit=tr!(requests.several_reject_submit)/>
            </section>
        </Form<DecideMany>>
    }
}

#[component]
fn Table(rows: Vec<QueueRow>, several: bool) -> impl IntoView {
    let choose = several.then(|| view! { <td class="choose">{tr!(requests.choose)}</td> });
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row several/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        {choose}
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
    }
}

#[component]
fn Row(row: QueueRow, several: bool) -> impl IntoView {
    let through = row.provider.unwrap_or_else(|| tr!(office.origin_form).to_owned());
    let age = match row.days {
        0 => tr!(requests.today).to_owned(),
        1 => tr!(requests.one_day).to_owned(),
        days => tr!(requests.days, count = days),
    };
    let due = row
        .due
        .map(|date| view! { <span class="under">{tr!(requests.due, date = date)}</span> });
    let box_ = several.then(|| {
        let open = row.status == Status::Waiting;
        let (id, version, name) = (row.id.clone(), row.version, row.name.clone());
        view! { <td class="choose">{open.then(|| view! { <Box id version name/> })}</td> }
    });
    let notes = [
        row.decided_by.map(|by| tr!(office.decided_by_name, name = by)),
        row.assigned_to.map(|name| tr!(requests.assigned_to, name = name)),
        row.corrected.map(|date| tr!(requests.corrected_on, date = date)),
    ];
    let notes: Vec<_> = notes
        .into_iter()
        .flatten()
        .map(|note| view! { <span class="under">{note}</span> })
        .collect();
    view! {
        <tr>
            {box_}
            <th scope="row">
                <a href=by_id(LIST, &row.id) aria-label=tr!(office.open_request, name = row.name.clone())>
                    {row.name.clone()}
                </a>
                <span class="under">{row.email}</span>
            </th>
            <td data-label=tr!(office.column_company)>{row.company}</td>
            <td data-label=tr!(office.column_origin)>{through}</td>
            <td class="when" data-label=tr!(office.column_submitted)>
                <span>{row.submitted}<span class="under">{age}</span>{due}</span>
            </td>
            <td data-label=tr!(office.column_status)><span><StatusBadge status=row.status/>{notes}</span></td>
        </tr>
    }
}

/// The box that chooses a request as it is seen here.
#[component]
fn Box(id: String, version: i64, name: String) -> impl IntoView {
    let state = expect_context::<FormState>();
    let value = format!("{id}.{version}");
    let checked = state.chosen("ids[]", &value);
    view! {
        <input type="checkbox" name="ids[]" value=value checked=checked
            aria-label=tr!(requests.choose_one, name = name)/>
    }
}

#[component]
fn NoRows(
    /// Nobody waits at all.
    nobody: bool,
) -> impl IntoView {
    let (heading, text) = if nobody {
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
