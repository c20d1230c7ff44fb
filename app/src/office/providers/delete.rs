//! Deleting a provider.

use crate::{
    api::providers::{DeleteProvider, ProviderSettings},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Deletes the provider after a second look; the server refuses while somebody uses it, which is told here.
#[component]
pub fn DeleteCard(
    /// The provider.
    settings: ProviderSettings,
) -> impl IntoView {
    let text = tr!(office_providers.delete_text, provider = settings.basics.name);
    view! {
        <section class="card stack" aria-labelledby="delete">
            <h2 id="delete">{tr!(office_providers.delete)}</h2>
            <Form<DeleteProvider>>
                <Hidden name="id" value=settings.id/>
                <Hidden name="version" value=settings.version.to_string()/>
                <details class="disclosure">
                    <summary class="button">{tr!(office_providers.delete)}</summary>
                    <div class="stack">
                        <p>{text}</p>
                        <SubmitButton label=tr!(office.confirm_submit) class="danger"/>
                    </div>
                </details>
            </Form<DeleteProvider>>
        </section>
    }
}
