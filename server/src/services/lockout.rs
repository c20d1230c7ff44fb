//! Who would lose their last way in by a change of the settings or of a provider, and inviting them to another one.

use super::{
    Outcome, Trouble,
    audit::{self, Deed},
    customers::row,
    dates, staff,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError,
    settings::{Invitation, LockoutPreview, PlannedChange},
    visit::Visit,
};
use domain::{
    identities::Reach,
    ids::{CustomerId, InvitationId, ProviderId},
    settings::{Consent, OtherWay, ShopSettings, consent, other_way},
    staff::Permission,
};
use serde_json::json;
use storage::{
    Conn,
    customers::{self, Change},
    providers::{self, Provider},
    settings::{Settings, WaysIn},
    way_in_invitations,
};

/// Customers on a page of the preview.
const PAGE: usize = 25;

/// What changing the settings comes to, for those who have a way in.
pub fn of_settings(before: &ShopSettings, after: &ShopSettings) -> Option<Change> {
    before.customer_accounts.then_some(Change {
        customer_accounts: after.customer_accounts,
        passwords_before: before.local_sign_in,
        passwords_after: after.local_sign_in,
        without: None,
    })
}

/// How a provider is reached now.
pub async fn reach(conn: &mut Conn, provider: &Provider) -> Outcome<Reach> {
    Ok(Reach {
        enabled: provider.enabled,
        visible: provider.visible,
        domains: !providers::domains::of(conn, provider.id).await?.is_empty(),
    })
}

/// What it comes to when a provider is reached in another way, for those who have a way in.
pub fn of_provider(shop: &ShopSettings, id: ProviderId, before: Reach, after: Reach) -> Option<Change> {
    let goes = before.lets_in() && !after.lets_in();
    (goes && shop.customer_accounts).then_some(Change {
        customer_accounts: true,
        passwords_before: shop.local_sign_in,
        passwords_after: shop.local_sign_in,
        without: Some(id),
    })
}

/// Whether the change may be made now, with the number of customers that the administrator has seen.
pub async fn may(conn: &mut Conn, change: Option<Change>, seen: &str) -> Outcome<Consent> {
    let losing = match change {
        Some(change) => count(conn, &change).await?,
        None => 0,
    };
    Ok(consent(losing, seen.parse().ok()))
}

/// How many customers would lose their last way in.
pub async fn count(conn: &mut Conn, change: &Change) -> Outcome<u64> {
    let losing = customers::count_losing(conn, change).await?;
    Ok(u64::try_from(losing).unwrap_or(0))
}

/// A change that was described, with the provider that it switches.
struct Described {
    change: Option<Change>,
    provider: Option<Provider>,
    ways_in: WaysIn,
}

async fn described(conn: &mut Conn, planned: &PlannedChange) -> Outcome<Described> {
    let ways_in = storage::settings::ways_in(conn).await?;
    let Settings { shop, .. } = &ways_in.settings;
    if planned.provider.is_empty() {
        let after = ShopSettings {
            customer_accounts: planned.customer_accounts.is_some(),
            local_sign_in: planned.local_sign_in.is_some(),
            local_registration: planned.local_registration.is_some(),
            approval: planned.approval.is_some(),
        };
        return Ok(Described {
            change: of_settings(shop, &after),
            provider: None,
            ways_in,
        });
    }
    let id = planned.provider.parse::<ProviderId>();
    let id = id.map_err(|_| Trouble(ApiError::NotFound))?;
    let found = providers::by_id(conn, id).await?;
    let provider = found.ok_or(Trouble(ApiError::NotFound))?;
    let before = reach(conn, &provider).await?;
    let takes = matches!(planned.switch.as_str(), "disable" | "hide" | "take_domains");
    let after = super::providers::switched(&planned.switch, before).filter(|_| takes);
    let after = after.ok_or(Trouble(ApiError::NotFound))?;
    Ok(Described {
        change: of_provider(shop, id, before, after),
        provider: Some(provider),
        ways_in,
    })
}

/// What lets customers in after the change.
fn left(described: &Described, change: &Change) -> Invitation {
    let gone = described.provider.as_ref();
    let gone = gone.is_some_and(|provider| provider.enabled && provider.visible);
    let visible = described.ways_in.providers - i64::from(gone);
    let after = ShopSettings {
        customer_accounts: change.customer_accounts,
        local_sign_in: change.passwords_after,
        ..described.ways_in.settings.shop
    };
    match other_way(&after, usize::try_from(visible).unwrap_or(0)) {
        Some(OtherWay::Password) => Invitation::Password,
        Some(OtherWay::Provider) => Invitation::Provider,
        None => Invitation::None,
    }
}

fn permission(planned: &PlannedChange) -> Permission {
    if planned.provider.is_empty() {
        Permission::EditSettings
    } else {
        Permission::EditProviders
    }
}

/// Who would lose their last way in: how many, and a page of them behind the key `after`.
pub async fn preview(
    portico: &Portico,
    visit: &Visit,
    planned: PlannedChange,
    after: Option<String>,
) -> Outcome<LockoutPreview> {
    staff::needed(portico, visit, permission(&planned)).await?;
    let mut conn = portico.database.read().await?;
    let described = described(&mut conn, &planned).await?;
    let name = described.provider.as_ref().map(|provider| provider.name.clone());
    let nobody = LockoutPreview {
        count: 0,
        rows: Vec::new(),
        next: None,
        provider: name,
        invited_on: None,
        invitation: Invitation::None,
    };
    let Some(change) = described.change else {
        return Ok(nobody);
    };
    let before = after.and_then(|key| key.parse::<CustomerId>().ok());
    let mut found = customers::list_losing(&mut conn, &change, before, PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let language = visit.facts().language;
    let invited = way_in_invitations::of(&mut conn, &change).await?;
    let done_at = invited.as_ref().and_then(|invited| invited.done_at);
    Ok(LockoutPreview {
        count: count(&mut conn, &change).await?,
        next: found.last().filter(|_| more).map(|last| last.id.to_string()),
        rows: found.iter().map(|customer| row(customer, language)).collect(),
        invited_on: done_at.map(|at| dates::date(at, language)),
        invitation: if invited.is_some() && done_at.is_none() {
            Invitation::Sent
        } else {
            left(&described, &change)
        },
        ..nobody
    })
}

/// Lets a job mail everybody who would lose their last way in by the change, whether it is made meanwhile or not.
/// Asked again before the job is done, it is done once; asked again afterwards, it mails those who have no open link.
pub async fn invite(portico: &Portico, visit: &Visit, planned: PlannedChange) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, permission(&planned)).await?;
    let mut tx = portico.database.begin().await?;
    storage::settings::guard(&mut tx).await?;
    let described = described(&mut tx, &planned).await?;
    let change = described
        .change
        .filter(|change| left(&described, change) != Invitation::None);
    let change = change.ok_or(Trouble(ApiError::NotFound))?;
    let now = portico.now();
    let id = InvitationId::new(now, portico.random());
    if way_in_invitations::open(&mut tx, id, &change, now).await? {
        let (kind, subject) = match &described.provider {
            Some(provider) => ("provider", provider.id.to_string()),
            None => ("settings", "shop".to_owned()),
        };
        let deed = Deed {
            new: Some(json!({ "customers": count(&mut tx, &change).await? })),
            ..Deed::plain("customers.invited", kind, &subject)
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go(planned.page()))
}
