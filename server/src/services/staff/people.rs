//! Who works in the back office, and who is invited.

use super::{Member, invitations::Invited, needed};
use crate::{
    services::{Outcome, Trouble, dates, settings::history_of},
    state::Portico,
};
use app::api::{
    ApiError,
    staff::{InvitedRow, StaffDetail, StaffList, StaffRow, StaffSession},
    visit::Visit,
};
use domain::{
    ids::StaffId,
    sessions::{Device, Limits, SessionTimes, life},
    staff::Permission,
    time::Timestamp,
    values::Language,
};
use storage::{
    Conn, links,
    staff::list::{self, Listed},
    staff_sessions,
};

/// Entries of the history on the page of one.
const HISTORY: usize = 25;

/// Everybody, and the invitations that nobody used.
pub async fn list(portico: &Portico, visit: &Visit) -> Outcome<StaffList> {
    let member = needed(portico, visit, Permission::SeeStaff).await?;
    let (now, language) = (portico.now(), visit.facts().language);
    let mut conn = portico.database.read().await?;
    let people = list::all(&mut conn, None).await?;
    let links = links::staff_invitations(&mut conn).await?;
    let invited = links.into_iter().filter_map(|link| {
        let invited = Invited::read(link.payload.clone()).ok()?;
        Some(InvitedRow {
            id: link.id.to_string(),
            email: invited.email?.to_string(),
            roles: invited.roles,
            until: dates::date_time(link.expires_at, language),
            expired: !link.is_open(now),
        })
    });
    Ok(StaffList {
        invited: invited.collect(),
        members: people.into_iter().map(|it| row(it, &member, language)).collect(),
        may_edit: member.has(Permission::EditStaff),
    })
}

/// One member of staff.
pub async fn read(portico: &Portico, visit: &Visit, id: StaffId) -> Outcome<StaffDetail> {
    let member = needed(portico, visit, Permission::SeeStaff).await?;
    let language = visit.facts().language;
    let mut conn = portico.database.read().await?;
    let found = list::all(&mut conn, Some(id)).await?.pop();
    let person = found.ok_or(Trouble(ApiError::NotFound))?;
    Ok(StaffDetail {
        version: person.version,
        language: person.language.native_name().to_owned(),
        since: dates::date(person.created_at, language),
        sessions: open_sessions(&mut conn, id, portico.now(), language).await?,
        history: history_of(&mut conn, "staff", &id.to_string(), HISTORY, language).await?,
        may_edit: member.has(Permission::EditStaff),
        row: row(person, &member, language),
    })
}

fn row(person: Listed, member: &Member, language: Language) -> StaffRow {
    StaffRow {
        id: person.id.to_string(),
        own: person.id == member.id,
        name: person.name,
        email: person.email,
        roles: person.roles,
        active: person.active,
        last_sign_in: person.last_sign_in_at.map(|at| dates::date_time(at, language)),
        has_factor: person.has_factor,
    }
}

/// The sessions that neither somebody nor a limit has ended.
async fn open_sessions(
    conn: &mut Conn,
    id: StaffId,
    now: Timestamp,
    language: Language,
) -> Outcome<Vec<StaffSession>> {
    let rows = staff_sessions::open_for_staff(conn, id).await?;
    let alive = rows.into_iter().filter(|session| {
        let times = SessionTimes {
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            ended_at: None,
        };
        life(&times, &Limits::STAFF, now).is_alive()
    });
    let shown = alive.map(|session| StaffSession {
        id: session.id.to_string(),
        browser: Device::of(&session.user_agent).name().unwrap_or_default(),
        requester: session.requester,
        began: dates::date_time(session.created_at, language),
        last_used: dates::date_time(session.last_seen_at, language),
    });
    Ok(shown.collect())
}
