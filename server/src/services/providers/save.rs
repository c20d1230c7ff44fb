//! Saving a provider: parsed, its discovery document fetched and checked, then written in one transaction.

use super::{described, form};
use crate::{
    providers::{config, discovery::Metadata},
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        provider_rows::secret_place,
        staff,
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, providers::SaveProvider, visit::Visit},
    routes::by_id,
};
use domain::{
    ids::ProviderId,
    providers::{ClaimMapping, Field, Rule},
    staff::Permission,
    values::Fault,
};
use serde_json::json;
use storage::{
    Tx,
    providers::{self, ClientAuth, Provider, ProviderSettings},
};

/// Creates or changes a provider. Nothing is written unless its discovery document is in order.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveProvider) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let stored = stored(portico, &form.id).await?;
    let parsed = match form::parse(&form, stored.as_ref()) {
        Ok(parsed) => parsed,
        Err(problems) => return Ok(Answer::Problems(problems)),
    };
    if stored
        .as_ref()
        .is_some_and(|stored| stored.version != form.version)
    {
        return Ok(Answer::form(Fault::Stale));
    }
    // No transaction is open while the provider answers.
    let metadata = match portico.openid.discover(&parsed.issuer).await {
        Ok(metadata) => metadata,
        Err(fault) => return Ok(Answer::field("issuer", fault.fault())),
    };
    if let Some(answer) = check_client_auth(&metadata, parsed.client_auth) {
        return Ok(answer);
    }

    let mut tx = portico.database.begin().await?;
    if let Some(stored) = stored.as_ref().filter(|stored| stored.issuer != parsed.issuer)
        && storage::identities::any_of_provider(&mut tx, stored.id).await?
    {
        // An identity is (provider, issuer, subject): under another issuer nobody would be known any more.
        return Ok(Answer::field("issuer", Fault::IssuerInUse));
    }
    let id = stored.as_ref().map_or_else(
        || ProviderId::new(portico.now(), portico.random()),
        |stored| stored.id,
    );
    match write(portico, &mut tx, id, &parsed, stored.as_ref()).await? {
        Written::Done => {}
        Written::Refused(answer) => return Ok(answer),
    }
    let metadata_json = serde_json::to_value(&metadata).map_err(|error| {
        tracing::error!(%error, "a discovery document can't be kept");
        Trouble(ApiError::Internal)
    })?;
    let offers_logout = metadata.end_session_endpoint.is_some();
    providers::set_metadata(
        &mut tx,
        id,
        &parsed.issuer,
        &metadata_json,
        offers_logout,
        metadata.fetched_at,
    )
    .await?;

    let saved = providers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    let mut new = described(&saved);
    let had_secret = stored
        .as_ref()
        .is_some_and(|stored| stored.client_secret.is_some());
    if had_secret && parsed.secret.is_some() {
        // That the secret is another is worth knowing; the secret itself is not.
        new["client_secret"] = json!("replaced");
    }
    let deed = Deed {
        action: if stored.is_some() {
            "provider.changed"
        } else {
            "provider.created"
        },
        subject_kind: "provider",
        subject_id: &id.to_string(),
        old: stored.as_ref().map(described),
        new: Some(new),
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go(format!(
        "{}?done=saved",
        by_id("/office/providers", &id.to_string())
    )))
}

/// The provider that the form changes; none for a new one.
async fn stored(portico: &Portico, id: &str) -> Outcome<Option<Provider>> {
    if id.is_empty() {
        return Ok(None);
    }
    let id = id
        .parse::<ProviderId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let mut conn = portico.database.read().await?;
    Ok(Some(
        providers::by_id(&mut conn, id)
            .await?
            .ok_or(Trouble(ApiError::NotFound))?,
    ))
}

/// Refuses a client authentication that the provider does not announce: beside the choice when another one would do,
/// beside the issuer when none would.
fn check_client_auth(metadata: &Metadata, chosen: ClientAuth) -> Option<Answer> {
    let auth = match chosen {
        ClientAuth::ClientSecretBasic => config::ClientAuth::SecretBasic,
        ClientAuth::ClientSecretPost => config::ClientAuth::SecretPost,
        ClientAuth::None => config::ClientAuth::None,
    };
    if metadata.supports(auth) {
        return None;
    }
    let another = config::ClientAuth::ALL
        .into_iter()
        .any(|auth| metadata.supports(auth));
    Some(Answer::field(
        if another { "client_auth" } else { "issuer" },
        Fault::NoClientAuthentication,
    ))
}

/// Whether the row was written.
enum Written {
    Done,
    Refused(Answer),
}

async fn write(
    portico: &Portico,
    tx: &mut Tx,
    id: ProviderId,
    parsed: &form::Parsed,
    stored: Option<&Provider>,
) -> Outcome<Written> {
    let now = portico.now();
    let sealed = parsed.secret.as_ref().map(|secret| {
        portico
            .keyring
            .seal(&*portico.entropy, &secret_place(id), secret.as_bytes())
    });
    let kept = stored.and_then(|stored| stored.client_secret.clone());
    let secret = sealed.or(kept).filter(|_| parsed.client_auth != ClientAuth::None);
    let position = match stored {
        Some(stored) => stored.position,
        None => providers::list(tx)
            .await?
            .last()
            .map_or(0, |last| last.position + 1),
    };
    let claims = claims(parsed, stored);
    let settings = ProviderSettings {
        slug: &parsed.slug,
        name: &parsed.name,
        labels: &parsed.labels,
        logo: stored.and_then(|stored| stored.logo.as_deref()),
        issuer: &parsed.issuer,
        client_id: &parsed.client_id,
        client_auth: parsed.client_auth,
        client_secret: secret.as_deref(),
        scopes: &parsed.scopes,
        claims: &claims,
        trusts_email_verified: parsed.trusts_email_verified,
        account_code_controlled: parsed.account_code_controlled,
        pkce: parsed.pkce,
        position,
    };
    let written = match stored {
        Some(stored) => providers::update(tx, id, stored.version, &settings, now).await,
        None => providers::insert(tx, id, &settings, now).await.map(|()| true),
    };
    match written {
        Ok(true) => Ok(Written::Done),
        Ok(false) => Ok(Written::Refused(Answer::form(Fault::Stale))),
        Err(error) if error.conflicts_with("providers_slug") => {
            Ok(Written::Refused(Answer::field("slug", Fault::SlugTaken)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The mapping with the account code as the form names it; everything else stays.
fn claims(parsed: &form::Parsed, stored: Option<&Provider>) -> ClaimMapping {
    let base = stored.map(|stored| stored.claims.clone()).unwrap_or_default();
    let rule = base
        .account_code
        .as_ref()
        .map_or(Rule::SetOnce, |field| field.rule);
    let account_code = parsed
        .account_code_claim
        .clone()
        .map(|claim| Field { claim, rule });
    ClaimMapping { account_code, ..base }
}
