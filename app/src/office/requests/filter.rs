//! What of the queue is looked at: in the address of the page, so that it can be kept, sent and gone back to.

use super::status::status_text;
use crate::{api::approvals::Filter, routes::encode, tr};
use domain::{approvals::Status, registration::Entry};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The queue's own path.
pub const LIST: &str = "/office/requests";

/// What this page's address asks for. An empty field of the form asks for nothing.
pub fn asked() -> Filter {
    use_query_map().with(|query| {
        let text = |name| query.get(name).filter(|text| !text.is_empty());
        Filter {
            show: text("show"),
            q: text("q"),
            entry: text("entry"),
            provider: text("provider"),
            age: text("age").and_then(|days| days.parse().ok()),
            proven: text("proven"),
            mine: text("mine"),
            sort: text("sort"),
            after: text("after"),
        }
    })
}

/// The address of the first page of what a filter asks for.
pub fn address(filter: &Filter) -> String {
    let fields = [
        ("show", filter.show.clone()),
        ("q", filter.q.clone()),
        ("entry", filter.entry.clone()),
        ("provider", filter.provider.clone()),
        ("age", filter.age.map(|days| days.to_string())),
        ("proven", filter.proven.clone()),
        ("mine", filter.mine.clone()),
        ("sort", filter.sort.clone()),
    ];
    let pairs: Vec<_> = fields
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={}", encode(&value))))
        .collect();
    if pairs.is_empty() {
        LIST.to_owned()
    } else {
        format!("{LIST}?{}", pairs.join("&"))
    }
}

/// Whether a condition is asked for that stands behind the button.
fn has_conditions(filter: &Filter) -> bool {
    let without = Filter {
        q: filter.q.clone(),
        after: filter.after.clone(),
        sort: None,
        ..whole_list(filter)
    };
    *filter != without
}

/// Whether less than a list from its beginning is asked for.
pub fn is_narrowed(filter: &Filter) -> bool {
    *filter != whole_list(filter)
}

fn whole_list(filter: &Filter) -> Filter {
    Filter {
        show: filter.show.clone(),
        sort: filter.sort.clone(),
        ..Filter::default()
    }
}

/// The search and, behind a button, further conditions. A plain form: its answer is a page of its own.
#[component]
pub fn Search(filter: Filter, providers: Vec<(String, String)>) -> impl IntoView {
    let open = has_conditions(&filter);
    let narrowed = open || filter.q.is_some();
    let all = filter
        .show
        .clone()
        .map_or_else(|| LIST.to_owned(), |show| format!("{LIST}?show={show}"));
    let clear = narrowed.then(|| view! { <a class="button" href=all>{tr!(requests.clear)}</a> });
    view! {
        <form method="get" action=LIST class="form card request-search" role="search">
            <div class="field">
                <label for="search-q">{tr!(requests.search)}</label>
                <p class="hint" id="hint-q">{tr!(requests.search_hint)}</p>
                <div class="search-line">
                    <input class="input" id="search-q" type="search" name="q" maxlength="200" autocomplete="off"
                        aria-describedby="hint-q" value=filter.q.clone()/>
                    <button class="button primary">{tr!(requests.search_submit)}</button>
                    {clear}
                </div>
            </div>
            <details class="disclosure" open=open>
                <summary class="button small">{tr!(requests.more_filters)}</summary>
                <div class="filter-fields"><Conditions filter providers/></div>
            </details>
        </form>
    }
}

#[component]
fn Conditions(filter: Filter, providers: Vec<(String, String)>) -> impl IntoView {
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let any = || pair("", tr!(requests.any));
    let mut shown = vec![
        pair("decided", tr!(office.filter_decided)),
        pair("all", tr!(requests.filter_all)),
    ];
    shown.splice(
        0..0,
        Status::ALL.iter().map(|it| pair(it.as_str(), status_text(*it))),
    );
    let entries = [
        any(),
        pair(Entry::Form.as_str(), tr!(office.origin_form)),
        pair(
            Entry::FormWithoutPassword.as_str(),
            tr!(requests.origin_without_password),
        ),
        pair(Entry::Provider.as_str(), tr!(requests.origin_provider)),
    ];
    let mut through = vec![any()];
    through.extend(providers);
    let ages = ["1", "3", "7", "30"].map(|days| (days.to_owned(), tr!(requests.days, count = days)));
    let mut older = vec![any()];
    older.extend(ages);
    let proven = vec![any(), pair("yes", tr!(common.yes)), pair("no", tr!(common.no))];
    let sorts = vec![
        any(),
        pair("oldest", tr!(requests.sort_oldest)),
        pair("newest", tr!(requests.sort_newest)),
    ];
    let show = filter.show.unwrap_or_else(|| Status::Waiting.as_str().to_owned());
    view! {
        <Choice name="show" label=tr!(office.column_status) options=shown value=show/>
        <Choice name="entry" label=tr!(office.column_origin) options=entries.to_vec()
            value=filter.entry.unwrap_or_default()/>
        <Choice name="provider" label=tr!(requests.provider) options=through value=filter.provider.unwrap_or_default()/>
        <Choice name="age" label=tr!(requests.older_than) options=older
            value=filter.age.map(|days| days.to_string()).unwrap_or_default()/>
        <Choice name="proven" label=tr!(requests.proven) options=proven value=filter.proven.unwrap_or_default()/>
        <Choice name="sort" label=tr!(requests.sort) options=sorts value=filter.sort.unwrap_or_default()/>
        <div class="check">
            <input id="search-mine" type="checkbox" name="mine" value="yes" checked=filter.mine.is_some()/>
            <label for="search-mine">{tr!(requests.mine)}</label>
        </div>
    }
}

/// One of several values, in a form that asks a question and sends nothing.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    value: String,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, label)| {
            let selected = option == value;
            view! { <option value=option selected=selected>{label}</option> }
        })
        .collect();
    let id = format!("search-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id name=name>{options}</select>
        </div>
    }
}
