//! A provider's logo.

use crate::{
    api::providers::{LOGO_PATH, ProviderSettings, RemoveLogo},
    tr,
    ui::{FileField, FileForm, Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Shows the logo; administrators put another in its place or take it away.
#[component]
pub fn LogoCard(
    /// The provider.
    settings: ProviderSettings,
    /// Whether the person may change it.
    administers: bool,
) -> impl IntoView {
    let ProviderSettings { id, logo, .. } = settings;
    let own_id = id.clone();
    let remove = logo.is_some().then(|| {
        view! {
            <Form<RemoveLogo>>
                <Hidden name="id" value=own_id/>
                <SubmitButton label=tr!(office_providers.logo_remove) class=""/>
            </Form<RemoveLogo>>
        }
    });
    let shown = match logo {
        Some(logo) => view! {
            <img class="provider-logo large" src=logo alt=tr!(office_providers.logo_now) width="40" height="40"/>
        }
        .into_any(),
        None => view! { <p>{tr!(office_providers.logo_none)}</p> }.into_any(),
    };
    let forms = administers.then(|| {
        view! {
            <FileForm action=LOGO_PATH only=("id", id.clone())>
                <Hidden name="id" value=id/>
                <FileField name="logo" label=tr!(office_providers.logo_file) hint=tr!(office_providers.logo_hint)
                    accept="image/png,image/webp"/>
                <div class="form-actions"><SubmitButton label=tr!(office_providers.logo_upload)/></div>
            </FileForm>
            {remove}
        }
    });
    view! {
        <section class="card stack" aria-labelledby="logo">
            <h2 id="logo">{tr!(office_providers.logo)}</h2>
            {shown}
            {forms}
        </section>
    }
}
