use super::{kind, name};
use crate::{
    api::{
        ApiError,
        shop::TextKind,
        texts::{Draft, PublishDraft, read_draft},
    },
    office::{parts::BackLink, settings::sections::read_only},
    tr,
    ui::{Blocks, Form, Hidden, Load, Notice, SubmitButton, Title},
};
use leptos::prelude::*;

/// `/office/settings/texts/:kind/preview`: an administrator looks at the next version, and publishes it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let draft = Resource::new_blocking(kind, async |kind| match kind {
        Some(kind) => drafted(read_draft(kind).await?),
        None => Err(ApiError::NotFound),
    });
    view! {
        <BackLink href="/office/settings/texts" label=tr!(texts.back)/>
        <Load from=draft show=|draft: Draft| view! { <Page draft/> }/>
    }
}

/// There is nothing to look at before somebody has saved a draft.
fn drafted(draft: Draft) -> Result<Draft, ApiError> {
    if draft.version == 0 {
        Err(ApiError::NotFound)
    } else {
        Ok(draft)
    }
}

#[component]
fn Page(draft: Draft) -> impl IntoView {
    let Draft {
        kind,
        version,
        next,
        texts,
    } = draft;
    let texts = texts.into_iter().map(|text| {
        let language = text.language;
        view! {
            <section class="card" aria-label=language.native_name()>
                <p class="badge">{language.native_name()}</p>
                <article class="prose" lang=language.as_str()>
                    <h2>{text.title}</h2>
                    <Blocks blocks=text.blocks/>
                </article>
            </section>
        }
    });
    let asks = (kind == TextKind::Terms)
        .then(|| view! { <Notice tone="warning"><p>{tr!(texts.everybody_is_asked)}</p></Notice> });
    view! {
        <Title text=name(kind)/>
        <div class="page-head">
            <h1>{name(kind)}</h1>
            <p class="lead">{tr!(texts.preview_lead, version = next)}</p>
        </div>
        <div class="stack">
            {texts.collect_view()}
            {asks}
            <Form<PublishDraft>>
                <Hidden name="kind" value=kind.as_str()/>
                <Hidden name="version" value=version.to_string()/>
                <div class="form-actions cluster">
                    <a class="button" href=format!("/office/settings/texts/{}", kind.as_str())>{tr!(texts.change)}</a>
                    {(!read_only()).then(|| view! { <SubmitButton label=tr!(texts.publish)/> })}
                </div>
            </Form<PublishDraft>>
        </div>
    }
}
