//! Groups of settings: one way to save each, with its history.

use super::{
    Outcome,
    audit::{self, Deed},
    staff,
};
use crate::state::Portico;
use app::api::{Answer, visit::Visit};
use domain::{settings::Policy, staff::Permission, values::Fault};
use serde_json::json;
use storage::policies::{self, Kept};

/// The group as it is now, for a page of staff.
pub async fn read<P: Policy>(portico: &Portico, visit: &Visit) -> Outcome<Kept<P>> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let mut conn = portico.database.read().await?;
    Ok(policies::load(&mut conn).await?)
}

/// Saves the group as the form at version `version` chose it. It holds from the next request on, on every replica.
pub async fn save<P: Policy>(portico: &Portico, visit: &Visit, after: &P, version: i64) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut tx = portico.database.begin().await?;
    let before = policies::load::<P>(&mut tx).await?;
    if before.version != version {
        return Ok(Answer::form(Fault::Stale));
    }
    if *after != before.policy {
        if !policies::save(&mut tx, after, version).await? {
            return Ok(Answer::form(Fault::Stale));
        }
        let deed = Deed {
            action: "settings.changed",
            subject_kind: "settings",
            subject_id: P::NAME,
            old: Some(json!(before.policy)),
            new: Some(json!(after)),
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/settings?done=saved"))
}
