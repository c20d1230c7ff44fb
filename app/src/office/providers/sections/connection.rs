//! How we reach a provider, and how we prove who we are there.

use crate::{
    api::providers::Connection,
    tr,
    ui::{Checkbox, PasswordField, SelectField, TextAreaField, TextField},
};
use domain::providers::ClientAuth;
use leptos::prelude::*;

/// The words for a client authentication.
fn client_auth(auth: ClientAuth) -> &'static str {
    match auth {
        ClientAuth::ClientSecretBasic => tr!(office.client_auth_basic),
        ClientAuth::ClientSecretPost => tr!(office.client_auth_post),
        ClientAuth::PrivateKeyJwt => tr!(office_providers.client_auth_private_key_jwt),
        ClientAuth::None => tr!(office.client_auth_none),
    }
}

/// Issuer, client, scopes and further parameters.
#[component]
pub fn ConnectionSection(
    /// What the fields hold.
    values: Connection,
    /// Whether a secret is stored.
    has_secret: bool,
) -> impl IntoView {
    let secret_hint = if has_secret {
        tr!(office.provider_client_secret_kept)
    } else {
        tr!(office.provider_client_secret_hint)
    };
    let auths = ClientAuth::ALL
        .iter()
        .map(|auth| (auth.to_string(), client_auth(*auth).to_owned()));
    view! {
        <section class="form-section" aria-labelledby="connection">
            <h2 id="connection">{tr!(office.provider_connection)}</h2>
            <TextField name="issuer" kind="url" label=tr!(office.provider_issuer) hint=tr!(office.provider_issuer_hint)
                value=values.issuer autocomplete="off"/>
            <TextField name="client_id" label=tr!(office.provider_client_id) value=values.client_id autocomplete="off"/>
            <SelectField name="client_auth" label=tr!(office.provider_client_auth) options=auths.collect()
                value=values.client_auth/>
            <PasswordField name="client_secret" label=tr!(office.provider_client_secret) hint=secret_hint
                autocomplete="off" required=false/>
            <TextField name="secret_expires_on" kind="date" label=tr!(office_providers.secret_expires_on)
                hint=tr!(office_providers.secret_expires_on_hint) value=values.secret_expires_on autocomplete="off"
                required=false/>
            <TextField name="scopes" label=tr!(office.provider_scopes) hint=tr!(office.provider_scopes_hint)
                value=values.scopes autocomplete="off"/>
            <TextAreaField name="authorize_parameters" label=tr!(office_providers.authorize_parameters)
                hint=tr!(office_providers.authorize_parameters_hint) value=values.authorize_parameters/>
            <Checkbox name="pkce" checked=values.pkce.is_some() hint=tr!(office.provider_pkce_hint)>
                {tr!(office.provider_pkce)}
            </Checkbox>
        </section>
    }
}
