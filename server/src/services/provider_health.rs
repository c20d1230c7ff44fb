//! Looking after the providers: their metadata and keys are refreshed while the shop runs, and what is wrong with them,
//! or soon will be, is shown to staff and told to operations once.

use super::{Outcome, provider_rows};
use crate::{
    mail::{Letter, Mail},
    providers::{
        callback::{BadAnswer, CallbackFault, SignedIn},
        discovery::Metadata,
    },
    state::Portico,
};
use domain::{
    providers::{Health, Warning, warnings},
    time::{Span, Timestamp},
};
use storage::{
    Tx, periodic,
    providers::{
        self, Provider,
        health::{self, Part},
    },
};

/// Its name among the periodic jobs.
const TURN: &str = "refresh_providers";
/// The time between two turns.
const EVERY: Span = Span::minutes(15);

/// What is wrong with a provider, or soon will be.
pub fn of(provider: &Provider, now: Timestamp) -> Vec<Warning> {
    let health = Health {
        secret_expires_at: provider.secret_expires_at,
        discovery_failing_since: provider.discovery_failing_since,
        keys_failing_since: provider.keys_failing_since,
        signatures_failing_since: provider.signatures_failing_since,
    };
    warnings(health, now)
}

/// Refreshes every enabled provider if it is time, on one replica only, and answers whether it was.
pub async fn take_turn(portico: &Portico) -> Outcome<bool> {
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    if !periodic::claim(&mut tx, TURN, now, EVERY).await? {
        return Ok(false);
    }
    let enabled = providers::list_enabled(&mut tx).await?;
    // No transaction is open while the providers answer.
    tx.commit().await?;
    for provider in &enabled {
        refresh(portico, provider).await?;
    }
    Ok(true)
}

/// Asks one provider for its document and its keys, and keeps what came of it.
async fn refresh(portico: &Portico, provider: &Provider) -> Outcome<()> {
    let discovered = portico.openid.discover(&provider.issuer).await;
    if let Err(fault) = &discovered {
        tracing::warn!(provider.slug = %provider.slug, %fault, "discovery failed while it was refreshed");
    }
    let known = provider_rows::stored_metadata(provider);
    let metadata = discovered.as_ref().ok().or(known.as_ref());
    let keys = match metadata {
        Some(metadata) => Some(keys_work(portico, provider, metadata).await),
        None => None,
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    if let Ok(metadata) = &discovered {
        provider_rows::keep_metadata(&mut tx, provider.id, metadata).await?;
    }
    let issuer = &provider.issuer;
    health::note(
        &mut tx,
        provider.id,
        issuer,
        Part::Discovery,
        discovered.is_ok(),
        now,
    )
    .await?;
    if let Some(work) = keys {
        health::note(&mut tx, provider.id, issuer, Part::Keys, work, now).await?;
    }
    if let Some(provider) = providers::by_id(&mut tx, provider.id).await? {
        tell(portico, &mut tx, &provider).await?;
    }
    tx.commit().await?;
    portico.outbox.wake();
    Ok(())
}

async fn keys_work(portico: &Portico, provider: &Provider, metadata: &Metadata) -> bool {
    let fetched = portico.openid.refresh_keys(metadata).await;
    if let Err(fault) = &fetched {
        tracing::warn!(provider.slug = %provider.slug, %fault, "keys failed while they were refreshed");
    }
    fetched.is_ok()
}

/// Mails operations what they have not been told yet.
async fn tell(portico: &Portico, tx: &mut Tx, provider: &Provider) -> Outcome<()> {
    let now = portico.now();
    let news: Vec<Warning> = of(provider, now)
        .into_iter()
        .filter(|it| it.is_news(now))
        .collect();
    let keys: Vec<String> = news.iter().map(|warning| warning.key()).collect();
    let untold = health::tell(tx, provider.id, &keys, now).await?;
    let Some(operations) = &portico.config.mail.operations else {
        return Ok(());
    };
    for warning in news.iter().filter(|warning| untold.contains(&warning.key())) {
        let mail = Mail::ProviderWarning {
            provider: provider.name.clone(),
            id: provider.id,
            warning: warning.name().to_owned(),
            day: warning.at().to_day(),
        };
        let letter = Letter {
            mail: &mail,
            to: operations.as_ref(),
            language: portico.config.shop.default_language,
            customer_id: None,
        };
        portico.outbox.enqueue(tx, now, letter).await?;
    }
    Ok(())
}

/// Notes after a sign-in whether the provider's keys verified its ID token. Written only when that is new.
pub async fn note_signature(
    portico: &Portico,
    provider: &Provider,
    outcome: &Result<SignedIn, CallbackFault>,
) -> Outcome<()> {
    let works = match outcome {
        Ok(_) => true,
        Err(CallbackFault::BadAnswer(BadAnswer::Signature | BadAnswer::UnknownKey | BadAnswer::Keys)) => {
            false
        }
        Err(_) => return Ok(()),
    };
    if works == provider.signatures_failing_since.is_none() {
        return Ok(());
    }
    let mut tx = portico.database.begin().await?;
    let (issuer, now) = (&provider.issuer, portico.now());
    health::note(&mut tx, provider.id, issuer, Part::Signatures, works, now).await?;
    Ok(tx.commit().await?)
}
