//! A provider's settings as its form shows them, and as the history keeps them.

use crate::{
    services::{Outcome, Trouble, dates, provider_health, provider_rows, staff},
    state::Portico,
};
use app::api::{
    ApiError,
    providers::{
        Addresses, Basics, ClaimRules, Claims, Connection, ProviderSettings, SaveProvider, Warning, ticked,
    },
    visit::Visit,
};
use domain::{
    ids::ProviderId,
    providers::{ClaimMapping, ClientAuth, Field, rules},
    staff::Permission,
    values::Language,
};
use serde_json::{Value, json};
use storage::providers::{self, Provider, domains};

/// One provider's settings, the secret left out.
pub async fn read(portico: &Portico, visit: &Visit, id: ProviderId) -> Outcome<ProviderSettings> {
    staff::needed(portico, visit, Permission::SeeProviders).await?;
    let mut conn = portico.database.read().await?;
    let provider = providers::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let domains = domains::of(&mut conn, id).await?;
    Ok(ProviderSettings {
        id: provider.id.to_string(),
        version: provider.version,
        basics: basics(&provider, &domains),
        connection: connection(&provider),
        has_secret: provider.client_secret.is_some(),
        claims: claims(&provider),
        rules: claim_rules(&provider.claims),
        addresses: Addresses {
            redirect: provider_rows::redirect_uri(portico, &provider.slug),
            post_logout_redirect: provider_rows::post_logout_redirect_uri(portico, &provider.slug),
            jwks: (provider.client_auth == ClientAuth::PrivateKeyJwt)
                .then(|| provider_rows::jwks_uri(portico, &provider.slug)),
        },
        logo: provider_rows::logo(&provider),
        warnings: warned(portico, visit, &provider),
        enabled: provider.enabled,
        visible: provider.visible,
        global_logout: provider.offers_logout,
    })
}

/// What is wrong with a provider, or soon will be, in the words of the page's language.
pub(super) fn warned(portico: &Portico, visit: &Visit, provider: &Provider) -> Vec<Warning> {
    let warnings = provider_health::of(provider, portico.now());
    let told = |warning: domain::providers::Warning| Warning {
        name: warning.name().to_owned(),
        day: dates::date(warning.at(), visit.facts().language),
    };
    warnings.into_iter().map(told).collect()
}

fn basics(provider: &Provider, domains: &[String]) -> Basics {
    let label = |language| provider.labels.get(language).clone();
    Basics {
        name: provider.name.clone(),
        label_en: label(Language::En),
        label_de: label(Language::De),
        label_el: label(Language::El),
        slug: provider.slug.clone(),
        domains: domains.join("\n"),
    }
}

fn connection(provider: &Provider) -> Connection {
    Connection {
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        client_auth: provider.client_auth.to_string(),
        client_secret: String::new(),
        secret_expires_on: secret_expires_on(provider),
        scopes: provider.scopes.clone(),
        pkce: ticked(provider.pkce),
        authorize_parameters: provider.authorize_parameters.to_lines(),
    }
}

/// The form that a stored provider would be typed with, but for the secret.
pub(super) fn form_of(provider: &Provider, domains: &[String]) -> SaveProvider {
    SaveProvider {
        id: provider.id.to_string(),
        version: provider.version,
        basics: basics(provider, domains),
        connection: connection(provider),
        claims: claims(provider),
        rules: claim_rules(&provider.claims),
    }
}

/// A form with the names of the claims alone.
pub(super) fn form_of_claims(mapping: &ClaimMapping) -> SaveProvider {
    SaveProvider {
        id: String::new(),
        version: 0,
        basics: Basics::default(),
        connection: Connection::default(),
        claims: claim_names(mapping),
        rules: claim_rules(mapping),
    }
}

fn claims(provider: &Provider) -> Claims {
    Claims {
        account_code_controlled: ticked(provider.account_code_controlled),
        trusts_email_verified: ticked(provider.trusts_email_verified),
        ..claim_names(&provider.claims)
    }
}

fn claim_names(mapping: &ClaimMapping) -> Claims {
    Claims {
        claim_subject: mapping.subject.clone(),
        claim_email: name(&mapping.email),
        claim_given_name: name(&mapping.given_name),
        claim_family_name: name(&mapping.family_name),
        claim_full_name: name(&mapping.full_name),
        claim_phone: name(&mapping.phone),
        claim_language: name(&mapping.language),
        claim_account_code: name(&mapping.account_code),
        account_code_controlled: None,
        trusts_email_verified: None,
    }
}

fn claim_rules(mapping: &ClaimMapping) -> ClaimRules {
    let rules = rules(mapping);
    let email = mapping.email.as_ref().map(|field| field.rule);
    ClaimRules {
        rule_email: email.unwrap_or_default().to_string(),
        rule_given_name: rules.given_name.to_string(),
        rule_family_name: rules.family_name.to_string(),
        rule_phone: rules.phone.to_string(),
        rule_language: rules.language.to_string(),
    }
}

fn name(field: &Option<Field>) -> String {
    field
        .as_ref()
        .map(|field| field.claim.clone())
        .unwrap_or_default()
}

fn secret_expires_on(provider: &Provider) -> String {
    provider
        .secret_expires_at
        .map(|at| at.to_day())
        .unwrap_or_default()
}

/// What the history keeps of a provider: never the secret, only whether there is one.
pub(super) fn described(provider: &Provider, domains: &[String]) -> Value {
    let mapping = &provider.claims;
    let rules = claim_rules(&provider.claims);
    json!({
        "slug": provider.slug,
        "name": provider.name,
        "label_en": provider.labels.get(Language::En),
        "label_de": provider.labels.get(Language::De),
        "label_el": provider.labels.get(Language::El),
        "domains": domains.join(", "),
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "client_auth": provider.client_auth,
        "has_secret": provider.client_secret.is_some(),
        "secret_expires_on": secret_expires_on(provider),
        "scopes": provider.scopes,
        "authorize_parameters": provider.authorize_parameters.to_lines(),
        "claim_subject": mapping.subject,
        "claim_email": name(&mapping.email),
        "claim_given_name": name(&mapping.given_name),
        "claim_family_name": name(&mapping.family_name),
        "claim_full_name": name(&mapping.full_name),
        "claim_phone": name(&mapping.phone),
        "claim_language": name(&mapping.language),
        "claim_account_code": name(&mapping.account_code),
        "rule_email": rules.rule_email,
        "rule_given_name": rules.rule_given_name,
        "rule_family_name": rules.rule_family_name,
        "rule_phone": rules.rule_phone,
        "rule_language": rules.rule_language,
        "account_code_controlled": provider.account_code_controlled,
        "trusts_email_verified": provider.trusts_email_verified,
        "pkce": provider.pkce,
        "enabled": provider.enabled,
        "visible": provider.visible,
    })
}
