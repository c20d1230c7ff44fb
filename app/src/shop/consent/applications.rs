use super::parts::{OwnPage, scope_words};
use crate::{
    api::consent::{Application, Revoke, list_applications},
    shop::{account::AccountFrame, query},
    tr,
    ui::{Empty, Form, Hidden, Icon, Load, Notice, SubmitButton, Title},
};
use leptos::prelude::*;

/// `/account/applications`: a customer sees what clients may know of them, and takes it back. `done` tells that it was.
#[component]
pub(crate) fn ApplicationsPage() -> impl IntoView {
    let applications = Resource::new_blocking(|| (), |()| list_applications());
    let done = query("done").map(|_| view! { <Notice tone="success"><p>{tr!(consent.revoked)}</p></Notice> });
    view! {
        <Title text=tr!(consent.applications_title)/>
        <AccountFrame current="/account/applications">
            <div class="stack">
                {done}
                <div class="page-head">
                    <h1>{tr!(consent.applications_title)}</h1>
                    <p class="lead">{tr!(consent.applications_lead)}</p>
                </div>
                <Load from=applications show=|applications| view! { <Applications applications/> }/>
            </div>
        </AccountFrame>
    }
}

#[component]
fn Applications(applications: Vec<Application>) -> impl IntoView {
    if applications.is_empty() {
        let (heading, text) = (tr!(consent.none_heading), tr!(consent.none_text));
        return view! { <div class="card"><Empty picture="empty" heading text second=true/></div> }
            .into_any();
    }
    let rows = applications
        .into_iter()
        .map(|application| view! { <Row application/> })
        .collect_view();
    view! { <div class="card flush"><ul class="devices" role="list">{rows}</ul></div> }.into_any()
}

#[component]
fn Row(application: Application) -> impl IntoView {
    let Application {
        id,
        name,
        policy,
        scopes,
        since,
        last,
    } = application;
    let scopes: Vec<_> = scopes.into_iter().map(scope_words).collect();
    let last = last.map(|last| view! { <span>{tr!(consent.last, date = last)}</span> });
    let policy = policy.map(|href| view! { <span><OwnPage href label=tr!(common.privacy)/></span> });
    let about = name.clone();
    view! {
        <li>
            <Icon name="apps"/>
            <div>
                <strong><bdi>{name}</bdi></strong>
                <span>{scopes.join(" · ")}</span>
                <span>{tr!(consent.since, date = since)}</span>
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
