//! Writing the clients of a file.

use super::Named;
use crate::{
    apply::{Refused, Wishes, differences, document::Faults},
    crypto::sha256_hex,
    services::{
        Trouble,
        audit::{self, Deed},
        clients::{change, settings_of},
    },
    state::Portico,
};
use app::api::ApiError;
use domain::{
    clients::{
        Overlap, Settings,
        form::{ClientForm, parse},
    },
    ids::{ClientId, ClientSecretId},
};
use serde_json::json;
use storage::{
    Tx,
    clients::{self, Client, secrets},
};

/// Writes them, and answers a line for each change. With `prune`, the clients that the file does not name are switched
/// off; a file that names none leaves them all.
pub async fn carry_out(
    portico: &Portico,
    tx: &mut Tx,
    named: &[Named],
    wishes: Wishes,
) -> Result<Vec<String>, Refused> {
    let mut lines = Vec::new();
    if named.is_empty() {
        return Ok(lines);
    }
    let stored = clients::list(tx).await?;
    let mut kept = Vec::new();
    for wanted in named {
        let mut namesakes = stored.iter().filter(|client| client.name == wanted.name);
        let before = namesakes.next();
        if namesakes.next().is_some() {
            let message = "several applications have this name: rename them in the back office";
            return Err(wanted.place.fault(message).into());
        }
        let id = put(portico, tx, (wanted, before), wishes.dry_run, &mut lines).await?;
        give_secret(portico, tx, (wanted, id), before.is_none(), &mut lines).await?;
        if let Some(active) = wanted.active {
            lines.extend(switch(portico, tx, id, active).await?);
        }
        kept.push(id);
    }
    if wishes.prune {
        for client in stored.iter().filter(|client| !kept.contains(&client.id)) {
            lines.extend(switch(portico, tx, client.id, false).await?);
        }
    }
    Ok(lines)
}

/// Makes or changes a client.
async fn put(
    portico: &Portico,
    tx: &mut Tx,
    (wanted, before): (&Named, Option<&Client>),
    dry_run: bool,
    lines: &mut Vec<String>,
) -> Result<ClientId, Refused> {
    let old = before.map(settings_of).transpose()?;
    let settings = settings(wanted, old.as_ref())?;
    if let (Some(before), true) = (before, old.as_ref() == Some(&settings)) {
        return Ok(before.id);
    }
    if old.is_some_and(|old| old.sector_identifier != settings.sector_identifier) {
        let message = "stays what it was: nobody would be known to the application any more";
        let at = wanted.places.iter().find(|(key, _)| *key == "sector_identifier");
        return Err(at.map_or(&wanted.place, |(_, place)| place).fault(message).into());
    }
    let change = match change::put(portico, tx, before, settings).await? {
        Ok(change) => change,
        Err(fault) => return Err(wanted.place.fault(fault.to_string()).into()),
    };
    let id = change.id.to_string();
    audit::note_by_system(portico, tx, change.deed(&id)).await?;
    let what = format!("clients.{}", wanted.name);
    if before.is_none() {
        // A dry run is taken back, and the id with it.
        let id = if dry_run { "(made when it is applied)" } else { &id };
        lines.push(format!("{what}: client_id: (none) -> {id}"));
    }
    if let Some(after) = &change.after {
        lines.extend(differences(&what, change.before.as_ref(), after));
    }
    Ok(change.id)
}

/// What the client is to be: what is stored, or what a new one begins with, and over it what the file says.
fn settings(wanted: &Named, old: Option<&Settings>) -> Result<Settings, Refused> {
    let form = old.map_or_else(ClientForm::fresh, ClientForm::of);
    let broken = |error: serde_json::Error| {
        tracing::error!(%error, "a client's form can't be filled from a file");
        Trouble(ApiError::Internal)
    };
    let mut typed = serde_json::to_value(form).map_err(broken)?;
    for (field, value) in &wanted.fields {
        typed[field] = value.clone();
    }
    let form: ClientForm = serde_json::from_value(typed).map_err(broken)?;
    parse(&form).map_err(|faults| {
        let told = faults
            .into_iter()
            .map(|(field, fault)| wanted.fault(field, fault));
        Faults(told.collect()).into()
    })
}

/// Gives a client the secret of the file, unless it has it.
async fn give_secret(
    portico: &Portico,
    tx: &mut Tx,
    (wanted, id): (&Named, ClientId),
    is_new: bool,
    lines: &mut Vec<String>,
) -> Result<(), Refused> {
    let what = format!("clients.{}: secret", wanted.name);
    let client = clients::by_id(tx, id).await?;
    let needs_secret = client.is_some_and(|client| client.auth_method.needs_secret());
    let Some((secret, place)) = &wanted.secret else {
        if is_new && needs_secret {
            lines.push(format!(
                "{what}: none yet: name one, or make one in the back office"
            ));
        }
        return Ok(());
    };
    if !needs_secret {
        return Err(place.fault("is of no use with this auth_method").into());
    }
    let (now, hash) = (portico.now(), sha256_hex(secret.as_bytes()));
    let open = secrets::open(tx, id, now).await?;
    if open.first().is_some_and(|newest| newest.hash == hash) {
        return Ok(());
    }
    let secret_id = ClientSecretId::new(now, portico.random());
    let overlap = if open.is_empty() {
        Overlap::None
    } else {
        wanted.overlap
    };
    let until = now.plus(overlap.span());
    secrets::add(tx, id, (secret_id, &hash), until, now).await?;
    let id = id.to_string();
    let deed = Deed {
        new: Some(json!({ "name": wanted.name, "overlap": overlap })),
        ..Deed::plain("client.secret_made", "client", &id)
    };
    audit::note_by_system(portico, tx, deed).await?;
    let done = if open.is_empty() { "set" } else { "replaced" };
    lines.push(format!("{what}: {done}"));
    Ok(())
}

/// Switches a client on or off, and answers the line for it; none when it is so.
async fn switch(
    portico: &Portico,
    tx: &mut Tx,
    id: ClientId,
    active: bool,
) -> Result<Option<String>, Refused> {
    let client = clients::by_id(tx, id).await?;
    let Some(client) = client.filter(|client| client.active != active) else {
        return Ok(None);
    };
    let action = match change::switch(portico, tx, &client, (client.version, active)).await? {
        Ok(action) => action,
        Err(_) => return Err(Trouble(ApiError::Conflict).into()),
    };
    let id = id.to_string();
    let deed = Deed {
        new: Some(json!({ "name": client.name })),
        ..Deed::plain(action, "client", &id)
    };
    audit::note_by_system(portico, tx, deed).await?;
    let done = if active { "on" } else { "off" };
    Ok(Some(format!("clients.{}: switched {done}", client.name)))
}
