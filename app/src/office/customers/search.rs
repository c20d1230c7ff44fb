//! The question that the list answers: a form that goes by GET, so that its answer has an address.

use super::status::status_name;
use crate::{api::customers::CustomerFilter, office::filter::Choice, tr};
use domain::customers::CustomerStatus;
use leptos::prelude::*;

/// The statuses that staff look for; nobody looks for who is erased.
const STATUSES: [CustomerStatus; 5] = [
    CustomerStatus::Active,
    CustomerStatus::Unproven,
    CustomerStatus::Waiting,
    CustomerStatus::Rejected,
    CustomerStatus::Disabled,
];

/// Words, status and provider to ask for.
#[component]
pub fn SearchForm(
    filter: CustomerFilter,
    /// Slug and name of each provider.
    providers: Vec<(String, String)>,
) -> impl IntoView {
    let statuses = STATUSES.map(|status| (status.as_str().to_owned(), status_name(status).to_owned()));
    let asked = filter != CustomerFilter::default();
    let provider = (!providers.is_empty()).then(|| {
        view! { <Choice name="provider" label=tr!(customers.filter_provider) options=providers chosen=filter.provider/> }
    });
    view! {
        <form class="search" role="search" action="/office/customers">
            <div class="field">
                <label for="search-q">{tr!(customers.search)}</label>
                <p class="hint" id="search-hint">{tr!(customers.search_hint)}</p>
                <input class="input" id="search-q" name="q" type="search" value=filter.q autocomplete="off"
                    maxlength="200" aria-describedby="search-hint"/>
            </div>
            <Choice name="status" label=tr!(customers.filter_status) options=statuses.to_vec() chosen=filter.status/>
            {provider}
            <div class="cluster">
                <button class="button primary">{tr!(customers.search_submit)}</button>
                {asked.then(|| view! { <a class="button quiet" href="/office/customers">{tr!(customers.reset)}</a> })}
            </div>
        </form>
    }
}
