//! Saving a client.

use super::{change, named, secret};
use crate::{
    services::{
        Outcome, audit,
        staff::{self, Member},
    },
    state::Portico,
};
use app::{
    api::{Answer, Problems, clients::SaveClient, visit::Visit},
    routes::by_id,
};
use domain::{
    clients::form::{Faults, parse},
    staff::Permission,
    values::Fault,
};

/// Makes or changes a client. A new one that needs a secret is given one; for one that is there it is made by
/// [`make_secret`](super::make_secret) alone, which asks for a recent sign-in.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveClient) -> Outcome<Answer> {
    let member: Member = staff::needed(portico, visit, Permission::EditClients).await?;
    let mut tx = portico.database.begin().await?;
    let before = match form.id.as_str() {
        "" => None,
        id => Some(named(&mut tx, id).await?),
    };
    let settings = match parse(&form.form) {
        Ok(settings) => settings,
        Err(faults) => return Ok(Answer::Problems(problems(faults))),
    };
    if before
        .as_ref()
        .is_some_and(|before| before.version != form.version)
    {
        return Ok(Answer::form(Fault::Stale));
    }
    let (needs_secret, name) = (settings.auth_method.needs_secret(), settings.name.clone());
    let change = match change::put(portico, &mut tx, before.as_ref(), settings).await? {
        Ok(change) => change,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    let id = change.id.to_string();
    audit::note(portico, &mut tx, visit, member.actor(), change.deed(&id)).await?;
    if needs_secret && before.is_none() {
        secret::first(portico, &mut tx, visit, &member, (change.id, name.as_str())).await?;
    }
    tx.commit().await?;
    portico.discovery.forget();
    Ok(Answer::go(format!(
        "{}?done=saved",
        by_id("/office/clients", &id)
    )))
}

/// The faults of a form beside their fields.
fn problems(faults: Faults) -> Problems {
    let beside = |problems: Problems, (field, fault)| problems.with(field, fault);
    faults.into_iter().fold(Problems::default(), beside)
}
