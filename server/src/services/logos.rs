//! Logos that administrators upload, of providers and of clients: written anew, named by the hash of their content, kept
//! in the database so that every replica has them.

use super::{
    Outcome, Trouble,
    audit::{self, Deed},
    staff,
};
use crate::{crypto::sha256_hex, images, state::Portico};
use app::{
    api::{Answer, ApiError, visit::Visit},
    routes::by_id,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{staff::Permission, values::Fault};
use serde_json::{Value, json};
use std::future::Future;
use storage::{Conn, Tx};

/// A picture, as it is kept.
pub struct Logo {
    /// SHA-256 of the picture, in hexadecimal.
    pub hash: String,
    /// The picture, WebP, in base64.
    pub content: String,
}

impl Logo {
    /// Writes a file anew.
    ///
    /// # Errors
    /// Those of [`images::logo`].
    pub fn of(file: &[u8]) -> Result<Self, Fault> {
        let picture = images::logo(file)?;
        Ok(Self {
            hash: sha256_hex(&picture),
            content: STANDARD.encode(&picture),
        })
    }
}

/// A thing that has a logo, or may have one.
pub trait Bearer: Sized + Send + Sync + 'static {
    /// What the history calls such a thing.
    const KIND: &'static str;
    /// Its page in the back office stands below this path.
    const PAGES: &'static str;
    /// Where a logo is posted to.
    const UPLOAD: &'static str;
    /// Where a logo stands: a route with the thing's name and the hash.
    const PICTURE: &'static str;
    /// What those may do who change it.
    const EDIT: Permission;

    /// The thing with this id.
    fn find(tx: &mut Tx, id: &str) -> impl Future<Output = Outcome<Option<Self>>> + Send;
    /// What people call it.
    fn name(&self) -> &str;
    /// Hash of the logo that it has.
    fn logo(&self) -> Option<&str>;
    /// Gives it a logo, in place of the one that it had.
    fn give(&self, tx: &mut Tx, logo: &Logo) -> impl Future<Output = Outcome<()>> + Send;
    /// Takes its logo away; `false` if there was none.
    fn take(&self, tx: &mut Tx) -> impl Future<Output = Outcome<bool>> + Send;
    /// What is kept of the logo with this hash, of the thing that addresses name so.
    fn kept(conn: &mut Conn, named: &str, hash: &str)
    -> impl Future<Output = Outcome<Option<String>>> + Send;
}

/// Makes a row of `$area` a [`Bearer`]: found by `$id`, named in addresses by `$named`, its logos in a module of the area.
macro_rules! bearer {
    (
        $thing:ty, in $area:ident, by $id:ty, named by $named:ty {
            KIND: $kind:expr, PAGES: $pages:expr, UPLOAD: $upload:expr, PICTURE: $picture:expr, EDIT: $edit:expr $(,)?
        }
    ) => {
        impl crate::services::logos::Bearer for $thing {
            const KIND: &'static str = $kind;
            const PAGES: &'static str = $pages;
            const UPLOAD: &'static str = $upload;
            const PICTURE: &'static str = $picture;
            const EDIT: domain::staff::Permission = $edit;

            async fn find(tx: &mut storage::Tx, id: &str) -> crate::services::Outcome<Option<Self>> {
                match id.parse::<$id>() {
                    Ok(id) => Ok($area::by_id(tx, id).await?),
                    Err(_) => Ok(None),
                }
            }

            fn name(&self) -> &str {
                &self.name
            }

            fn logo(&self) -> Option<&str> {
                self.logo.as_deref()
            }

            async fn give(
                &self,
                tx: &mut storage::Tx,
                logo: &crate::services::logos::Logo,
            ) -> crate::services::Outcome<()> {
                Ok($area::logos::set(tx, self.id, &logo.hash, &logo.content).await?)
            }

            async fn take(&self, tx: &mut storage::Tx) -> crate::services::Outcome<bool> {
                Ok($area::logos::remove(tx, self.id).await?)
            }

            async fn kept(
                conn: &mut storage::Conn,
                named: &str,
                hash: &str,
            ) -> crate::services::Outcome<Option<String>> {
                match named.parse::<$named>() {
                    Ok(named) => Ok($area::logos::content(conn, &named.to_string(), hash).await?),
                    Err(_) => Ok(None),
                }
            }
        }
    };
}

pub(crate) use bearer;

/// Takes a file as the logo of a thing, in place of the one that it had.
pub async fn set<T: Bearer>(portico: &Portico, visit: &Visit, id: &str, file: Vec<u8>) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, T::EDIT).await?;
    // Decoding takes some milliseconds: not on a thread that answers others.
    let logo = match tokio::task::spawn_blocking(move || Logo::of(&file)).await {
        Ok(Ok(logo)) => logo,
        Ok(Err(fault)) => return Ok(Answer::field("logo", fault)),
        Err(error) => {
            tracing::warn!(%error, "a picture could not be decoded");
            return Ok(Answer::field("logo", Fault::NotAPicture));
        }
    };
    let mut tx = portico.database.begin().await?;
    let thing = named::<T>(&mut tx, id).await?;
    thing.give(&mut tx, &logo).await?;
    let action = format!("{}.logo_changed", T::KIND);
    let deed = Deed {
        old: Some(told(&thing, thing.logo())),
        new: Some(told(&thing, Some(&logo.hash))),
        ..Deed::plain(&action, T::KIND, id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(back::<T>(id))
}

/// Takes the logo away.
pub async fn remove<T: Bearer>(portico: &Portico, visit: &Visit, id: &str) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, T::EDIT).await?;
    let mut tx = portico.database.begin().await?;
    let thing = named::<T>(&mut tx, id).await?;
    if thing.take(&mut tx).await? {
        let action = format!("{}.logo_removed", T::KIND);
        let deed = Deed {
            old: Some(told(&thing, thing.logo())),
            new: Some(told(&thing, Some(""))),
            ..Deed::plain(&action, T::KIND, id)
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(back::<T>(id))
}

/// The picture, WebP, of the thing that addresses name so, whose content has this hash.
pub async fn picture<T: Bearer>(portico: &Portico, named: &str, hash: &str) -> Outcome<Vec<u8>> {
    if !is_hash(hash) {
        return Err(Trouble(ApiError::NotFound));
    }
    let mut conn = portico.database.read().await?;
    let content = T::kept(&mut conn, named, hash)
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

async fn named<T: Bearer>(tx: &mut Tx, id: &str) -> Outcome<T> {
    T::find(tx, id).await?.ok_or(Trouble(ApiError::NotFound))
}

/// What the history keeps: never the picture.
fn told<T: Bearer>(thing: &T, logo: Option<&str>) -> Value {
    json!({ "name": thing.name(), "logo": logo })
}

fn back<T: Bearer>(id: &str) -> Answer {
    Answer::go(format!("{}?done=saved", by_id(T::PAGES, id)))
}
