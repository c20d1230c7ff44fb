//! The question that the history answers.

use super::words::{action, kind_name};
use crate::{
    api::settings::{HistoryFilter, HistoryList, Thing},
    office::filter::{Choice, Line, address, fault_of},
    routes::with,
    tr,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The history's own path.
pub const PATH: &str = "/office/history";

/// What this page's address asks for; what is empty asks for nothing.
pub fn asked() -> HistoryFilter {
    use_query_map().with(|query| {
        let named = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
        HistoryFilter {
            who: named("who"),
            about: named("about"),
            what: named("what"),
            from: named("from"),
            to: named("to"),
            before: named("before"),
        }
    })
}

/// The history of one thing: its kind and its id.
pub fn about(kind: &str, id: &str) -> String {
    with(PATH, "about", &one(kind, id))
}

/// How the address names one thing.
fn one(kind: &str, id: &str) -> String {
    format!("{kind}/{id}")
}

/// The address of the first page of this list.
pub fn beginning(filter: &HistoryFilter) -> String {
    let asked = [
        ("who", &filter.who),
        ("about", &filter.about),
        ("what", &filter.what),
        ("from", &filter.from),
        ("to", &filter.to),
    ];
    address(PATH, &asked)
}

/// Who, to what, what, and when.
#[component]
pub fn SearchForm(filter: HistoryFilter, list: HistoryList) -> impl IntoView {
    let asked = filter != HistoryFilter::default();
    let HistoryList {
        actors,
        actions,
        kinds,
        thing,
        faults,
        ..
    } = list;
    let mut people = vec![
        ("staff".to_owned(), tr!(history.any_staff).to_owned()),
        ("customer".to_owned(), tr!(history.any_customer).to_owned()),
        ("visitor".to_owned(), tr!(office.history_nobody).to_owned()),
        ("system".to_owned(), tr!(history.program).to_owned()),
    ];
    people.extend(actors);
    let mut kinds = named(kinds, kind_name);
    kinds.extend(thing.map(|Thing { kind, id, name }| {
        let value = one(&kind, &id);
        (value, format!("{}: {name}", kind_name(kind)))
    }));
    let actions = named(actions, action);
    view! {
        <form class="search many" role="search" action=PATH>
            <Choice name="who" label=tr!(office.history_who) options=people chosen=filter.who/>
            <Choice name="about" label=tr!(history.about) options=kinds chosen=filter.about/>
            <Choice name="what" label=tr!(office.history_what) options=actions chosen=filter.what/>
            <Line name="from" label=tr!(history.from_day) kind="date" value=filter.from fault=fault_of(&faults, "from")/>
            <Line name="to" label=tr!(history.to_day) kind="date" value=filter.to fault=fault_of(&faults, "to")/>
            <div class="cluster">
                <button class="button primary">{tr!(customers.search_submit)}</button>
                {asked.then(|| view! { <a class="button quiet" href=PATH>{tr!(customers.reset)}</a> })}
            </div>
        </form>
    }
}

/// Stored names with their words, by the words.
fn named(names: Vec<String>, words: fn(String) -> String) -> Vec<(String, String)> {
    let mut named: Vec<_> = names
        .into_iter()
        .map(|name| (name.clone(), words(name)))
        .collect();
    named.sort_by(|(_, one), (_, other)| one.cmp(other));
    named
}
