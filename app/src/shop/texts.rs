//! The shop's own texts: terms of use, privacy notice, imprint.

use super::{query, screens::NotFound};
use crate::{
    api::shop::{LegalText, TextKind, read_text},
    tr,
    ui::{Blocks, Load, Notice, Title, found},
};
use leptos::prelude::*;

/// `/terms`: what a customer agrees to. `version` names an earlier version, as for the other texts.
#[component]
pub(crate) fn TermsPage() -> impl IntoView {
    view! { <TextPage kind=TextKind::Terms/> }
}

/// `/privacy`: what the shop keeps about a person, and why.
#[component]
pub(crate) fn PrivacyPage() -> impl IntoView {
    view! { <TextPage kind=TextKind::Privacy/> }
}

/// `/imprint`: who runs the shop.
#[component]
pub(crate) fn ImprintPage() -> impl IntoView {
    view! { <TextPage kind=TextKind::Imprint/> }
}

#[component]
fn TextPage(kind: TextKind) -> impl IntoView {
    let version = query("version").map(|version| version.parse().unwrap_or(0));
    let text = Resource::new_blocking(
        move || (kind, version),
        async |(kind, version)| found(read_text(kind, version).await),
    );
    view! { <Load from=text show/> }
}

fn show(text: Option<LegalText>) -> AnyView {
    match text {
        Some(text) => view! { <div class="page narrow"><Text text/></div> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Text(text: LegalText) -> impl IntoView {
    let LegalText {
        title,
        version,
        superseded,
        published,
        blocks,
    } = text;
    let superseded = superseded.then(|| {
        view! { <Notice tone="warning"><p>{tr!(shop.version_superseded)}</p></Notice> }
    });
    view! {
        <Title text=title.clone()/>
        <article class="prose">
            <h1>{title}</h1>
            {superseded}
            <Blocks blocks/>
            <p class="version">{tr!(shop.version_published, version = version, date = published)}</p>
        </article>
    }
}
