//! The list of providers.

use super::{StateBadges, order::OrderButtons, switches::Switches, warnings::Warnings};
use crate::{
    api::providers::{ProviderRow, list_providers},
    routes::by_id,
    tr,
    ui::{Empty, Icon, Load, Logo, Notice, Title, use_frame},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/providers`: staff see all providers; administrators switch them and add one.
#[component]
pub fn ListPage() -> impl IntoView {
    let providers = Resource::new_blocking(|| (), |()| list_providers());
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let deleted =
        use_query_map().with_untracked(|query| query.get("done").is_some_and(|done| done == "deleted"));
    let deleted = deleted.then(|| {
        view! { <Notice tone="success"><p>{tr!(office_providers.deleted)}</p></Notice> }
    });
    view! {
        <Title text=tr!(office.providers_title)/>
        {deleted}
        <div class="page-head with-action">
            <div class="stack tight">
                <h1>{tr!(office.providers_heading)}</h1>
                <p class="lead">{tr!(office.providers_lead)}</p>
                <p><a href="/office/conformance">{tr!(conformance.title)}</a></p>
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
    let last = rows.len() - 1;
    let row = |(at, row)| view! { <Row row administers first={at == 0} last={at == last}/> };
    let rows: Vec<_> = rows.into_iter().enumerate().map(row).collect();
    view! { <ul class="card flush" role="list">{rows}</ul> }.into_any()
}

#[component]
fn Row(row: ProviderRow, administers: bool, first: bool, last: bool) -> impl IntoView {
    view! {
        <li class="provider-row">
            <Logo name=row.name.clone() logo=row.logo.clone()/>
            <div class="provider-what">
                <a href=by_id("/office/providers", &row.id)>{row.name.clone()}</a>
                <code>{row.issuer.clone()}</code>
                <Warnings warnings=row.warnings.clone()/>
            </div>
            <StateBadges enabled=row.enabled visible=row.visible/>
            {administers.then(|| view! {
                <div class="provider-actions cluster">
                    <OrderButtons row=row.clone() first last/>
                    <Switches row/>
                </div>
            })}
        </li>
    }
}
