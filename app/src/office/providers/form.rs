//! The form of a provider's settings, for a new one and for one that is there.

use crate::{
    api::providers::{ProviderSettings, SaveProvider},
    tr,
    ui::{Checkbox, Form, Hidden, PasswordField, SelectField, SubmitButton, TextField, use_frame},
};
use domain::values::Language;
use leptos::prelude::*;

/// How a client proves itself at the token endpoint, by the names of OpenID Connect Discovery.
const CLIENT_AUTHS: [&str; 3] = ["client_secret_basic", "client_secret_post", "none"];

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
        client_auth: CLIENT_AUTHS[0].to_owned(),
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

/// The form. Saving fetches the discovery document first; what is wrong with it stands beside the issuer.
#[component]
pub fn ProviderForm(
    /// The provider that is changed; none for a new one.
    #[prop(optional)]
    settings: Option<ProviderSettings>,
) -> impl IntoView {
    let settings = settings.unwrap_or_else(fresh);
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    view! {
        <Form<SaveProvider> class="card">
            <Hidden name="id" value=settings.id.clone()/>
            <Hidden name="version" value=settings.version.to_string()/>
            <Basics settings=settings.clone()/>
            <Connection settings=settings.clone()/>
            <Claims settings/>
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
    view! {
        <section class="form-section" aria-labelledby="basics">
            <h2 id="basics">{tr!(office.provider_basics)}</h2>
            <div class="field-pair">
                <TextField name="name" label=tr!(office.provider_name) hint=tr!(office.provider_name_hint)
                    value=settings.name autocomplete="off"/>
                <TextField name="slug" label=tr!(office.provider_slug) hint=tr!(office.provider_slug_hint)
                    value=settings.slug autocomplete="off" readonly=!is_new/>
            </div>
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
    let client_auths = CLIENT_AUTHS
        .map(|auth| (auth.to_owned(), auth.to_owned()))
        .to_vec();
    view! {
        <section class="form-section" aria-labelledby="connection">
            <h2 id="connection">{tr!(office.provider_connection)}</h2>
            <TextField name="issuer" kind="url" label=tr!(office.provider_issuer) hint=tr!(office.provider_issuer_hint)
                value=settings.issuer autocomplete="off"/>
            <TextField name="client_id" label=tr!(office.provider_client_id) value=settings.client_id autocomplete="off"/>
            <SelectField name="client_auth" label=tr!(office.provider_client_auth) options=client_auths
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
