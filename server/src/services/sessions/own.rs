//! A customer's own sessions: where they are signed in, and ending that.

use super::{here, needed};
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        dates,
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    sessions::{EndSession, OwnSession},
    visit::Visit,
};
use domain::{
    ids::SessionId,
    sessions::{Began, Device, SessionTimes, life},
};
use serde_json::json;
use storage::sessions::{self, EndedBecause, OpenSession, SessionView};

/// Where the customer is signed in: here first, then by last use.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<Vec<OwnSession>> {
    let own = needed(portico, visit).await?;
    let limits = here(portico, visit).await?.limits;
    let mut conn = portico.database.read().await?;
    let open = sessions::open_for_customer(&mut conn, own.customer_id).await?;
    drop(conn);
    let now = portico.now();
    let lives = |session: &OpenSession| {
        let times = SessionTimes {
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            ended_at: None,
        };
        let way_is_open = session.began == Began::Password || session.provider_enabled;
        way_is_open && life(&times, &limits.limits(session.keep), now).is_alive()
    };
    let reader = dates::Reader::new(visit.facts().language, own.time_zone.as_deref());
    let row = |session: OpenSession| OwnSession {
        id: session.id.to_string(),
        here: session.id == own.id,
        device: Device::of(&session.user_agent).name(),
        provider: session.provider_name,
        began: reader.date_time(session.created_at),
        seen: reader.date_time(session.last_seen_at),
        requester: session.requester,
    };
    let mut rows: Vec<_> = open.into_iter().filter(lives).map(row).collect();
    rows.sort_by_key(|row| !row.here);
    Ok(rows)
}

/// Ends one of the customer's sessions elsewhere. `NotFound` for somebody else's and for this one, which signs out.
pub async fn end_own(portico: &Portico, visit: &Visit, form: EndSession) -> Outcome<Answer> {
    let own = needed(portico, visit).await?;
    let missing = Trouble(ApiError::NotFound);
    let id = form.id.parse::<SessionId>().ok().filter(|id| *id != own.id);
    let id = id.ok_or(missing)?;
    let mut tx = portico.database.begin().await?;
    let session = sessions::by_id(&mut tx, id).await?;
    let session = session.filter(|session| session.customer_id == own.customer_id);
    let session = session.ok_or(Trouble(ApiError::NotFound))?;
    let because = EndedBecause::SignedOutElsewhere;
    // It may have ended a moment before; then nothing is left to do.
    if sessions::end(&mut tx, id, because, portico.now()).await? {
        let device = Device::of(&session.user_agent).name();
        note(
            portico,
            &mut tx,
            visit,
            &own,
            "session.ended_elsewhere",
            json!({ "device": device }),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Answer::go("/account/sessions?done=one"))
}

/// Ends all of the customer's sessions but this one.
pub async fn end_others(portico: &Portico, visit: &Visit) -> Outcome<Answer> {
    let own = needed(portico, visit).await?;
    let mut tx = portico.database.begin().await?;
    let because = EndedBecause::SignedOutElsewhere;
    let ended = sessions::end_others(&mut tx, own.customer_id, own.id, because, portico.now()).await?;
    if ended > 0 {
        note(
            portico,
            &mut tx,
            visit,
            &own,
            "session.ended_everywhere_else",
            json!({ "sessions": ended }),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Answer::go("/account/sessions?done=others"))
}

async fn note(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    own: &SessionView,
    action: &str,
    new: serde_json::Value,
) -> Outcome<()> {
    let name = format!("{} {}", own.given_name, own.family_name);
    let deed = Deed {
        action,
        subject_kind: "customer",
        subject_id: &own.customer_id.to_string(),
        old: None,
        new: Some(new),
    };
    audit::note(portico, tx, visit, Actor::Customer(own.customer_id, &name), deed).await
}
