//! One application.

use super::{
    StateBadge,
    danger::DangerZone,
    form::ClientFields,
    logouts::Logouts,
    secrets::{NewSecret, Secrets},
};
use crate::{
    api::{
        ApiError,
        clients::{ClientDetail, LOGO_PATH, RemoveLogo, read_client},
    },
    office::{
        history::about,
        logo::LogoCard,
        parts::{BackLink, Fact},
        screens::NotFound,
    },
    tr,
    ui::{Load, Notice, Title, found, use_frame},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/office/clients/:id`: staff see an application's settings; administrators change them.
#[component]
pub fn EditPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let client = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_client(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(clients.title)/>
        <BackLink href="/office/clients" label=tr!(clients.title)/>
        <Load from=client show=|client| match client {
            Some(client) => view! { <Page client/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

#[component]
fn Page(client: ClientDetail) -> impl IntoView {
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let (id, version, active, agreed) = (client.id.clone(), client.version, client.active, client.agreed);
    let name = client.form.name.clone();
    let new_secret = client
        .new_secret
        .clone()
        .map(|secret| view! { <NewSecret id=id.clone() secret/> });
    view! {
        <Title text=name.clone()/>
        <div class="page-head with-action"><h1>{name.clone()}</h1><StateBadge active/></div>
        <div class="stack">
            <Done name=name.clone()/>
            {new_secret}
            <ToEnter client=client.clone()/>
            <ClientFields form=client.form.clone() of=(id.clone(), version)/>
            <LogoCard<RemoveLogo> upload=LOGO_PATH id=id.clone() logo=client.logo.clone() none=tr!(clients.logo_none)
                administers/>
            <Logouts logouts=client.logouts.clone()/>
            <Secrets client administers/>
            <p><a href=about("client", &id)>{tr!(history.see_this)}</a></p>
            {administers.then(|| view! { <DangerZone id version name active agreed/> })}
        </div>
    }
}

/// What was done just now.
#[component]
fn Done(name: String) -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref()? {
        "saved" => tr!(clients.saved, client = name),
        "on" => tr!(clients.switched_on, client = name),
        "off" => tr!(clients.switched_off, client = name),
        _ => return None,
    };
    Some(view! { <Notice tone="success"><p>{text}</p></Notice> })
}

/// What the application has to know of us; one click selects it.
#[component]
fn ToEnter(client: ClientDetail) -> impl IntoView {
    let last_used = client.last_used.unwrap_or_else(|| tr!(clients.never).to_owned());
    view! {
        <section class="card" aria-labelledby="to-enter">
            <h2 id="to-enter">{tr!(clients.to_enter)}</h2>
            <dl class="facts copyable">
                <Fact term="client_id"><code>{client.id}</code></Fact>
                <Fact term=tr!(clients.issuer)><code>{client.issuer}</code></Fact>
                <Fact term=tr!(clients.discovery)><code>{client.discovery}</code></Fact>
                <Fact term=tr!(clients.last_used)>{last_used}</Fact>
            </dl>
            <Endpoints endpoints=client.endpoints/>
        </section>
    }
}

/// The addresses that the discovery document holds, for software that does not read it.
#[component]
fn Endpoints(endpoints: Vec<(String, String)>) -> impl IntoView {
    let rows = endpoints.into_iter().map(
        |(name, address)| view! { <div><dt><code>{name}</code></dt><dd><code>{address}</code></dd></div> },
    );
    view! {
        <details class="disclosure">
            <summary class="button quiet">{tr!(clients.endpoints)}</summary>
            <dl class="facts copyable">{rows.collect_view()}</dl>
        </details>
    }
}
