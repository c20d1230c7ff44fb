//! The switches of the shop, and the groups of settings.

use super::{
    Refused, Source, bot_check, differences,
    document::{Fault, Faults, Table},
};
use crate::{
    services::audit::{self, Deed},
    state::Portico,
};
use domain::settings::{BotCheck, EmailDomains, PasswordPolicy, Policy, SecondFactorPolicy, SessionPolicy};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use storage::{Tx, policies, settings::Settings};

/// Every group of settings that the file may name: one type each, behind a semicolon those with a secret of their own.
macro_rules! groups {
    ($($group:ty),*; $($sealed:ty => $apply:path),*) => {
        /// Applies `[policies.<name>]`.
        pub async fn policy(
            portico: &Portico,
            tx: &mut Tx,
            name: &str,
            table: &Table,
            source: &Source<'_>,
        ) -> Result<Vec<String>, Refused> {
            $(if name == <$group>::NAME {
                return one::<$group>(portico, tx, table).await;
            })*
            $(if name == <$sealed>::NAME {
                return $apply(portico, tx, table, source).await;
            })*
            let allowed = [$(<$group>::NAME,)* $(<$sealed>::NAME),*].join(", ");
            Err(table.place.fault(format!("unknown group; allowed: {allowed}")).into())
        }
    };
}

groups!(EmailDomains, PasswordPolicy, SecondFactorPolicy, SessionPolicy; BotCheck => bot_check::apply);

/// Applies `[settings]`.
pub async fn shop(
    portico: &Portico,
    tx: &mut Tx,
    before: &Settings,
    table: &Table,
) -> Result<Vec<String>, Refused> {
    let after = overlaid(&before.shop, table)?;
    if after == before.shop {
        return Ok(Vec::new());
    }
    storage::settings::save(tx, &after, before.version).await?;
    let (old, new) = (json!(before.shop), json!(after));
    note(portico, tx, "shop", &old, &new).await?;
    Ok(differences("settings", Some(&old), &new))
}

async fn one<P: Policy>(portico: &Portico, tx: &mut Tx, table: &Table) -> Result<Vec<String>, Refused> {
    let before = policies::load::<P>(tx).await?;
    let after = wanted(&before.policy, table)?;
    if after == before.policy {
        return Ok(Vec::new());
    }
    if !policies::save(tx, &after, before.version).await? {
        return Err(stale(table));
    }
    let (old, new) = (json!(before.policy), json!(after));
    note(portico, tx, P::NAME, &old, &new).await?;
    Ok(differences(&table.place.key(), Some(&old), &new))
}

/// The group as the file wants it, which is one that an administrator can mean.
pub fn wanted<P: Policy>(present: &P, table: &Table) -> Result<P, Faults> {
    let wanted = overlaid(present, table)?;
    match wanted.fault() {
        None => Ok(wanted),
        Some((name, fault)) => Err(Faults(vec![
            table.place_of(name).fault(format!("{name}: {fault}")),
        ])),
    }
}

/// Somebody saved the group between its reading and its writing.
pub fn stale(table: &Table) -> Refused {
    let message = "was changed in the meantime: apply again";
    table.place.fault(message).into()
}

/// Writes the change of a group, or of the switches, to the history.
pub async fn note(portico: &Portico, tx: &mut Tx, id: &str, old: &Value, new: &Value) -> Result<(), Refused> {
    let deed = Deed {
        old: Some(old.clone()),
        new: Some(new.clone()),
        ..Deed::plain("settings.changed", "settings", id)
    };
    Ok(audit::note_by_system(portico, tx, deed).await?)
}

/// The present values with those of the file over them. The present value's own keys are the ones that there are.
fn overlaid<T: Serialize + DeserializeOwned + Clone>(present: &T, table: &Table) -> Result<T, Faults> {
    let mut value = json!(present);
    let mut faults = Vec::new();
    let mut result = present.clone();
    lay::<T>(&mut value, &[], table, &mut result, &mut faults);
    if faults.is_empty() {
        Ok(result)
    } else {
        Err(Faults(faults))
    }
}

fn lay<T: DeserializeOwned>(
    whole: &mut Value,
    path: &[&str],
    table: &Table,
    result: &mut T,
    faults: &mut Vec<Fault>,
) {
    for (name, node) in &table.entries {
        let here = path.iter().fold(&mut *whole, |value, key| &mut value[*key]);
        let Some(known) = here.as_object() else { continue };
        let Some(before) = known.get(name).cloned() else {
            let allowed: Vec<_> = known.keys().map(String::as_str).collect();
            faults.push(
                node.place
                    .fault(format!("unknown key; allowed: {}", allowed.join(", "))),
            );
            continue;
        };
        if let (super::document::Shape::Table(inner), true) = (&node.value, before.is_object()) {
            let deeper: Vec<_> = path.iter().copied().chain([name.as_str()]).collect();
            lay(whole, &deeper, inner, result, faults);
            continue;
        }
        here[name] = node.json();
        match serde_json::from_value::<T>(whole.clone()) {
            Ok(read) => *result = read,
            Err(error) => {
                faults.push(node.place.fault(error.to_string()));
                let here = path.iter().fold(&mut *whole, |value, key| &mut value[*key]);
                here[name] = before;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply::{Source, document};
    use domain::settings::ShopSettings;
    use std::path::Path;

    fn table(text: &str) -> Table {
        let none = |_: &str| None;
        let source = Source {
            path: Path::new("shop.toml"),
            text,
            variable: &none,
        };
        document::parse(&source).unwrap()
    }

    #[test]
    fn what_the_file_does_not_name_stays() {
        let present = ShopSettings {
            approval: false,
            ..ShopSettings::default()
        };
        let after = overlaid(&present, &table("local_registration = false")).unwrap();
        assert!(!after.local_registration && !after.approval && after.local_sign_in);
    }

    #[test]
    fn a_fault_names_file_line_key_and_what_is_allowed() {
        let faults = overlaid(
            &ShopSettings::default(),
            &table("# one\nlocal_sing_in = false\napproval = \"no\"\n"),
        );
        let faults: Vec<_> = faults.unwrap_err().0.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "shop.toml:3: approval: invalid type: string \"no\", expected a boolean",
                "shop.toml:2: local_sing_in: unknown key; allowed: approval, customer_accounts, local_registration, \
                 local_sign_in",
            ]
        );
    }
}
