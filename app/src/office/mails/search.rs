//! The question that the list answers.

use super::words::{status_name, template_name};
use crate::{
    api::mails::{MailCounts, MailFilter},
    office::filter::{Choice, Line, address, fault_of},
    tr,
};
use domain::{mails::Status, values::Fault};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The list's own path.
pub const PATH: &str = "/office/mails";

/// What this page's address asks for; what is empty asks for nothing.
pub fn asked() -> MailFilter {
    use_query_map().with(|query| {
        let named = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
        MailFilter {
            status: named("status"),
            kind: named("kind"),
            to: named("to"),
            day: named("day"),
            after: named("after"),
        }
    })
}

/// The address of the first page of this list.
pub fn beginning(filter: &MailFilter) -> String {
    let asked = [
        ("status", &filter.status),
        ("kind", &filter.kind),
        ("to", &filter.to),
        ("day", &filter.day),
    ];
    address(PATH, &asked)
}

/// State, kind, recipient and day to ask for; each state tells how many mails there are.
#[component]
pub fn SearchForm(
    filter: MailFilter,
    counts: MailCounts,
    /// Names of the templates.
    kinds: Vec<String>,
    /// What can't be looked for.
    faults: Vec<(String, Fault)>,
) -> impl IntoView {
    let statuses = Status::ALL.iter().map(|status| {
        let words = format!("{} ({})", status_name(*status), counted(counts, *status));
        (status.to_string(), words)
    });
    let mut kinds: Vec<_> = kinds
        .into_iter()
        .map(|kind| (kind.clone(), template_name(kind)))
        .collect();
    kinds.sort_by(|(_, one), (_, other)| one.cmp(other));
    let asked = filter != MailFilter::default();
    view! {
        <form class="search many" role="search" action=PATH>
            <Choice name="status" label=tr!(office.column_status) options=statuses.collect() chosen=filter.status/>
            <Choice name="kind" label=tr!(mails.filter_kind) options=kinds chosen=filter.kind/>
            <Line name="to" label=tr!(mails.filter_to) kind="email" value=filter.to fault=fault_of(&faults, "to")/>
            <Line name="day" label=tr!(mails.filter_day) kind="date" value=filter.day fault=fault_of(&faults, "day")/>
            <div class="cluster">
                <button class="button primary">{tr!(customers.search_submit)}</button>
                {asked.then(|| view! { <a class="button quiet" href=PATH>{tr!(customers.reset)}</a> })}
            </div>
        </form>
    }
}

/// How many there are, as far as anybody counts.
fn counted(counts: MailCounts, status: Status) -> String {
    let count = match status {
        Status::Queued => counts.queued,
        Status::Sent => counts.sent,
        Status::Failed => counts.failed,
    };
    if count > counts.most {
        tr!(mails.more_than, count = counts.most)
    } else {
        count.to_string()
    }
}
