//! The list of providers.

use super::{StateBadges, switches::Switches};
use crate::{
    api::providers::{ProviderRow, list_providers},
    routes::by_id,
    tr,
    ui::{Empty, Icon, Load, Title, use_frame},
};
use leptos::prelude::*;

/// `/office/providers`: staff see all providers; administrators switch them and add one.
#[component]
pub fn ListPage() -> impl IntoView {
    let providers = Resource::new_blocking(|| (), |()| list_providers());
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    view! {
        <Title text=tr!(office.providers_title)/>
        <div class="page-head with-action">
            <div class="stack tight">
                <h1>{tr!(office.providers_heading)}</h1>
                <p class="lead">{tr!(office.providers_lead)}</p>
            </div>
            {administers.then(|| view! {
                <a class="button primary" href="/office/providers/new"><Icon name="plus"/>{tr!(office.provider_add)}</a>
            })}
        </div>
        <Load from=providers show=|rows| view! { <Rows rows/> }/>
    }
}

#[component]
fn Rows(rows: Vec<ProviderRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(office.providers_empty_heading) text=tr!(office.providers_empty_text)
                    second=true/>
            </div>
        }
        .into_any();
    }
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| view! { <Row row administers/> })
        .collect();
    view! { <ul class="card flush" role="list">{rows}</ul> }.into_any()
}

#[component]
fn Row(row: ProviderRow, administers: bool) -> impl IntoView {
    let initial = row.name.chars().next().map(String::from);
    view! {
        <li class="provider-row">
            <span class="avatar" aria-hidden="true">{initial}</span>
            <div class="provider-what">
                <a href=by_id("/office/providers", &row.id)>{row.name.clone()}</a>
                <code>{row.issuer.clone()}</code>
            </div>
            <StateBadges enabled=row.enabled visible=row.visible/>
            {administers.then(|| view! { <Switches row/> })}
        </li>
    }
}
