//! The list of clients.

use crate::{
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{clients::ClientRow, visit::Visit};
use domain::staff::Permission;
use std::collections::HashMap;
use storage::clients::{self, secrets};

/// All clients by name.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<Vec<ClientRow>> {
    staff::needed(portico, visit, Permission::SeeClients).await?;
    let mut conn = portico.database.read().await?;
    let newest = secrets::newest(&mut conn, portico.now()).await?;
    let newest: HashMap<_, _> = newest
        .into_iter()
        .map(|newest| (newest.client_id, newest.created_at))
        .collect();
    let language = visit.facts().language;
    let row = |client: clients::Client| ClientRow {
        id: client.id.to_string(),
        name: client.name,
        auth_method: client.auth_method,
        active: client.active,
        last_used: client.last_used_at.map(|at| dates::date(at, language)),
        secret_since: newest
            .get(&client.id)
            .filter(|_| client.auth_method.needs_secret())
            .map(|at| dates::date(*at, language)),
    };
    Ok(clients::list(&mut conn).await?.into_iter().map(row).collect())
}
