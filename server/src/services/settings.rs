//! The shop's settings, and the history of who changed what.

pub mod domains;
mod history;
pub mod passwords;
mod thing;

pub(super) use history::page as history_page;
pub use history::{history, history_of};

use super::{
    Outcome,
    audit::{self, Deed},
    lockout, staff,
};
use crate::state::Portico;
use app::api::{
    Answer,
    settings::{PlannedChange, SaveSettings, SettingsPage},
    visit::Visit,
};
use domain::{
    settings::{Consent, ShopSettings, check_change},
    staff::Permission,
    values::Fault,
};
use serde_json::json;

/// The settings with their version, and what they rest on.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<SettingsPage> {
    staff::needed(portico, visit, Permission::SeeSettings).await?;
    let mut conn = portico.database.read().await?;
    let ways_in = storage::settings::ways_in(&mut conn).await?;
    let without_passwords = ShopSettings {
        local_sign_in: false,
        ..ways_in.settings.shop
    };
    let password_only = match lockout::of_settings(&ways_in.settings.shop, &without_passwords) {
        Some(change) => lockout::count(&mut conn, &change).await?,
        None => 0,
    };
    let ShopSettings {
        customer_accounts,
        local_sign_in,
        local_registration,
        approval,
    } = ways_in.settings.shop;
    Ok(SettingsPage {
        version: ways_in.settings.version,
        customer_accounts,
        local_sign_in,
        local_registration,
        approval,
        providers: u32::try_from(ways_in.providers).unwrap_or(u32::MAX),
        password_only: u32::try_from(password_only).unwrap_or(u32::MAX),
    })
}

/// Saves the settings, unless nobody could sign in afterwards. They hold from the next request on.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveSettings) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let after = ShopSettings {
        customer_accounts: form.customer_accounts.is_some(),
        local_sign_in: form.local_sign_in.is_some(),
        local_registration: form.local_registration.is_some(),
        approval: form.approval.is_some(),
    };
    let mut tx = portico.database.begin().await?;
    let ways_in = storage::settings::guard(&mut tx).await?;
    if ways_in.settings.version != form.version {
        return Ok(Answer::form(Fault::Stale));
    }
    let providers = usize::try_from(ways_in.providers).unwrap_or(0);
    if let Err(no_way_in) = check_change(&after, providers) {
        return Ok(Answer::field("local_sign_in", no_way_in.into()));
    }
    let change = lockout::of_settings(&ways_in.settings.shop, &after);
    if lockout::may(&mut tx, change, &form.confirmed).await? == Consent::Ask {
        let planned = PlannedChange {
            version: form.version.to_string(),
            customer_accounts: form.customer_accounts,
            local_sign_in: form.local_sign_in,
            local_registration: form.local_registration,
            approval: form.approval,
            seen: form.confirmed,
            ..PlannedChange::default()
        };
        return Ok(Answer::go(planned.page()));
    }
    if after != ways_in.settings.shop {
        if !storage::settings::save(&mut tx, &after, form.version).await? {
            return Ok(Answer::form(Fault::Stale));
        }
        let deed = Deed {
            action: "settings.changed",
            subject_kind: "settings",
            subject_id: "shop",
            old: Some(json!(ways_in.settings.shop)),
            new: Some(json!(after)),
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/settings?done=saved"))
}
