//! `[[roles]]`: the roles of customers, each by its name.

use super::{
    Refused, differences,
    document::{Fault, Faults, Place, Table},
};
use crate::{
    services::{
        audit,
        roles::change::{self, Change, Wanted},
    },
    state::Portico,
};
use domain::values::{Fault as RoleFault, RoleName};
use serde_json::{Value, json};
use storage::{
    Tx,
    roles::{self, Role},
};

/// A role of the file. What it does not say stays as it is.
pub struct Named {
    name: RoleName,
    needs_bot_check: Option<bool>,
    default: Option<(bool, Place)>,
    place: Place,
}

impl Named {
    fn wants_default(&self) -> bool {
        matches!(self.default, Some((true, _)))
    }
}

/// Reads the roles of the file.
pub fn read(whole: &Table) -> Result<Vec<Named>, Faults> {
    let (mut named, mut faults) = (Vec::<Named>::new(), Vec::new());
    for table in whole.list("roles")? {
        match one(table) {
            Ok(role) if named.iter().any(|other| other.name == role.name) => {
                faults.push(role.place.fault("stands in the file twice"));
            }
            Ok(role) => named.push(role),
            Err(Faults(own)) => faults.extend(own),
        }
    }
    let chosen = named.iter().filter_map(|role| role.default.as_ref());
    let too_many = chosen.filter(|(chosen, _)| *chosen).skip(1);
    faults.extend(
        too_many.map(|(_, place)| place.fault("new customers get one role: another one says so, too")),
    );
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(Faults(faults))
    }
}

fn one(table: &Table) -> Result<Named, Faults> {
    table.only(&["name", "needs_bot_check", "default"])?;
    let one_fault = |fault: Fault| Faults(vec![fault]);
    let Some(name) = table.entries.get("name") else {
        return Err(one_fault(
            table.place.fault("name is missing: what the shop calls the role"),
        ));
    };
    let typed = name.text().map_err(one_fault)?;
    let parsed = RoleName::parse(typed).map_err(|fault| one_fault(name.place.fault(fault.to_string())))?;
    let truth = |key: &str| {
        let node = table.entries.get(key);
        node.map(|node| Ok((node.truth()?, node.place.clone())))
            .transpose()
            .map_err(one_fault)
    };
    Ok(Named {
        name: parsed,
        needs_bot_check: truth("needs_bot_check")?.map(|(needs, _)| needs),
        default: truth("default")?,
        place: name.place.clone(),
    })
}

/// Writes them, and answers a line for each change. With `prune`, the roles that the file does not name go; a file
/// that names none leaves them all, since new customers need one.
pub async fn carry_out(
    portico: &Portico,
    tx: &mut Tx,
    whole: &Table,
    named: &[Named],
    prune: bool,
) -> Result<Vec<String>, Refused> {
    let mut lines = Vec::new();
    if named.is_empty() {
        return Ok(lines);
    }
    roles::hold(tx).await?;
    for role in named {
        let before = roles::by_name(tx, &role.name).await?;
        let checked = before.as_ref().is_none_or(|before| before.needs_bot_check);
        let wanted = Wanted {
            name: &role.name,
            needs_bot_check: role.needs_bot_check.unwrap_or(checked),
            make_default: role.wants_default(),
        };
        for change in change::put(portico, tx, before, wanted).await? {
            audit::note_by_system(portico, tx, change.deed()).await?;
            lines.extend(told(&change));
        }
    }
    one_default(tx, named).await?;
    if prune {
        lines.extend(delete_others(portico, tx, whole, named).await?);
    }
    Ok(lines)
}

/// Refuses what would leave new customers no role.
async fn one_default(tx: &mut Tx, named: &[Named]) -> Result<(), Refused> {
    for role in named {
        let Some((false, place)) = &role.default else {
            continue;
        };
        if roles::by_name(tx, &role.name)
            .await?
            .is_some_and(|role| role.is_default)
        {
            let message = "new customers get this role: say default = true for another one";
            return Err(place.fault(message).into());
        }
    }
    Ok(())
}

/// Deletes the roles that the file does not name, or none of them where one has to stay.
async fn delete_others(
    portico: &Portico,
    tx: &mut Tx,
    whole: &Table,
    named: &[Named],
) -> Result<Vec<String>, Refused> {
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    let place = whole.place_of("roles");
    for role in roles::list(tx).await? {
        if named.iter().any(|own| own.name.as_str() == role.name) {
            continue;
        }
        let name = role.name.clone();
        match change::remove(tx, role).await? {
            Ok(change) => {
                audit::note_by_system(portico, tx, change.deed()).await?;
                lines.push(format!("roles.{name}: deleted, since the file does not name it"));
            }
            Err(fault) => faults.push(place.fault(format!("{name} can't be deleted, {}", why(fault)))),
        }
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(Faults(faults).into())
    }
}

/// Why a role stays, and what to do about it.
fn why(fault: RoleFault) -> String {
    match fault {
        RoleFault::DefaultRole => {
            "since new customers get it: name it, or say default = true for another one".to_owned()
        }
        RoleFault::RoleInUse => "since customers have it: name it, or give them another one".to_owned(),
        other => other.to_string(),
    }
}

fn told(change: &Change) -> Vec<String> {
    let Some(after) = &change.after else {
        return Vec::new();
    };
    let old = change.before.as_ref().map(values);
    differences(&format!("roles.{}", after.name), old.as_ref(), &values(after))
}

/// A role under the keys that it has in the file.
fn values(role: &Role) -> Value {
    json!({ "default": role.is_default, "needs_bot_check": role.needs_bot_check })
}
