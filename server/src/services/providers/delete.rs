//! Deleting a provider that nobody uses.

use super::read::described;
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::api::{Answer, ApiError, providers::DeleteProvider, visit::Visit};
use domain::{ids::ProviderId, settings::check_change, staff::Permission, values::Fault};
use storage::providers::{self, domains};

/// Deletes it, unless somebody is connected through it or asked for access through it, or nobody could sign in any
/// more.
pub async fn delete(portico: &Portico, visit: &Visit, form: DeleteProvider) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let id = form
        .id
        .parse::<ProviderId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let mut tx = portico.database.begin().await?;
    let ways_in = storage::settings::guard(&mut tx).await?;
    let provider = providers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    if provider.version != form.version {
        return Ok(Answer::form(Fault::Stale));
    }
    let counted = i64::from(provider.enabled && provider.visible);
    let left = usize::try_from(ways_in.providers - counted).unwrap_or(0);
    if let Err(no_way_in) = check_change(&ways_in.settings.shop, left) {
        return Ok(Answer::form(no_way_in.into()));
    }
    let domains = domains::of(&mut tx, id).await?;
    if !providers::hold(&mut tx, id, form.version).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    if providers::is_used(&mut tx, id).await? {
        return Ok(Answer::form(Fault::ProviderInUse));
    }
    providers::delete(&mut tx, id).await?;
    let deed = Deed {
        action: "provider.deleted",
        subject_kind: "provider",
        subject_id: &form.id,
        old: Some(described(&provider, &domains)),
        new: None,
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go("/office/providers?done=deleted"))
}
