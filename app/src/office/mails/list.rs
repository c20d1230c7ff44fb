//! The list of mails.

use super::{
    search::{PATH, SearchForm, asked, beginning},
    words::{MailBadge, meaning_text, template_name},
};
use crate::{
    api::mails::{MailList, MailRow, list_mails},
    office::parts::{PageHead, Pager},
    routes::by_id,
    tr,
    ui::{Empty, Load, Title},
};
use leptos::prelude::*;

/// `/office/mails?status=&kind=&to=&day=&after=`: staff see what became of the mails.
#[component]
pub fn ListPage() -> impl IntoView {
    let list = Resource::new_blocking(asked, list_mails);
    view! {
        <Title text=tr!(mails.title)/>
        <PageHead heading=tr!(mails.title) lead=tr!(mails.lead)/>
        <Load from=list show=|list| view! { <Found list/> }/>
    }
}

#[component]
fn Found(list: MailList) -> impl IntoView {
    let filter = untrack(asked);
    let (base, later) = (beginning(&filter), filter.after.is_some());
    let MailList {
        rows,
        next,
        counts,
        kinds,
        faults,
    } = list;
    let shown = if rows.is_empty() {
        view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(mails.empty_heading) text=tr!(mails.empty_text) second=true/>
            </div>
        }
        .into_any()
    } else {
        view! { <Rows rows/> }.into_any()
    };
    view! {
        <div class="stack">
            <SearchForm filter counts kinds faults/>
            {shown}
            <Pager base key="after" later next first_label=tr!(office.first_page) next_label=tr!(common.next_page)/>
        </div>
    }
}

#[component]
fn Rows(rows: Vec<MailRow>) -> impl IntoView {
    let rows: Vec<_> = rows.into_iter().map(|row| view! { <Row row/> }).collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(customers.mail_what)}</th>
                        <th scope="col">{tr!(customers.mail_written)}</th>
                        <th scope="col">{tr!(mails.attempts)}</th>
                        <th scope="col">{tr!(office.column_status)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: MailRow) -> impl IntoView {
    let what = template_name(row.template);
    let next_try = row
        .next_try
        .filter(|_| row.attempts > 0)
        .map(|at| view! { <span class="under">{tr!(mails.next_try)}": "{at}</span> });
    let meaning = row
        .meaning
        .map(|meaning| view! { <span class="under">{meaning_text(meaning)}</span> });
    let label = tr!(mails.open, what = what.clone(), to = row.to.clone());
    view! {
        <tr>
            <th scope="row">
                <a href=by_id(PATH, &row.id) aria-label=label>{what}</a>
                <span class="under">{row.to}</span>
            </th>
            <td class="when" data-label=tr!(customers.mail_written)>{row.written}</td>
            <td data-label=tr!(mails.attempts)><span>{row.attempts}{next_try}</span></td>
            <td data-label=tr!(office.column_status)><span><MailBadge status=row.status/>{meaning}</span></td>
        </tr>
    }
}
