//! The form of a provider's settings, for a new one and for one that is there.

use super::sections::{BasicsSection, ClaimsSection, ConnectionSection, RulesSection};
use crate::{
    api::providers::{Basics, ClaimRules, Claims, Connection, ProviderSettings, SaveProvider, ticked},
    tr,
    ui::{Form, Hidden, SubmitButton, use_frame},
};
use domain::providers::{ClaimMapping, ClientAuth, Field};
use leptos::prelude::*;

/// What a new provider starts with: the standard's claims, and as little else as works.
fn fresh() -> (Connection, Claims) {
    let connection = Connection {
        client_auth: ClientAuth::ClientSecretBasic.to_string(),
        scopes: "openid profile email".to_owned(),
        pkce: ticked(true),
        ..Connection::default()
    };
    let mapping = ClaimMapping::default();
    let name = |field: Option<Field>| field.map(|field| field.claim).unwrap_or_default();
    let claims = Claims {
        claim_subject: mapping.subject,
        claim_email: name(mapping.email),
        claim_given_name: name(mapping.given_name),
        claim_family_name: name(mapping.family_name),
        claim_full_name: name(mapping.full_name),
        claim_phone: name(mapping.phone),
        claim_language: name(mapping.language),
        claim_account_code: name(mapping.account_code),
        account_code_controlled: None,
        trusts_email_verified: None,
    };
    (connection, claims)
}

/// The form. Saving fetches the discovery document first; what is wrong with it stands beside the issuer. Who may not
/// save only looks at the fields.
#[component]
pub fn ProviderForm(
    /// The provider that is changed; none for a new one.
    #[prop(optional)]
    settings: Option<ProviderSettings>,
) -> impl IntoView {
    let is_new = settings.is_none();
    let (id, version) = settings
        .as_ref()
        .map(|it| (it.id.clone(), it.version))
        .unwrap_or_default();
    let has_secret = settings.as_ref().is_some_and(|settings| settings.has_secret);
    let (basics, connection, claims, rules) = match settings {
        Some(settings) => (
            settings.basics,
            settings.connection,
            settings.claims,
            settings.rules,
        ),
        None => {
            let (connection, claims) = fresh();
            (Basics::default(), connection, claims, ClaimRules::default())
        }
    };
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    view! {
        <Form<SaveProvider> class="card">
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <fieldset class="form" disabled=!administers>
                <BasicsSection values=basics is_new/>
                <ConnectionSection values=connection has_secret/>
                <ClaimsSection values=claims/>
                <RulesSection values=rules/>
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
