//! The shop's providers in the back office: their settings, and switching them on and off.

pub mod apply;
mod delete;
mod form;
mod key;
mod logo;
mod order;
mod read;
mod save;

pub use delete::delete;
pub use key::public_keys;
pub use order::reorder;
pub use read::read;
pub use save::save;

use super::{
    Outcome, Trouble,
    audit::{self, Deed},
    lockout, provider_rows, staff,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError,
    providers::{ProviderRow, SwitchProvider},
    settings::PlannedChange,
    visit::Visit,
};
use domain::{
    identities::Reach,
    ids::ProviderId,
    settings::{Consent, check_change},
    staff::Permission,
    values::Fault,
};
use serde_json::json;
use storage::{
    providers::{self, domains},
    sessions::{self, EndedBecause},
};

/// All providers in their order.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<Vec<ProviderRow>> {
    staff::needed(portico, visit, Permission::SeeProviders).await?;
    let mut conn = portico.database.read().await?;
    let shop = storage::settings::load(&mut conn).await?.shop;
    let mut rows = Vec::new();
    for provider in providers::list(&mut conn).await? {
        let reach = lockout::reach(&mut conn, &provider).await?;
        let none = Reach {
            enabled: false,
            ..reach
        };
        let only = match lockout::of_provider(&shop, provider.id, reach, none) {
            Some(change) => lockout::count(&mut conn, &change).await?,
            None => 0,
        };
        rows.push(ProviderRow {
            id: provider.id.to_string(),
            logo: provider_rows::logo(&provider),
            warnings: read::warned(portico, visit, &provider),
            version: provider.version,
            name: provider.name,
            slug: provider.slug,
            issuer: provider.issuer,
            enabled: provider.enabled,
            visible: provider.visible,
            only_way_in: u32::try_from(only).unwrap_or(u32::MAX),
        });
    }
    Ok(rows)
}

/// How a provider is reached after a switch; none for a switch that there is not.
pub(super) fn switched(switch: &str, now: Reach) -> Option<Reach> {
    let (enabled, visible, domains) = match switch {
        "enable" => (true, now.visible, now.domains),
        "disable" => (false, now.visible, now.domains),
        "show" => (now.enabled, true, now.domains),
        "hide" => (now.enabled, false, now.domains),
        "take_domains" => (now.enabled, now.visible, false),
        _ => return None,
    };
    Some(Reach {
        enabled,
        visible,
        domains,
    })
}

/// What the history calls a switch.
fn done(switch: &str) -> &'static str {
    match switch {
        "enable" => "provider.enabled",
        "disable" => "provider.disabled",
        "show" => "provider.shown",
        "take_domains" => "provider.changed",
        _ => "provider.hidden",
    }
}

/// Enables, disables, shows or hides a provider, or takes its domains away, unless nobody could sign in afterwards.
/// Disabling ends the sessions that began through it, in the same transaction.
pub async fn switch(portico: &Portico, visit: &Visit, form: SwitchProvider) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let id = form
        .id
        .parse::<ProviderId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let ways_in = storage::settings::guard(&mut tx).await?;
    let provider = providers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let before = lockout::reach(&mut tx, &provider).await?;
    let after = switched(&form.switch, before).ok_or(Trouble(ApiError::Malformed))?;
    let Reach { enabled, visible, .. } = after;
    if provider.version != form.version {
        return Ok(Answer::form(Fault::Stale));
    }
    let counted = i64::from(enabled && visible) - i64::from(provider.enabled && provider.visible);
    let left = usize::try_from(ways_in.providers + counted).unwrap_or(0);
    if let Err(no_way_in) = check_change(&ways_in.settings.shop, left) {
        return Ok(Answer::form(no_way_in.into()));
    }
    let change = lockout::of_provider(&ways_in.settings.shop, id, before, after);
    if lockout::may(&mut tx, change, &form.confirmed).await? == Consent::Ask {
        let planned = PlannedChange {
            version: form.version.to_string(),
            provider: form.id,
            switch: form.switch,
            seen: form.confirmed,
            ..PlannedChange::default()
        };
        return Ok(Answer::go(planned.page()));
    }
    if !providers::set_flags(&mut tx, id, form.version, enabled, visible, now).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    if provider.enabled && !enabled {
        let ended = sessions::end_for_provider(&mut tx, id, EndedBecause::ProviderDisabled, now).await?;
        tracing::info!(provider = %provider.slug, ended, "provider disabled, its sessions ended");
    }
    let told = domains::of(&mut tx, id).await?.join(", ");
    if before.domains && !after.domains {
        domains::replace(&mut tx, id, &[]).await?;
    }
    let noted = |reach: Reach| match form.switch.as_str() {
        "take_domains" => {
            json!({ "name": provider.name, "domains": if reach.domains { told.as_str() } else { "" } })
        }
        _ => json!({ "name": provider.name, "enabled": reach.enabled, "visible": reach.visible }),
    };
    let deed = Deed {
        action: done(&form.switch),
        subject_kind: "provider",
        subject_id: &form.id,
        old: Some(noted(before)),
        new: Some(noted(after)),
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go("/office/providers?done=switched"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_moves_one_flag() {
        for bits in 0..8 {
            let now = Reach {
                enabled: bits & 1 != 0,
                visible: bits & 2 != 0,
                domains: bits & 4 != 0,
            };
            let is = |switch, after| assert_eq!(switched(switch, now), Some(after));
            is("enable", Reach { enabled: true, ..now });
            is(
                "disable",
                Reach {
                    enabled: false,
                    ..now
                },
            );
            is("show", Reach { visible: true, ..now });
            is(
                "hide",
                Reach {
                    visible: false,
                    ..now
                },
            );
            is(
                "take_domains",
                Reach {
                    domains: false,
                    ..now
                },
            );
            assert_eq!(switched("delete", now), None);
        }
    }
}
