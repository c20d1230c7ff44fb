use super::{kind, name};
use crate::{
    api::{
        ApiError,
        texts::{DiscardDraft, Draft, DraftText, SaveDraft, read_draft},
    },
    office::{parts::BackLink, settings::sections::read_only},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, TextAreaField, TextField, Title},
};
use domain::values::Language;
use leptos::prelude::*;

/// `/office/settings/texts/:kind`: an administrator writes the next version of a text, in every language.
#[component]
pub fn EditPage() -> impl IntoView {
    let draft = Resource::new_blocking(kind, async |kind| match kind {
        Some(kind) => read_draft(kind).await,
        None => Err(ApiError::NotFound),
    });
    view! {
        <BackLink href="/office/settings/texts" label=tr!(texts.back)/>
        <Load from=draft show=|draft: Draft| view! { <Page draft/> }/>
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
    view! {
        <Title text=name(kind)/>
        <div class="page-head">
            <h1>{name(kind)}</h1>
            <p class="lead">{tr!(texts.edit_lead, version = next)}</p>
        </div>
        <Form<SaveDraft> class="settings">
            <Hidden name="kind" value=kind.as_str()/>
            <Hidden name="version" value=version.to_string()/>
            <p class="quiet-text">{tr!(texts.marks)}</p>
            <AllFields texts/>
            {(!read_only()).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(texts.see)/></div>
            })}
        </Form<SaveDraft>>
        {(version > 0 && !read_only()).then(|| view! { <Discard kind=kind.as_str() version/> })}
    }
}

/// What was written is lost, so it needs a second step.
#[component]
fn Discard(kind: &'static str, version: i64) -> impl IntoView {
    view! {
        <Form<DiscardDraft>>
            <Hidden name="kind" value=kind/>
            <Hidden name="version" value=version.to_string()/>
            <details class="disclosure">
                <summary class="button danger-quiet">{tr!(texts.discard)}</summary>
                <div class="stack">
                    <p class="small">{tr!(texts.discard_text)}</p>
                    <SubmitButton label=tr!(texts.discard_submit) class="danger"/>
                </div>
            </details>
        </Form<DiscardDraft>>
    }
}

/// They belong to the form around them, so they are made inside of it.
#[component]
fn AllFields(texts: Vec<DraftText>) -> impl IntoView {
    texts
        .into_iter()
        .map(|text| view! { <Fields text/> })
        .collect_view()
}

#[component]
fn Fields(text: DraftText) -> impl IntoView {
    let DraftText {
        language,
        title,
        body,
        ..
    } = text;
    let (title_name, body_name) = match language {
        Language::En => ("title_en", "body_en"),
        Language::De => ("title_de", "body_de"),
        Language::El => ("title_el", "body_el"),
    };
    view! {
        <fieldset class="card form-section long-text">
            <legend>{language.native_name()}</legend>
            <TextField name=title_name label=tr!(texts.title_field) autocomplete="off" value=title/>
            <TextAreaField name=body_name label=tr!(texts.body_field) required=true value=body/>
        </fieldset>
    }
}
