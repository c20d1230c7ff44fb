//! One provider.

use super::{StateBadges, delete::DeleteCard, form::ProviderForm, warnings::Warnings};
use crate::{
    api::{
        ApiError,
        providers::{Addresses, LOGO_PATH, ProviderSettings, RemoveLogo, read_provider},
    },
    office::{
        history::about,
        logo::LogoCard,
        parts::{BackLink, Fact},
        screens::NotFound,
    },
    routes::by_id,
    tr,
    ui::{Load, Notice, Title, found, use_frame},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/office/providers/:id`: staff see a provider's settings; administrators change them.
#[component]
pub fn EditPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let provider = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_provider(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(office.providers_title)/>
        <BackLink href="/office/providers" label=tr!(office.providers_heading)/>
        <Load from=provider show=|provider| match provider {
            Some(settings) => view! { <Page settings/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

#[component]
fn Page(settings: ProviderSettings) -> impl IntoView {
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let saved = use_query_map().with_untracked(|query| query.get("done").is_some());
    let saved = saved.then(|| {
        let text = tr!(office.provider_saved, provider = settings.basics.name.clone());
        view! { <Notice tone="success"><p>{text}" "{tr!(office.provider_check_ok)}</p></Notice> }
    });
    let no_logout = (!settings.global_logout)
        .then(|| view! { <Notice tone="info"><p>{tr!(office.provider_no_logout)}</p></Notice> });
    let whole = about("provider", &settings.id);
    let rehearsal = format!("{}/rehearsal", by_id("/office/providers", &settings.id));
    view! {
        <Title text=settings.basics.name.clone()/>
        <div class="page-head with-action">
            <h1>{settings.basics.name.clone()}</h1>
            <StateBadges enabled=settings.enabled visible=settings.visible/>
        </div>
        <div class="stack">
            {saved}
            <Warnings warnings=settings.warnings.clone()/>
            {no_logout}
            <AddressesCard addresses=settings.addresses.clone()/>
            {administers.then(|| view! {
                <p><a class="button" href=rehearsal>{tr!(identities.rehearsal_open)}</a></p>
            })}
            <ProviderForm settings=settings.clone()/>
            <LogoCard<RemoveLogo> upload=LOGO_PATH id=settings.id.clone() logo=settings.logo.clone()
                none=tr!(office_providers.logo_none) administers/>
            <p><a href=whole>{tr!(history.see_this)}</a></p>
            {administers.then(|| view! { <DeleteCard settings/> })}
        </div>
    }
}

/// What is to be registered at the provider.
#[component]
fn AddressesCard(addresses: Addresses) -> impl IntoView {
    let jwks = addresses.jwks.map(|address| {
        view! {
            <Fact term=tr!(office_providers.jwks)>
                <a href=address.clone() rel="external"><code>{address.clone()}</code></a>
            </Fact>
        }
    });
    view! {
        <section class="card" aria-labelledby="addresses">
            <h2 id="addresses">{tr!(office.provider_addresses)}</h2>
            <dl class="facts">
                <Fact term=tr!(office.provider_redirect_uri)><code>{addresses.redirect}</code></Fact>
                {jwks}
                <Fact term=tr!(office.provider_logout_uri)><code>{addresses.post_logout_redirect}</code></Fact>
            </dl>
        </section>
    }
}
