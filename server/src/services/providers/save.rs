//! Saving a provider: parsed, its discovery document fetched and checked, then written in one transaction.

use super::{form, key, read::described};
use crate::{
    providers::discovery::Metadata,
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        lockout,
        provider_rows::keep_metadata,
        staff,
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, providers::SaveProvider, settings::PlannedChange, visit::Visit},
    routes::by_id,
};
use domain::{
    identities::Reach,
    ids::ProviderId,
    providers::ClientAuth,
    settings::Consent,
    staff::Permission,
    values::{Fault, MailDomain},
};
use serde_json::{Value, json};
use storage::{
    Tx,
    providers::{self, Provider, ProviderSettings, domains},
    sealed::Column,
};

/// Creates or changes a provider. Nothing is written unless its discovery document is in order.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveProvider) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let stored = stored(portico, &form.id).await?;
    let mut parsed = match form::parse(&form, stored.as_ref()) {
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
    let checked = match check(portico, &parsed, stored.as_ref()).await? {
        Ok(checked) => checked,
        Err(refused) => return Ok(refused),
    };
    let id = stored.as_ref().map_or_else(
        || ProviderId::new(portico.now(), portico.random()),
        |stored| stored.id,
    );
    let mut tx = portico.database.begin().await?;
    let kept = last_domains(&mut tx, stored.as_ref(), &parsed).await?;
    let asks = kept.is_some();
    if let Some(domains) = kept {
        parsed.basics.domains = domains;
    }
    let change = match write_checked(portico, &mut tx, id, &parsed, stored.as_ref(), checked).await? {
        Ok(change) => change,
        Err(refused) => return Ok(refused),
    };
    let id = id.to_string();
    audit::note(portico, &mut tx, visit, member.actor(), change.deed(&id)).await?;
    tx.commit().await?;
    if let Some(stored) = stored.filter(|_| asks) {
        let planned = PlannedChange {
            version: (stored.version + 1).to_string(),
            provider: id,
            switch: "take_domains".to_owned(),
            ..PlannedChange::default()
        };
        return Ok(Answer::go(planned.page()));
    }
    Ok(Answer::go(format!(
        "{}?done=saved",
        by_id("/office/providers", &id)
    )))
}

/// The domains of a provider, when the form takes the last ones away and customers would lose their last way in by
/// that: they stay while everything else is saved, and the administrator is asked about them alone.
async fn last_domains(
    tx: &mut Tx,
    stored: Option<&Provider>,
    parsed: &form::Parsed,
) -> Outcome<Option<Vec<MailDomain>>> {
    let Some(stored) = stored else {
        return Ok(None);
    };
    let shop = storage::settings::guard(tx).await?.settings.shop;
    let before = lockout::reach(tx, stored).await?;
    let after = Reach {
        domains: !parsed.basics.domains.is_empty(),
        ..before
    };
    let change = lockout::of_provider(&shop, stored.id, before, after);
    if lockout::may(tx, change, "").await? == Consent::GoOn {
        return Ok(None);
    }
    let domains = domains::of(tx, stored.id).await?;
    let domains = MailDomain::parse_list(&domains.join(" "));
    Ok(Some(domains.map_err(|_| Trouble(ApiError::Internal))?))
}

/// What the provider itself said to settings that were parsed.
pub(super) struct Checked {
    metadata: Metadata,
    key: key::KeyChange,
}

/// Asks the provider for its discovery document and decides about our own key; inside, what the form is told when
/// something is not in order.
pub(super) async fn check(
    portico: &Portico,
    parsed: &form::Parsed,
    stored: Option<&Provider>,
) -> Outcome<Result<Checked, Answer>> {
    let metadata = match portico.openid.discover(&parsed.connection.issuer).await {
        Ok(metadata) => metadata,
        Err(fault) => return Ok(Err(Answer::field("issuer", fault.fault()))),
    };
    if let Some(refused) = check_client_auth(&metadata, parsed.connection.client_auth) {
        return Ok(Err(refused));
    }
    let key = key::needed(portico, stored, &parsed.connection, &metadata).await?;
    Ok(match key {
        Ok(key) => Ok(Checked { metadata, key }),
        Err(fault) => Err(Answer::field("client_auth", fault)),
    })
}

/// A provider before and after, as the history keeps it.
#[derive(Default)]
pub struct Change {
    /// None for a new one.
    pub old: Option<Value>,
    /// Never the secret.
    pub new: Value,
}

impl Change {
    /// What was done to the provider with this id.
    pub(super) fn deed<'a>(&self, id: &'a str) -> Deed<'a> {
        let action = if self.old.is_some() {
            "provider.changed"
        } else {
            "provider.created"
        };
        Deed {
            old: self.old.clone(),
            new: Some(self.new.clone()),
            ..Deed::plain(action, "provider", id)
        }
    }
}

/// Writes a provider whose settings were parsed and whose discovery document was checked; inside, what the form is told
/// when it can't be.
pub(super) async fn write_checked(
    portico: &Portico,
    tx: &mut Tx,
    id: ProviderId,
    parsed: &form::Parsed,
    stored: Option<&Provider>,
    checked: Checked,
) -> Outcome<Result<Change, Answer>> {
    if let Some(stored) = stored
        && let Some(refused) = keeps_identities(tx, stored, parsed).await?
    {
        return Ok(Err(refused));
    }
    let domains_before = domains::of(tx, id).await?;
    if let Err(refused) = write(portico, tx, id, parsed, stored).await? {
        return Ok(Err(refused));
    }
    key::keep(portico, tx, id, checked.key).await?;
    keep_metadata(tx, id, &checked.metadata).await?;
    let saved = providers::by_id(tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    let mut new = described(&saved, &domains::of(tx, id).await?);
    let had_secret = stored.is_some_and(|stored| stored.client_secret.is_some());
    if had_secret && parsed.connection.secret.is_some() {
        // That the secret is another is worth knowing; the secret itself is not.
        new["client_secret"] = json!("replaced");
    }
    Ok(Ok(Change {
        old: stored.map(|stored| described(stored, &domains_before)),
        new,
    }))
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
    if metadata.supports(chosen) {
        return None;
    }
    let another = ClientAuth::ALL.iter().any(|auth| metadata.supports(*auth));
    Some(Answer::field(
        if another { "client_auth" } else { "issuer" },
        Fault::NoClientAuthentication,
    ))
}

/// An identity is (provider, issuer, subject): under another issuer, or by another claim, nobody would be known any
/// more. So neither changes while somebody is connected.
async fn keeps_identities(tx: &mut Tx, stored: &Provider, parsed: &form::Parsed) -> Outcome<Option<Answer>> {
    let refused = if stored.issuer != parsed.connection.issuer {
        Answer::field("issuer", Fault::IssuerInUse)
    } else if stored.claims.subject != parsed.claims.subject {
        Answer::field("claim_subject", Fault::SubjectInUse)
    } else {
        return Ok(None);
    };
    let in_use = storage::identities::any_of_provider(tx, stored.id).await?;
    Ok(in_use.then_some(refused))
}

/// Writes the row and its domains; the inner error is what the form is told.
async fn write(
    portico: &Portico,
    tx: &mut Tx,
    id: ProviderId,
    parsed: &form::Parsed,
    stored: Option<&Provider>,
) -> Outcome<Result<(), Answer>> {
    let now = portico.now();
    let (basics, connection) = (&parsed.basics, &parsed.connection);
    let sealed = connection.secret.as_ref().map(|secret| {
        portico.keyring.seal(
            &*portico.entropy,
            &Column::ProviderSecret.place(id),
            secret.as_bytes(),
        )
    });
    let secret = sealed.filter(|_| connection.client_auth.needs_secret());
    let settings = ProviderSettings {
        slug: &basics.slug,
        name: &basics.name,
        labels: &basics.labels,
        issuer: &connection.issuer,
        client_id: &connection.client_id,
        client_auth: connection.client_auth,
        client_secret: secret.as_deref(),
        secret_expires_at: connection.secret_expires_at,
        scopes: &connection.scopes,
        authorize_parameters: connection.authorize_parameters.clone(),
        claims: &parsed.claims,
        trusts_email_verified: parsed.trusts_email_verified,
        account_code_controlled: parsed.account_code_controlled,
        pkce: connection.pkce,
    };
    let written = match stored {
        Some(stored) => providers::update(tx, id, stored.version, &settings, now).await,
        None => providers::insert(tx, id, &settings, now).await.map(|()| true),
    };
    match written {
        Ok(true) => {}
        Ok(false) => return Ok(Err(Answer::form(Fault::Stale))),
        Err(error) if error.conflicts_with("providers_slug") => {
            return Ok(Err(Answer::field("slug", Fault::SlugTaken)));
        }
        Err(error) => return Err(error.into()),
    }
    match domains::replace(tx, id, &basics.domains).await {
        Ok(()) => Ok(Ok(())),
        Err(error) if error.conflicts_with("provider_domains_domain") => {
            Ok(Err(Answer::field("domains", Fault::DomainTaken)))
        }
        Err(error) => Err(error.into()),
    }
}
