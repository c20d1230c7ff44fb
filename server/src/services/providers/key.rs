//! Our own key for a provider, where that proves who we are.

use super::form::Connection;
use crate::{
    providers::{assertion::ClientKey, discovery::Metadata},
    services::{Outcome, Trouble},
    state::Portico,
};
use app::api::ApiError;
use domain::{
    ids::ProviderId,
    providers::{ClientAuth, SigningAlgorithm},
    values::{Fault, Slug},
};
use serde_json::{Value, json};
use storage::{
    Tx,
    providers::{Provider, keys},
    sealed::Column,
};

/// What becomes of the key.
pub(super) enum KeyChange {
    /// It stays.
    Keep,
    /// A new one takes its place.
    New(ClientKey),
    /// There is none any more.
    Drop,
}

/// Decides for a provider that is saved, and makes the key that is missing. The one that is there stays for its own
/// issuer, as long as the provider takes its algorithm: people may have registered it there.
///
/// The inner error is what the form is told.
pub(super) async fn needed(
    portico: &Portico,
    stored: Option<&Provider>,
    connection: &Connection,
    metadata: &Metadata,
) -> Outcome<Result<KeyChange, Fault>> {
    if connection.client_auth != ClientAuth::PrivateKeyJwt {
        return Ok(Ok(KeyChange::Drop));
    }
    let announced = &metadata.assertion_algorithms;
    let Some(best) = SigningAlgorithm::choose(announced) else {
        return Ok(Err(Fault::NoClientAuthentication));
    };
    if let Some(provider) = stored.filter(|stored| stored.issuer == connection.issuer) {
        let mut conn = portico.database.read().await?;
        let known = keys::of(&mut conn, provider.id).await?;
        if known.is_some_and(|key| key.algorithm == best || key.algorithm.is_among(announced)) {
            return Ok(Ok(KeyChange::Keep));
        }
    }
    let entropy = portico.entropy.clone();
    let made = tokio::task::spawn_blocking(move || ClientKey::generate(best, &*entropy)).await;
    match made {
        Ok(Ok(key)) => Ok(Ok(KeyChange::New(key))),
        _ => {
            tracing::error!("a key for a provider can't be made");
            Err(Trouble(ApiError::Internal))
        }
    }
}

/// Carries it out.
pub(super) async fn keep(portico: &Portico, tx: &mut Tx, id: ProviderId, change: KeyChange) -> Outcome<()> {
    let key = match change {
        KeyChange::Keep => return Ok(()),
        KeyChange::Drop => None,
        KeyChange::New(key) => {
            let secret = key.to_secret().map_err(|_| Trouble(ApiError::Internal))?;
            let plain = secrecy::ExposeSecret::expose_secret(&secret).as_bytes();
            Some(keys::Key {
                algorithm: key.algorithm(),
                public_key: key.public(),
                private_key: portico
                    .keyring
                    .seal(&*portico.entropy, &Column::ProviderKey.place(id), plain),
            })
        }
    };
    Ok(keys::replace(tx, id, key.as_ref(), portico.now()).await?)
}

/// Our public keys for the provider with this slug, a JWK set (RFC 7517 section 5).
pub async fn public_keys(portico: &Portico, slug: &str) -> Outcome<Value> {
    let slug = Slug::parse(slug).map_err(|_| Trouble(ApiError::NotFound))?;
    let mut conn = portico.database.read().await?;
    let key = keys::by_slug(&mut conn, slug.as_str())
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    Ok(json!({ "keys": [key.public_key] }))
}
