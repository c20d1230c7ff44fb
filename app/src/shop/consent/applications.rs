use super::parts::{OwnPage, scope_words};
use crate::{
    api::consent::{Application, Applications, Revoke, list_applications},
    shop::{account::AccountFrame, query},
    tr,
    ui::{Empty, Form, Hidden, Load, Logo, NAME, Named, Notice, SubmitButton, Title, use_frame},
};
use leptos::prelude::*;

/// `/account/applications`: a customer sees what clients may know of them, and removes their access. `done` tells that
/// it was, `client` whose.
#[component]
pub(crate) fn ApplicationsPage() -> impl IntoView {
    let removed = query("done").and_then(|_| query("client"));
    let applications = Resource::new_blocking(move || removed.clone(), list_applications);
    view! {
        <Title text=tr!(consent.applications_title)/>
        <AccountFrame current="/account/applications">
            <div class="stack">
                <div class="page-head">
                    <h1>{tr!(consent.applications_title)}</h1>
                    <p class="lead">{tr!(consent.applications_lead)}</p>
                </div>
                <Load from=applications show=|page| view! { <Shown page/> }/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Shown(page: Applications) -> impl IntoView {
    let Applications { list, removed } = page;
    let sentence = tr!(consent.revoked, client = NAME).to_string();
    let removed = removed.map(|name| {
        view! { <Notice tone="success"><p><Named sentence name/></p></Notice> }
    });
    let list = match list.is_empty() {
        true => {
            let (heading, text) = (tr!(consent.none_heading), tr!(consent.none_text));
            view! { <div class="card"><Empty picture="empty" heading text second=true/></div> }.into_any()
        }
        false => {
            let rows = list.into_iter().map(|application| view! { <Row application/> });
            let rows = rows.collect_view();
            view! { <div class="card flush"><ul class="devices" role="list">{rows}</ul></div> }.into_any()
        }
    };
    view! { {removed} {list} }
}

#[component]
fn Row(application: Application) -> impl IntoView {
    let Application {
        id,
        name,
        logo,
        policy,
        trusted,
        scopes,
        since,
        last,
    } = application;
    let scopes: Vec<_> = scopes.into_iter().map(scope_words).collect();
    let shop = use_frame().shop_name;
    let trusted = trusted.then(|| view! { <span>{tr!(consent.own, shop = shop)}</span> });
    let since = since.map(|since| view! { <span>{tr!(consent.since, date = since)}</span> });
    let last = last.map(|last| view! { <span>{tr!(consent.last, date = last)}</span> });
    let policy = policy.map(|href| view! { <span><OwnPage href label=tr!(common.privacy)/></span> });
    let about = name.clone();
    view! {
        <li>
            <Logo name=name.clone() logo/>
            <div>
                <strong><bdi>{name}</bdi></strong>
                <span>{scopes.join(" · ")}</span>
                {trusted}
                {since}
                {last}
                {policy}
            </div>
            <Form<Revoke> only=("client", id.clone())>
                <Hidden name="client" value=id/>
                <SubmitButton label=tr!(consent.revoke) class="small" about/>
            </Form<Revoke>>
        </li>
    }
}
