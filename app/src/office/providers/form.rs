//! The form of a provider's settings, for a new one and for one that is there.

use crate::{
    api::providers::{ProviderSettings, SaveProvider},
    tr,
    ui::{Checkbox, Form, Hidden, PasswordField, SelectField, SubmitButton, TextField, use_frame},
};
use domain::values::Language;
use leptos::prelude::*;

/// How a client proves itself at the token endpoint: the names of OpenID Connect Discovery, each with its words.
fn client_auths() -> Vec<(String, String)> {
    [
        ("client_secret_basic", tr!(office.client_auth_basic)),
        ("client_secret_post", tr!(office.client_auth_post)),
        ("none", tr!(office.client_auth_none)),
    ]
    .map(|(name, words)| (name.to_owned(), words.to_owned()))
    .to_vec()
}

/// What a new provider starts with.
fn fresh() -> ProviderSettings {
    ProviderSettings {
        id: String::new(),
        version: 0,
        name: String::new(),
        labels: Default::default(),
        slug: String::new(),
        issuer: String::new(),
        client_id: String::new(),
        client_auth: "client_secret_basic".to_owned(),
        has_secret: false,
        scopes: "openid profile email".to_owned(),
        account_code_claim: String::new(),
        account_code_controlled: false,
        trusts_email_verified: false,
        pkce: true,
        redirect_uri: String::new(),
        post_logout_redirect_uri: String::new(),
        enabled: false,
        visible: false,
        global_logout: false,
    }
}

/// The form. Saving fetches the discovery document first; what is wrong with it stands beside the issuer. Who may not
/// save only looks at the fields.
#[component]
pub fn ProviderForm(
    /// The provider that is changed; none for a new one.
    #[prop(optional)]
    settings: Option<ProviderSettings>,
) -> impl IntoView {
    let settings = settings.unwrap_or_else(fresh);
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    let disabled = !administers;
    view! {
        <Form<SaveProvider> class="card">
            <Hidden name="id" value=settings.id.clone()/>
            <Hidden name="version" value=settings.version.to_string()/>
            <fieldset class="form" disabled=disabled>
                <Basics settings=settings.clone()/>
                <Connection settings=settings.clone()/>
                <Claims settings/>
            </fieldset>
            {administers.then(|| view! {
                <div class="form-actions">
                    <SubmitButton label=tr!(common.save)/>
                    <a class="button quiet" href="/office/providers">{tr!(common.cancel)}</a>
                </div>
            })}
        </Form<SaveProvider>>
    }
}

#[component]
fn Basics(settings: ProviderSettings) -> impl IntoView {
    let is_new = settings.id.is_empty();
    let [en, de, el] = settings.labels;
    let label = |language: Language| format!("{}: {}", tr!(office.provider_label), language.native_name());
    let slug = if is_new {
        view! {
            <TextField name="slug" label=tr!(office.provider_slug) hint=tr!(office.provider_slug_hint)
                value=settings.slug autocomplete="off"/>
        }
        .into_any()
    } else {
        view! {
            <TextField name="slug" label=tr!(office.provider_slug) value=settings.slug autocomplete="off" readonly=true/>
        }
        .into_any()
    };
    view! {
        <section class="form-section" aria-labelledby="basics">
            <h2 id="basics">{tr!(office.provider_basics)}</h2>
            <TextField name="name" label=tr!(office.provider_name) hint=tr!(office.provider_name_hint)
                value=settings.name autocomplete="off"/>
            {slug}
            <TextField name="label_en" label=label(Language::En) value=en autocomplete="off" required=false/>
            <TextField name="label_de" label=label(Language::De) value=de autocomplete="off" required=false/>
            <TextField name="label_el" label=label(Language::El) value=el autocomplete="off" required=false/>
        </section>
    }
}

#[component]
fn Connection(settings: ProviderSettings) -> impl IntoView {
    let secret_hint = if settings.has_secret {
        tr!(office.provider_client_secret_kept)
    } else {
        tr!(office.provider_client_secret_hint)
    };
    view! {
        <section class="form-section" aria-labelledby="connection">
            <h2 id="connection">{tr!(office.provider_connection)}</h2>
            <TextField name="issuer" kind="url" label=tr!(office.provider_issuer) hint=tr!(office.provider_issuer_hint)
                value=settings.issuer autocomplete="off"/>
            <TextField name="client_id" label=tr!(office.provider_client_id) value=settings.client_id autocomplete="off"/>
            <SelectField name="client_auth" label=tr!(office.provider_client_auth) options=client_auths()
                value=settings.client_auth/>
            <PasswordField name="client_secret" label=tr!(office.provider_client_secret) hint=secret_hint
                autocomplete="off" required=false/>
            <TextField name="scopes" label=tr!(office.provider_scopes) hint=tr!(office.provider_scopes_hint)
                value=settings.scopes autocomplete="off"/>
            <Checkbox name="pkce" checked=settings.pkce hint=tr!(office.provider_pkce_hint)>
                {tr!(office.provider_pkce)}
            </Checkbox>
        </section>
    }
}

#[component]
fn Claims(settings: ProviderSettings) -> impl IntoView {
    view! {
        <section class="form-section" aria-labelledby="claims">
            <h2 id="claims">{tr!(office.provider_claims)}</h2>
            <TextField name="account_code_claim" label=tr!(office.provider_claim_account_code)
                hint=tr!(office.provider_claim_account_code_hint) value=settings.account_code_claim autocomplete="off"
                required=false/>
            <div>
                <Checkbox name="account_code_controlled" checked=settings.account_code_controlled
                    hint=tr!(office.provider_account_code_controlled_hint)>
                    {tr!(office.provider_account_code_controlled)}
                </Checkbox>
                <Checkbox name="trusts_email_verified" checked=settings.trusts_email_verified>
                    {tr!(office.provider_trusts_email)}
                </Checkbox>
            </div>
        </section>
    }
}
