//! Who did what.

mod entries;
mod search;
mod words;

pub use entries::Entries;
pub use search::about;

use crate::{
    api::settings::{HistoryList, read_history},
    office::parts::{PageHead, Pager},
    tr,
    ui::{Load, Title},
};
use leptos::prelude::*;
use search::{SearchForm, asked, beginning};

/// `/office/history?who=&about=&what=&from=&to=&before=`: staff see who changed what, the newest first.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let history = Resource::new_blocking(asked, read_history);
    view! {
        <Title text=tr!(office.history_title)/>
        <PageHead heading=tr!(office.history_heading) lead=tr!(office.history_lead)/>
        <Load from=history show=|list| view! { <Found list/> }/>
    }
}

#[component]
fn Found(list: HistoryList) -> impl IntoView {
    let filter = untrack(asked);
    let (base, later) = (beginning(&filter), filter.before.is_some());
    let page = list.page.clone();
    view! {
        <div class="stack">
            <SearchForm filter list/>
            <Entries rows=page.rows/>
            <Pager base key="before" later next=page.older first_label=tr!(office.history_newest)
                next_label=tr!(office.history_older)/>
        </div>
    }
}
