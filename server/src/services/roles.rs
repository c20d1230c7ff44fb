//! Roles of customers: administrators keep them, operations give them.

pub mod change;
mod customer;

pub use customer::{of_customer, set};

use super::{Outcome, Trouble, audit, staff};
use crate::state::Portico;
use app::api::{
    Answer, ApiError, Problems,
    roles::{DeleteRole, Role, RoleRow, SaveRole},
    visit::Visit,
};
use change::{Wanted, facts};
use domain::{
    ids::RoleId,
    roles::delete as may_go,
    staff::Permission,
    values::{Fault, RoleName},
};
use storage::{Conn, roles};

/// Every role with the number of those who have it.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<Vec<RoleRow>> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let mut conn = portico.database.read().await?;
    let mut rows = Vec::new();
    for role in roles::list(&mut conn).await? {
        let customers = roles::count_customers(&mut conn, role.id).await?;
        rows.push(RoleRow {
            id: role.id.to_string(),
            name: role.name,
            is_default: role.is_default,
            customers: u32::try_from(customers).unwrap_or(u32::MAX),
        });
    }
    Ok(rows)
}

/// One role.
pub async fn read(portico: &Portico, visit: &Visit, id: RoleId) -> Outcome<Role> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let mut conn = portico.database.read().await?;
    let role = roles::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    Ok(Role {
        may_go: may_go(facts(&mut conn, &role).await?).is_ok(),
        id: role.id.to_string(),
        version: role.version,
        name: role.name,
        is_default: role.is_default,
        needs_bot_check: role.needs_bot_check,
    })
}

/// The role that a form names.
async fn named(conn: &mut Conn, id: &str) -> Outcome<roles::Role> {
    let id = id.parse::<RoleId>().map_err(|_| Trouble(ApiError::NotFound))?;
    let found = roles::by_id(conn, id).await?;
    found.ok_or(Trouble(ApiError::NotFound))
}

/// Makes a role, or changes one. The default stays what it is until another one takes its place.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveRole) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut problems = Problems::default();
    let Some(name) = problems.take("name", RoleName::parse(&form.name)) else {
        return Ok(Answer::Problems(problems));
    };
    let mut tx = portico.database.begin().await?;
    roles::hold(&mut tx).await?;
    let before = match form.id.as_str() {
        "" => None,
        id => Some(named(&mut tx, id).await?),
    };
    let namesake = roles::by_name(&mut tx, &name).await?;
    if namesake.is_some_and(|role| before.as_ref().is_none_or(|before| before.id != role.id)) {
        return Ok(Answer::field("name", Fault::RoleNameTaken));
    }
    if before
        .as_ref()
        .is_some_and(|before| before.version != form.version)
    {
        return Ok(Answer::form(Fault::Stale));
    }
    let wanted = Wanted {
        name: &name,
        needs_bot_check: form.needs_bot_check.is_some(),
        make_default: form.is_default.is_some(),
    };
    for change in change::put(portico, &mut tx, before, wanted).await? {
        audit::note(portico, &mut tx, visit, member.actor(), change.deed()).await?;
    }
    tx.commit().await?;
    Ok(Answer::go("/office/settings/roles?done=saved"))
}

/// Deletes a role that nobody has.
pub async fn delete(portico: &Portico, visit: &Visit, form: DeleteRole) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut tx = portico.database.begin().await?;
    roles::hold(&mut tx).await?;
    let role = named(&mut tx, &form.id).await?;
    let change = match change::remove(&mut tx, role).await? {
        Ok(change) => change,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    audit::note(portico, &mut tx, visit, member.actor(), change.deed()).await?;
    tx.commit().await?;
    Ok(Answer::go("/office/settings/roles?done=deleted"))
}
