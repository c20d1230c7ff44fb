//! What customers see of a provider.

use crate::{
    api::providers::Basics,
    tr,
    ui::{TextAreaField, TextField},
};
use domain::values::Language;
use leptos::prelude::*;

/// Name, labels, short name and domains.
#[component]
pub fn BasicsSection(
    /// What the fields hold.
    values: Basics,
    /// Whether the short name can still be chosen.
    is_new: bool,
) -> impl IntoView {
    let label = |language: Language| format!("{}: {}", tr!(office.provider_label), language.native_name());
    let slug = if is_new {
        view! {
            <TextField name="slug" label=tr!(office.provider_slug) hint=tr!(office.provider_slug_hint)
                value=values.slug autocomplete="off"/>
        }
        .into_any()
    } else {
        view! {
            <TextField name="slug" label=tr!(office.provider_slug) value=values.slug autocomplete="off" readonly=true/>
        }
        .into_any()
    };
    view! {
        <section class="form-section" aria-labelledby="basics">
            <h2 id="basics">{tr!(office.provider_basics)}</h2>
            <TextField name="name" label=tr!(office.provider_name) hint=tr!(office.provider_name_hint)
                value=values.name autocomplete="off"/>
            {slug}
            <TextField name="label_en" label=label(Language::En) value=values.label_en autocomplete="off" required=false/>
            <TextField name="label_de" label=label(Language::De) value=values.label_de autocomplete="off" required=false/>
            <TextField name="label_el" label=label(Language::El) value=values.label_el autocomplete="off" required=false/>
            <TextAreaField name="domains" label=tr!(office_providers.domains) hint=tr!(office_providers.domains_hint)
                value=values.domains/>
        </section>
    }
}
