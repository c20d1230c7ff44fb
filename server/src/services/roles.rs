//! Roles of customers: administrators keep them, operations give them.

mod customer;

pub use customer::{of_customer, set};

use super::{
    Outcome, Trouble,
    audit::{self, Deed},
    staff,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError, Problems,
    roles::{DeleteRole, Role, RoleRow, SaveRole},
    visit::Visit,
};
use domain::{
    ids::RoleId,
    roles::{RoleFacts, delete as may_go},
    staff::Permission,
    values::{Fault, RoleName},
};
use serde_json::{Value, json};
use storage::{
    Conn, Tx,
    roles::{self, RoleSettings},
};

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

async fn facts(conn: &mut Conn, role: &roles::Role) -> Outcome<RoleFacts> {
    Ok(RoleFacts {
        is_default: role.is_default,
        customers: roles::count_customers(conn, role.id).await?,
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
    let id = match &before {
        None => RoleId::new(portico.now(), portico.random()),
        Some(before) => before.id,
    };
    let settings = RoleSettings {
        name: &name,
        needs_bot_check: form.needs_bot_check.is_some(),
    };
    match &before {
        None => roles::insert(&mut tx, id, settings, portico.now()).await?,
        Some(before) if before.version != form.version => return Ok(Answer::form(Fault::Stale)),
        Some(before) => {
            roles::change(&mut tx, id, settings, before.version).await?;
        }
    }
    if form.is_default.is_some() {
        roles::make_default(&mut tx, id).await?;
    }
    let after = named(&mut tx, &id.to_string()).await?;
    let old = before.as_ref().map(told);
    if old.as_ref() != Some(&told(&after)) {
        let action = if old.is_some() {
            "role.changed"
        } else {
            "role.created"
        };
        note(
            portico,
            &mut tx,
            visit,
            &member,
            action,
            id,
            (old, Some(told(&after))),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/settings/roles?done=saved"))
}

/// Deletes a role that nobody has.
pub async fn delete(portico: &Portico, visit: &Visit, form: DeleteRole) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut tx = portico.database.begin().await?;
    roles::hold(&mut tx).await?;
    let role = named(&mut tx, &form.id).await?;
    if let Err(fault) = may_go(facts(&mut tx, &role).await?) {
        return Ok(Answer::form(fault));
    }
    roles::delete(&mut tx, role.id).await?;
    let values = (Some(told(&role)), None);
    note(portico, &mut tx, visit, &member, "role.deleted", role.id, values).await?;
    tx.commit().await?;
    Ok(Answer::go("/office/settings/roles?done=deleted"))
}

/// What the history keeps of a role.
fn told(role: &roles::Role) -> Value {
    json!({
        "name": role.name,
        "default_role": role.is_default,
        "needs_bot_check": role.needs_bot_check,
    })
}

async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    member: &staff::Member,
    action: &str,
    id: RoleId,
    (old, new): (Option<Value>, Option<Value>),
) -> Outcome<()> {
    let deed = Deed {
        action,
        subject_kind: "role",
        subject_id: &id.to_string(),
        old,
        new,
    };
    audit::note(portico, tx, visit, member.actor(), deed).await
}
