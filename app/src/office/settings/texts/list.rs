use super::{
    super::sections::{SettingsSection, read_only},
    name,
};
use crate::{
    api::texts::{Text, list_texts},
    tr,
    ui::{Load, Notice},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/settings/texts`: staff see every version of the shop's texts; administrators prepare the next one.
#[component]
pub fn TextsPage() -> impl IntoView {
    let texts = Resource::new_blocking(|| (), |()| list_texts());
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let told = done.map(|done| match done.as_str() {
        "discarded" => tr!(texts.discarded),
        _ => tr!(texts.published),
    });
    view! {
        <SettingsSection path="/office/settings/texts" lead=tr!(texts.lead)>
            {told.map(|text| view! { <Notice tone="success"><p>{text}</p></Notice> })}
            <Load from=texts show=|texts| view! { <Texts texts/> }/>
        </SettingsSection>
    }
}

#[component]
fn Texts(texts: Vec<Text>) -> impl IntoView {
    let administers = !read_only();
    let cards = texts
        .into_iter()
        .map(|text| view! { <Card text administers/> })
        .collect_view();
    view! { <div class="stack">{cards}</div> }
}

#[component]
fn Card(text: Text, administers: bool) -> impl IntoView {
    let Text {
        kind,
        versions,
        drafted,
    } = text;
    let word = kind.as_str();
    let action = if drafted {
        tr!(texts.go_on)
    } else {
        tr!(texts.prepare)
    };
    let versions = versions.into_iter().map(|version| {
        let href = format!("/{word}?version={}", version.version);
        let text = tr!(
            shop.version_published,
            version = version.version,
            date = version.published
        );
        view! { <li><a href=href target="_blank" rel="external noopener">{text}</a></li> }
    });
    view! {
        <section class="card stack" aria-labelledby=word>
            <h2 id=word>{name(kind)}</h2>
            <ul role="list">{versions.collect_view()}</ul>
            {administers.then(|| view! {
                <p><a class="button" href=format!("/office/settings/texts/{word}")>
                    {action}<span class="visually-hidden">": " {name(kind)}</span>
                </a></p>
            })}
        </section>
    }
}
