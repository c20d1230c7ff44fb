//! The shop's own texts: terms of use, privacy notice, imprint.

use super::screens::NotFound;
use crate::{
    api::shop::{LegalText, TextBlock, TextKind, read_text},
    tr,
    ui::{Load, Title, found},
};
use leptos::prelude::*;

/// `/terms`: what a customer agrees to.
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
    let text = Resource::new_blocking(move || kind, async |kind| found(read_text(kind).await));
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
        published,
        blocks,
    } = text;
    let blocks = blocks.into_iter().map(|block| match block {
        TextBlock::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        TextBlock::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        TextBlock::List(items) => {
            let items = items
                .into_iter()
                .map(|item| view! { <li>{item}</li> })
                .collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    });
    view! {
        <Title text=title.clone()/>
        <article class="prose">
            <h1>{title}</h1>
            {blocks.collect_view()}
            <p class="version">{tr!(shop.version_published, version = version, date = published)}</p>
        </article>
    }
}
