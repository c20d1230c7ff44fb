//! Switching a client on and off, and deleting it. Neither asks for a recent sign-in: taking access away must be quick.

use super::{change, named};
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError,
        clients::{DeleteClient, SwitchClient},
        visit::Visit,
    },
    routes::by_id,
};
use domain::{staff::Permission, values::Fault};
use serde_json::json;

/// Switches a client on or off. Off ends everything that it was given.
pub async fn switch(portico: &Portico, visit: &Visit, form: SwitchClient) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditClients).await?;
    let active = match form.switch.as_str() {
        "on" => true,
        "off" => false,
        _ => return Err(Trouble(ApiError::Malformed)),
    };
    let mut tx = portico.database.begin().await?;
    let client = named(&mut tx, &form.id).await?;
    if client.active == active {
        return Ok(Answer::form(Fault::Stale));
    }
    let action = match change::switch(portico, &mut tx, &client, (form.version, active)).await? {
        Ok(action) => action,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    let deed = Deed {
        new: Some(json!({ "name": client.name })),
        ..Deed::plain(action, "client", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.discovery.forget();
    Ok(Answer::go(format!(
        "{}?done={}",
        by_id("/office/clients", &form.id),
        form.switch
    )))
}

/// Deletes a client with everything that it was given.
pub async fn delete(portico: &Portico, visit: &Visit, form: DeleteClient) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditClients).await?;
    let mut tx = portico.database.begin().await?;
    let client = named(&mut tx, &form.id).await?;
    let change = match change::remove(&mut tx, &client, form.version).await? {
        Ok(change) => change,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    audit::note(portico, &mut tx, visit, member.actor(), change.deed(&form.id)).await?;
    tx.commit().await?;
    portico.discovery.forget();
    Ok(Answer::go("/office/clients?done=deleted"))
}
