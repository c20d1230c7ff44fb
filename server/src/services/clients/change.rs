//! How a client is written, and what the history keeps of it: the same for a form and a file. Whoever commits it has
//! discovery made anew.

use super::settings_of;
use crate::{
    services::{Outcome, audit::Deed},
    state::Portico,
};
use domain::{
    clients::{Settings, form::ClientForm},
    ids::ClientId,
    values::Fault,
};
use serde_json::{Value, json};
use storage::{
    Tx,
    clients::{self, Client, ClientSettings},
    grants,
};

/// A client before and after; one that is new has no before, one that is gone no after.
pub struct Change {
    /// Which.
    pub id: ClientId,
    /// As it was.
    pub before: Option<Value>,
    /// As it is.
    pub after: Option<Value>,
}

impl Change {
    /// What the history keeps of it, with the id as text.
    pub fn deed<'a>(&self, id: &'a str) -> Deed<'a> {
        let action = match (&self.before, &self.after) {
            (None, _) => "client.created",
            (Some(_), Some(_)) => "client.changed",
            (Some(_), None) => "client.deleted",
        };
        Deed {
            old: self.before.clone(),
            new: self.after.clone(),
            ..Deed::plain(action, "client", id)
        }
    }
}

/// Makes a client where there was none before, or changes it. Secrets stay, though nobody takes them while the client
/// shows in another way who it is: an application that runs goes on as it did once that is changed back. What it was
/// given ends when it may know less now, or has to ask. The sector stays what it was, since by another one nobody would
/// be known to the client.
///
/// The inner error is what the form is told.
pub async fn put(
    portico: &Portico,
    tx: &mut Tx,
    before: Option<&Client>,
    mut settings: Settings,
) -> Outcome<Result<Change, Fault>> {
    let now = portico.now();
    let old = before.map(settings_of).transpose()?;
    if let Some(old) = &old {
        settings.sector_identifier.clone_from(&old.sector_identifier);
    }
    let row = row(&settings);
    let id = match before {
        None => {
            let id = ClientId::new(now, portico.random());
            clients::insert(tx, id, &row, now).await?;
            id
        }
        Some(before) => {
            if !clients::update(tx, before.id, before.version, &row, now).await? {
                return Ok(Err(Fault::Stale));
            }
            if old.as_ref().is_some_and(|old| narrower(old, &settings)) {
                grants::end_all_for_client(tx, before.id, now).await?;
            }
            before.id
        }
    };
    Ok(Ok(Change {
        id,
        before: old.as_ref().map(told),
        after: Some(told(&settings)),
    }))
}

/// Whether a client that was given something before might not be given it now.
fn narrower(old: &Settings, new: &Settings) -> bool {
    !old.scopes.within(&new.scopes) || (old.trusted && !new.trusted)
}

/// Deletes a client with everything that it was given.
///
/// The inner error is what the form is told.
pub async fn remove(tx: &mut Tx, client: &Client, version: i64) -> Outcome<Result<Change, Fault>> {
    let before = told(&settings_of(client)?);
    if !clients::delete(tx, client.id, version).await? {
        return Ok(Err(Fault::Stale));
    }
    Ok(Ok(Change {
        id: client.id,
        before: Some(before),
        after: None,
    }))
}

/// Switches a client on or off, and answers what the history calls it. Off ends everything that it was given, so that
/// nothing of it comes back with it.
///
/// The inner error is what the form is told.
pub async fn switch(
    portico: &Portico,
    tx: &mut Tx,
    client: &Client,
    (version, active): (i64, bool),
) -> Outcome<Result<&'static str, Fault>> {
    let now = portico.now();
    if !clients::set_active(tx, client.id, version, active, now).await? {
        return Ok(Err(Fault::Stale));
    }
    if active {
        return Ok(Ok("client.switched_on"));
    }
    clients::end_all(tx, client.id, now).await?;
    Ok(Ok("client.switched_off"))
}

fn row(settings: &Settings) -> ClientSettings<'_> {
    ClientSettings {
        name: settings.name.as_str(),
        policy_uri: settings.policy_uri.as_deref(),
        tos_uri: settings.tos_uri.as_deref(),
        colour: settings.colour.as_ref(),
        auth_method: settings.auth_method,
        public_keys: settings.public_keys.as_ref(),
        response_types: &settings.response_types,
        grant_types: &settings.grant_types,
        redirect_uris: &settings.redirect_uris,
        post_logout_redirect_uris: &settings.post_logout_redirect_uris,
        scopes: &settings.scopes,
        trusted: settings.trusted,
        pkce: settings.pkce,
        back_channel_logout_uri: settings.back_channel_logout_uri.as_deref(),
        front_channel_logout_uri: settings.front_channel_logout_uri.as_deref(),
        id_token_algorithm: settings.id_token_algorithm,
        access_token_minutes: settings.access_token_minutes.into(),
        refresh_token_days: settings.refresh_token_days.into(),
        sector_identifier: settings.sector_identifier.as_ref().map(AsRef::as_ref),
    }
}

/// The settings under the names that the file has, too, as the history and `portico apply` tell them.
pub fn told(settings: &Settings) -> Value {
    let form = ClientForm::of(settings);
    let words = |words: Vec<&str>| words.join(", ");
    json!({
        "name": form.name,
        "policy_uri": form.policy_uri,
        "tos_uri": form.tos_uri,
        "colour": form.colour,
        "auth_method": form.auth_method,
        "public_keys": settings.public_keys.as_ref().map(Value::to_string).unwrap_or_default(),
        "response_types": words(settings.response_types.iter().map(|kind| kind.as_str()).collect()),
        "grant_types": words(settings.grant_types.iter().map(|grant| grant.as_str()).collect()),
        "redirect_uris": form.redirect_uris,
        "post_logout_redirect_uris": form.post_logout_redirect_uris,
        "scopes": settings.scopes.to_string(),
        "trusted": settings.trusted,
        "pkce": settings.pkce,
        "back_channel_logout_uri": form.back_channel_logout_uri,
        "front_channel_logout_uri": form.front_channel_logout_uri,
        "id_token_algorithm": form.id_token_algorithm,
        "access_token_minutes": settings.access_token_minutes,
        "refresh_token_days": settings.refresh_token_days,
        "sector_identifier": form.sector_identifier,
    })
}
