//! How a role is written, and what the history keeps of it: the same for a form and a file.

use crate::{
    services::{Outcome, Trouble, audit::Deed},
    state::Portico,
};
use app::api::ApiError;
use domain::{
    ids::RoleId,
    roles::{RoleFacts, delete as may_go},
    values::{Fault, RoleName},
};
use serde_json::{Value, json};
use storage::{
    Conn, Tx,
    roles::{self, Role, RoleSettings},
};

/// What a role is to be.
pub struct Wanted<'a> {
    /// What the shop calls it.
    pub name: &'a RoleName,
    /// Whether those who get it must show that they are no program.
    pub needs_bot_check: bool,
    /// New customers get it from now on. Who gets it stays so until another one takes its place.
    pub make_default: bool,
}

/// A role before and after; one that is new has no before, one that is gone no after.
pub struct Change {
    id: String,
    /// As it was.
    pub before: Option<Role>,
    /// As it is.
    pub after: Option<Role>,
}

impl Change {
    /// What the history keeps.
    pub fn deed(&self) -> Deed<'_> {
        let action = match (&self.before, &self.after) {
            (None, _) => "role.created",
            (Some(_), Some(_)) => "role.changed",
            (Some(_), None) => "role.deleted",
        };
        Deed {
            old: self.before.as_ref().map(told),
            new: self.after.as_ref().map(told),
            ..Deed::plain(action, "role", &self.id)
        }
    }
}

fn told(role: &Role) -> Value {
    json!({
        "name": role.name,
        "default_role": role.is_default,
        "needs_bot_check": role.needs_bot_check,
    })
}

/// Makes a role where there was none before, or changes it, and then the one whose place it takes as the default;
/// nothing when it stays as it is. The caller holds all roles and has seen that no other has the name.
pub async fn put(
    portico: &Portico,
    tx: &mut Tx,
    before: Option<Role>,
    wanted: Wanted<'_>,
) -> Outcome<Vec<Change>> {
    let stays = before.as_ref().is_some_and(|role| {
        role.name == wanted.name.as_str()
            && role.needs_bot_check == wanted.needs_bot_check
            && (role.is_default || !wanted.make_default)
    });
    if stays {
        return Ok(Vec::new());
    }
    let settings = RoleSettings {
        name: wanted.name,
        needs_bot_check: wanted.needs_bot_check,
    };
    let id = match &before {
        None => {
            let id = RoleId::new(portico.now(), portico.random());
            roles::insert(tx, id, settings, portico.now()).await?;
            id
        }
        Some(role) => {
            roles::change(tx, role.id, settings, role.version).await?;
            role.id
        }
    };
    let mut touched = vec![(id, before)];
    if wanted.make_default {
        let all = roles::list(tx).await?;
        let displaced = all.into_iter().find(|role| role.is_default && role.id != id);
        touched.extend(displaced.map(|role| (role.id, Some(role))));
        roles::make_default(tx, id).await?;
    }
    let mut changes = Vec::new();
    for (id, before) in touched {
        let after = roles::by_id(tx, id).await?.ok_or(Trouble(ApiError::NotFound))?;
        changes.push(Change {
            id: id.to_string(),
            before,
            after: Some(after),
        });
    }
    Ok(changes)
}

/// Deletes a role, or tells why it stays. The caller holds all roles.
pub async fn remove(tx: &mut Tx, role: Role) -> Outcome<Result<Change, Fault>> {
    if let Err(fault) = may_go(facts(tx, &role).await?) {
        return Ok(Err(fault));
    }
    roles::delete(tx, role.id).await?;
    Ok(Ok(Change {
        id: role.id.to_string(),
        before: Some(role),
        after: None,
    }))
}

/// What decides whether a role can go.
pub(super) async fn facts(conn: &mut Conn, role: &Role) -> Outcome<RoleFacts> {
    Ok(RoleFacts {
        is_default: role.is_default,
        customers: roles::count_customers(conn, role.id).await?,
    })
}
