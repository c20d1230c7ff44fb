//! The sections of an application's form.

use super::words::{auth_method_words, grant_words, scope_words};
use crate::{
    tr,
    ui::{Checkbox, SelectField, TextAreaField, TextField},
};
use domain::{
    clients::{IdTokenAlgorithm, ResponseType, form::ClientForm},
    providers::ClientAuth,
};
use leptos::prelude::*;

/// What people see when they are asked.
#[component]
pub fn BasicsSection(form: ClientForm) -> impl IntoView {
    view! {
        <section class="form-section" aria-labelledby="basics">
            <h2 id="basics">{tr!(clients.basics)}</h2>
            <TextField name="name" label=tr!(clients.name_label) hint=tr!(clients.name_hint) value=form.name
                autocomplete="off"/>
            <TextField name="policy_uri" kind="url" label=tr!(clients.policy_uri) value=form.policy_uri
                autocomplete="off" required=false/>
            <TextField name="tos_uri" kind="url" label=tr!(clients.tos_uri) value=form.tos_uri autocomplete="off"
                required=false/>
            <TextField name="colour" label=tr!(clients.colour) hint=tr!(clients.colour_hint) value=form.colour
                autocomplete="off" required=false/>
            <Checkbox name="trusted" checked=form.trusted.is_some() hint=tr!(clients.trusted_hint)>
                {tr!(clients.trusted)}
            </Checkbox>
        </section>
    }
}

/// How it shows who it is.
#[component]
pub fn AuthenticationSection(form: ClientForm) -> impl IntoView {
    let methods = ClientAuth::ALL
        .iter()
        .map(|auth| (auth.to_string(), auth_method_words(*auth).to_owned()));
    view! {
        <section class="form-section" aria-labelledby="authentication">
            <h2 id="authentication">{tr!(clients.authentication)}</h2>
            <SelectField name="auth_method" label=tr!(clients.auth_method) hint=tr!(clients.auth_method_hint)
                options=methods.collect() value=form.auth_method/>
            <TextAreaField name="public_keys" label=tr!(clients.public_keys) hint=tr!(clients.public_keys_hint)
                value=form.public_keys/>
            <Checkbox name="pkce" checked=form.pkce.is_some() hint=tr!(clients.pkce_hint)>{tr!(clients.pkce)}</Checkbox>
        </section>
    }
}

/// Where answers may go, and where it is told of a logout.
#[component]
pub fn AddressesSection(form: ClientForm) -> impl IntoView {
    view! {
        <section class="form-section" aria-labelledby="addresses">
            <h2 id="addresses">{tr!(clients.addresses)}</h2>
            <TextAreaField name="redirect_uris" label=tr!(clients.redirect_uris) hint=tr!(clients.redirect_uris_hint)
                value=form.redirect_uris required=true/>
            <TextAreaField name="post_logout_redirect_uris" label=tr!(clients.post_logout_redirect_uris)
                hint=tr!(clients.one_a_line) value=form.post_logout_redirect_uris/>
            <TextField name="back_channel_logout_uri" kind="url" label=tr!(clients.back_channel_logout_uri)
                hint=tr!(clients.back_channel_logout_uri_hint) value=form.back_channel_logout_uri autocomplete="off"
                required=false/>
            <TextField name="front_channel_logout_uri" kind="url" label=tr!(clients.front_channel_logout_uri)
                hint=tr!(clients.front_channel_logout_uri_hint) value=form.front_channel_logout_uri autocomplete="off"
                required=false/>
        </section>
    }
}

/// Response types, grant types and scopes.
#[component]
pub fn FlowsSection(
    form: ClientForm,
    /// Whether it has been given nothing yet.
    is_new: bool,
) -> impl IntoView {
    let discouraged = |kind| (kind != ResponseType::Code).then(|| tr!(clients.discouraged).to_owned());
    let types = form
        .response_types()
        .map(|(kind, name, on)| view! { <Choice name label=kind.as_str() on=on.is_some() hint=discouraged(kind)/> });
    let grants = form.grant_types().map(|(grant, name, on)| {
        let hint = Some(grant_words(grant).to_owned());
        view! { <Choice name label=grant.as_str() on=on.is_some() hint/> }
    });
    let scopes = form.scopes().map(|(scope, name, on)| {
        let hint = Some(scope_words(scope).to_owned());
        view! { <Choice name label=scope.as_str() on=on.is_some() hint/> }
    });
    view! {
        <section class="form-section" aria-labelledby="flows">
            <h2 id="flows">{tr!(clients.flows)}</h2>
            <Choices legend=tr!(clients.response_types)>{types.into_iter().collect_view()}</Choices>
            <Choices legend=tr!(clients.grant_types)>{grants.into_iter().collect_view()}</Choices>
            <Choices legend=tr!(clients.scopes)>{scopes.into_iter().collect_view()}</Choices>
            {(!is_new).then(|| view! { <p class="small quiet-text">{tr!(clients.narrowing)}</p> })}
        </section>
    }
}

/// Boxes that belong together.
#[component]
fn Choices(legend: &'static str, children: Children) -> impl IntoView {
    view! { <fieldset class="choices"><legend>{legend}</legend>{children()}</fieldset> }
}

/// One of them: a word of the standard, and what it means.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    on: bool,
    #[prop(optional_no_strip)] hint: Option<String>,
) -> impl IntoView {
    match hint {
        Some(hint) => view! { <Checkbox name checked=on hint><code>{label}</code></Checkbox> }.into_any(),
        None => view! { <Checkbox name checked=on><code>{label}</code></Checkbox> }.into_any(),
    }
}

/// How tokens are made, and how long they last.
#[component]
pub fn TokensSection(
    form: ClientForm,
    /// Whether the sector can still be chosen.
    is_new: bool,
) -> impl IntoView {
    let algorithms = IdTokenAlgorithm::ALL
        .iter()
        .map(|algorithm| (algorithm.to_string(), algorithm.to_string()));
    view! {
        <section class="form-section" aria-labelledby="tokens">
            <h2 id="tokens">{tr!(clients.tokens)}</h2>
            <SelectField name="id_token_algorithm" label=tr!(clients.id_token_algorithm) options=algorithms.collect()
                value=form.id_token_algorithm/>
            <div class="field-pair">
                <TextField name="access_token_minutes" label=tr!(clients.access_token_minutes) inputmode="numeric"
                    value=form.access_token_minutes autocomplete="off"/>
                <TextField name="refresh_token_days" label=tr!(clients.refresh_token_days) inputmode="numeric"
                    value=form.refresh_token_days autocomplete="off"/>
            </div>
            <TextField name="sector_identifier" label=tr!(clients.sector_identifier)
                hint=tr!(clients.sector_identifier_hint) value=form.sector_identifier autocomplete="off" required=false
                readonly=!is_new/>
        </section>
    }
}
