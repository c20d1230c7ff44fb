//! The list of customers.

use super::{search::SearchForm, status::CustomerBadge};
use crate::{
    api::customers::{CustomerFilter, CustomerList, CustomerRow, list_customers},
    office::parts::{PageHead, Pager},
    routes::{by_id, encode},
    tr,
    ui::{Empty, Load, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/customers?q=&status=&provider=&after=`: staff find a customer and open the page.
#[component]
pub fn ListPage() -> impl IntoView {
    let list = Resource::new_blocking(asked, list_customers);
    view! {
        <Title text=tr!(customers.title)/>
        <PageHead heading=tr!(customers.heading) lead=tr!(customers.lead)/>
        <Load from=list show=|list| view! { <Found list/> }/>
    }
}

/// What this page's address asks for; what is empty asks for nothing.
fn asked() -> CustomerFilter {
    use_query_map().with(|query| {
        let named = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
        CustomerFilter {
            q: named("q"),
            status: named("status"),
            provider: named("provider"),
            after: named("after"),
        }
    })
}

/// The address of the first page of this list.
fn beginning(filter: &CustomerFilter) -> String {
    let parts = [
        ("q", &filter.q),
        ("status", &filter.status),
        ("provider", &filter.provider),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", encode(value.as_ref()?))))
        .collect();
    if parts.is_empty() {
        "/office/customers".to_owned()
    } else {
        format!("/office/customers?{}", parts.join("&"))
    }
}

#[component]
fn Found(list: CustomerList) -> impl IntoView {
    let filter = untrack(asked);
    let (base, later) = (beginning(&filter), filter.after.is_some());
    let CustomerList {
        rows,
        next,
        providers,
    } = list;
    let shown = if rows.is_empty() {
        view! { <Nobody goes_on=next.is_some()/> }.into_any()
    } else {
        view! { <Rows rows/> }.into_any()
    };
    view! {
        <div class="stack">
            <SearchForm filter providers/>
            {shown}
            <Pager base key="after" later next first_label=tr!(office.first_page) next_label=tr!(common.next_page)/>
        </div>
    }
}

/// Customers as a table.
#[component]
pub fn Rows(rows: Vec<CustomerRow>) -> impl IntoView {
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(office.column_person)}</th>
                        <th scope="col">{tr!(customers.column_number)}</th>
                        <th scope="col">{tr!(customers.column_account)}</th>
                        <th scope="col">{tr!(customers.column_since)}</th>
                        <th scope="col">{tr!(office.column_status)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: CustomerRow) -> impl IntoView {
    let account = row
        .account
        .map(|(code, name)| view! { {name}<span class="under">{code}</span> });
    view! {
        <tr>
            <th scope="row">
                <a href=by_id("/office/customers", &row.id) aria-label=tr!(customers.open, name = row.name.clone())>
                    {row.name.clone()}
                </a>
                <span class="under">{row.email}</span>
            </th>
            <td data-label=tr!(customers.column_number)>{row.number}</td>
            <td data-label=tr!(customers.column_account)><span>{account}</span></td>
            <td class="when" data-label=tr!(customers.column_since)>{row.since}</td>
            <td data-label=tr!(office.column_status)><CustomerBadge status=row.status/></td>
        </tr>
    }
}

/// Nobody on this page; on the next one perhaps, since a page looks at so many entries only.
#[component]
fn Nobody(goes_on: bool) -> impl IntoView {
    let (heading, text) = if goes_on {
        (tr!(customers.goes_on_heading), tr!(customers.goes_on_text))
    } else {
        (tr!(customers.empty_heading), tr!(customers.empty_text))
    };
    view! {
        <div class="card">
            <Empty picture="empty" heading text second=true/>
        </div>
    }
}
