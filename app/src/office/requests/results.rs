//! What became of several requests that were decided together.

use super::filter::LIST;
use crate::{
    api::approvals::{ResultRow, RowResult, Together, read_results},
    office::parts::{BackLink, PageHead},
    routes::by_id,
    tr,
    ui::{Load, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/requests/results?at=&ids=`: one line for each request, read from the request as it stands now.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let results = Resource::new_blocking(asked, read_results);
    view! {
        <Title text=tr!(requests.results_heading)/>
        <BackLink href=LIST label=tr!(office.requests_heading)/>
        <PageHead heading=tr!(requests.results_heading) lead=tr!(requests.results_lead)/>
        <Load from=results show=|rows| view! { <Rows rows/> }/>
    }
}

fn asked() -> Together {
    use_query_map().with(|query| Together {
        ids: query.get("ids").unwrap_or_default(),
        at: query.get("at").and_then(|at| at.parse().ok()).unwrap_or_default(),
    })
}

#[component]
fn Rows(rows: Vec<ResultRow>) -> impl IntoView {
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(office.column_person)}</th>
                        <th scope="col">{tr!(requests.result)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: ResultRow) -> impl IntoView {
    let (tone, text) = match row.result {
        RowResult::Approved => ("success", tr!(office.status_approved).to_owned()),
        RowResult::Rejected => ("danger", tr!(office.status_rejected).to_owned()),
        RowResult::Before { by, at } => ("warning", tr!(requests.result_before, name = by, date = at)),
        RowResult::Withdrawn { at } => ("warning", tr!(requests.result_withdrawn, date = at)),
        RowResult::Expired { at } => ("warning", tr!(requests.result_expired, date = at)),
        RowResult::Unproven => ("warning", tr!(requests.result_unproven).to_owned()),
        RowResult::Waiting => ("warning", tr!(requests.result_waiting).to_owned()),
    };
    view! {
        <tr>
            <th scope="row"><a href=by_id(LIST, &row.id)>{row.name}</a></th>
            <td data-label=tr!(requests.result)><span class=format!("badge {tone}")>{text}</span></td>
        </tr>
    }
}
