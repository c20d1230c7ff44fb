//! A provider's logo: uploaded, written anew, kept in the database so that every replica has it.

use crate::{
    crypto::sha256_hex,
    images,
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, providers::RemoveLogo, visit::Visit},
    routes::by_id,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    ids::ProviderId,
    staff::Permission,
    values::{Fault, Slug},
};
use serde_json::json;
use storage::{
    Tx,
    providers::{self, Provider, logos},
};

/// Takes a file as the logo of a provider, in place of the one that it had.
pub async fn set_logo(portico: &Portico, visit: &Visit, id: &str, file: Vec<u8>) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    // Decoding takes some milliseconds: not on a thread that answers others.
    let decoded = tokio::task::spawn_blocking(move || images::logo(&file)).await;
    let picture = match decoded {
        Ok(Ok(picture)) => picture,
        Ok(Err(fault)) => return Ok(Answer::field("logo", fault)),
        Err(error) => {
            tracing::warn!(%error, "a picture could not be decoded");
            return Ok(Answer::field("logo", Fault::NotAPicture));
        }
    };
    let mut tx = portico.database.begin().await?;
    let provider = find(&mut tx, id).await?;
    let hash = keep_logo(&mut tx, provider.id, &picture).await?;
    let deed = Deed {
        action: "provider.logo_changed",
        subject_kind: "provider",
        subject_id: id,
        old: Some(json!({ "name": provider.name, "logo": provider.logo })),
        new: Some(json!({ "name": provider.name, "logo": hash })),
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(back(id))
}

/// Keeps a picture that was written anew, and tells the hash that names it from now on.
pub async fn keep_logo(tx: &mut Tx, id: ProviderId, picture: &[u8]) -> Outcome<String> {
    let hash = sha256_hex(picture);
    logos::set(tx, id, &hash, &STANDARD.encode(picture)).await?;
    Ok(hash)
}

/// Takes the logo away.
pub async fn remove_logo(portico: &Portico, visit: &Visit, form: RemoveLogo) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let mut tx = portico.database.begin().await?;
    let provider = find(&mut tx, &form.id).await?;
    if logos::remove(&mut tx, provider.id).await? {
        let deed = Deed {
            action: "provider.logo_removed",
            subject_kind: "provider",
            subject_id: &form.id,
            old: Some(json!({ "name": provider.name, "logo": provider.logo })),
            new: Some(json!({ "name": provider.name, "logo": "" })),
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(back(&form.id))
}

/// The picture, WebP, of the provider with this slug whose content has this hash.
pub async fn logo(portico: &Portico, slug: &str, hash: &str) -> Outcome<Vec<u8>> {
    let slug = Slug::parse(slug).map_err(|_| Trouble(ApiError::NotFound))?;
    if !is_hash(hash) {
        return Err(Trouble(ApiError::NotFound));
    }
    let mut conn = portico.database.read().await?;
    let content = logos::content(&mut conn, slug.as_str(), hash)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    STANDARD.decode(content).map_err(|error| {
        tracing::error!(%error, "a stored logo can't be read");
        Trouble(ApiError::Internal)
    })
}

/// Whether this may be a SHA-256 in hexadecimal.
fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn find(tx: &mut Tx, id: &str) -> Outcome<Provider> {
    let id = id
        .parse::<ProviderId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    providers::by_id(tx, id).await?.ok_or(Trouble(ApiError::NotFound))
}

fn back(id: &str) -> Answer {
    Answer::go(format!("{}?done=saved", by_id("/office/providers", id)))
}
