//! The keys that sign what clients get. They are made when they are needed first, and sealed at rest.

use super::super::{
    Outcome, Trouble,
    audit::{self, Deed},
};
use crate::{
    crypto::Entropy,
    providers::assertion::BadKey,
    signing::{ListedKey, SigningKey},
    state::Portico,
};
use app::api::ApiError;
use domain::{
    clients::{Haste, IdTokenAlgorithm, succession, successor_due},
    time::{Span, Timestamp},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use std::sync::Arc;
use storage::{Tx, periodic, sealed::Column, signing_keys as rows};

/// The name of the turn in the table `periodic_jobs`.
const TURN: &str = "rotate_keys";
/// How often somebody looks whether a key is to be followed by another.
const EVERY: Span = Span::hours(6);

/// Every key of the key set, the one that signs next or longest first. Those that sign no more are not opened: that one
/// of them can't be opened any more is no reason to stop.
pub async fn all(portico: &Portico) -> Outcome<Arc<Vec<ListedKey>>> {
    let now = portico.now();
    if let Some(keys) = portico.keys.fresh(now) {
        return Ok(keys);
    }
    let mut conn = portico.database.read().await?;
    let mut listed = rows::list(&mut conn, now).await?;
    drop(conn);
    let missing = |listed: &[rows::SigningKey]| {
        let known = |algorithm: &IdTokenAlgorithm| listed.iter().any(|key| key.algorithm == *algorithm);
        let all = IdTokenAlgorithm::ALL.iter().copied();
        all.filter(|algorithm| !known(algorithm)).collect::<Vec<_>>()
    };
    let needed = missing(&listed);
    if !needed.is_empty() {
        let made = make(portico, needed).await?;
        let mut tx = portico.database.begin().await?;
        // Of two replicas that start at once, the second takes the keys of the first.
        storage::settings::guard(&mut tx).await?;
        let wanted = missing(&rows::list(&mut tx, now).await?);
        for key in made.iter().filter(|key| wanted.contains(&key.algorithm())) {
            add(portico, &mut tx, key, now).await?;
        }
        listed = rows::list(&mut tx, now).await?;
        tx.commit().await?;
    }
    let mut signed = Vec::new();
    let shown = |row: rows::SigningKey| {
        let key = if signed.contains(&row.algorithm) {
            None
        } else {
            open(portico, &row)
        };
        if row.signs_from <= now {
            signed.push(row.algorithm);
        }
        ListedKey {
            public: row.public_key,
            algorithm: row.algorithm,
            key,
            signs_from: row.signs_from,
        }
    };
    let keys = Arc::new(listed.into_iter().map(shown).collect::<Vec<_>>());
    portico.keys.keep(now, &keys);
    Ok(keys)
}

/// Makes keys beside the requests: an RSA key takes a good part of a second.
async fn make(portico: &Portico, algorithms: Vec<IdTokenAlgorithm>) -> Outcome<Vec<SigningKey>> {
    let entropy: Arc<dyn Entropy> = Arc::clone(&portico.entropy);
    let making = tokio::task::spawn_blocking(move || {
        let keys = algorithms
            .iter()
            .map(|kind| SigningKey::generate(*kind, &*entropy));
        keys.collect::<Result<Vec<_>, _>>()
    });
    making.await.map_err(|_| bad(BadKey))?.map_err(bad)
}

async fn add(portico: &Portico, tx: &mut Tx, key: &SigningKey, signs_from: Timestamp) -> Outcome<()> {
    let secret = key.to_secret().map_err(bad)?;
    let private_key = portico.keyring.seal(
        &*portico.entropy,
        &Column::SigningKey.place(key.kid()),
        secret.expose_secret().as_bytes(),
    );
    let row = rows::SigningKey {
        kid: key.kid().to_owned(),
        algorithm: key.algorithm(),
        public_key: key.public().clone(),
        private_key,
        created_at: portico.now(),
        signs_from,
        retired_at: None,
    };
    Ok(rows::insert(tx, &row).await?)
}

/// A key with both halves; the log says of one that can't be opened.
fn open(portico: &Portico, row: &rows::SigningKey) -> Option<Arc<SigningKey>> {
    let place = Column::SigningKey.place(&row.kid);
    let secret = portico.keyring.open_sealed(&place, &row.private_key);
    let key = secret
        .ok()
        .and_then(|secret| SigningKey::from_secret(row.algorithm, &secret).ok());
    if key.is_none() {
        tracing::error!(kid = %row.kid, "a key that signs for clients can't be opened");
    }
    key.map(Arc::new)
}

fn bad(fault: BadKey) -> Trouble {
    tracing::error!(%fault, "a key that signs for clients can't be used");
    Trouble(ApiError::Internal)
}

/// The key that signs now.
pub async fn signing(portico: &Portico, algorithm: IdTokenAlgorithm) -> Outcome<Arc<SigningKey>> {
    let now = portico.now();
    let keys = all(portico).await?;
    let mut ready = keys
        .iter()
        .filter(|listed| listed.algorithm == algorithm && listed.signs_from <= now);
    ready
        .next()
        .and_then(|listed| listed.key.clone())
        .ok_or_else(|| bad(BadKey))
}

/// The key set (RFC 7517 §5): public halves only.
pub async fn set(portico: &Portico) -> Outcome<Value> {
    let keys = all(portico).await?;
    let public: Vec<&Value> = keys.iter().map(|listed| &listed.public).collect();
    Ok(json!({ "keys": public }))
}

/// A key that was made to follow others.
#[derive(Debug)]
pub struct Successor {
    /// Its name in the key set.
    pub kid: String,
    /// How it signs.
    pub algorithm: IdTokenAlgorithm,
    /// From when on it signs.
    pub signs_from: Timestamp,
}

/// Makes a key of each algorithm that follows those before it.
pub async fn rotate(portico: &Portico, haste: Haste) -> Outcome<Vec<Successor>> {
    follow(portico, IdTokenAlgorithm::ALL.to_vec(), haste).await
}

/// Makes the keys whose time has come if it is time to look, on one replica only, and answers whether it was.
pub async fn take_turn(portico: &Portico) -> Outcome<bool> {
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    if !periodic::claim(&mut tx, TURN, now, EVERY).await? {
        return Ok(false);
    }
    let listed = rows::list(&mut tx, now).await?;
    // No transaction is open while keys are made. A shop without keys makes its first when they are needed.
    tx.commit().await?;
    let due = |algorithm: &IdTokenAlgorithm| {
        let newest = listed.iter().find(|key| key.algorithm == *algorithm);
        newest.is_some_and(|key| successor_due(key.signs_from, now))
    };
    let due = IdTokenAlgorithm::ALL.iter().copied().filter(due).collect();
    follow(portico, due, Haste::Planned).await?;
    Ok(true)
}

async fn follow(
    portico: &Portico,
    algorithms: Vec<IdTokenAlgorithm>,
    haste: Haste,
) -> Outcome<Vec<Successor>> {
    if algorithms.is_empty() {
        return Ok(Vec::new());
    }
    let made = make(portico, algorithms).await?;
    let when = succession(haste, portico.now());
    let mut tx = portico.database.begin().await?;
    let mut successors = Vec::new();
    for key in made {
        add(portico, &mut tx, &key, when.signs_from).await?;
        rows::retire(&mut tx, key.algorithm(), key.kid(), when.others_leave).await?;
        let deed = Deed {
            new: Some(json!({ "algorithm": key.algorithm().as_str() })),
            ..Deed::plain("signing_key.made", "signing_key", key.kid())
        };
        audit::note_by_system(portico, &mut tx, deed).await?;
        successors.push(Successor {
            kid: key.kid().to_owned(),
            algorithm: key.algorithm(),
            signs_from: when.signs_from,
        });
    }
    tx.commit().await?;
    portico.keys.forget();
    Ok(successors)
}
