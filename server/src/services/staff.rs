//! Staff: the one way into the back office, who is here now, and what they may open.

mod browsers;
mod change;
mod invitations;
mod invite;
mod people;
mod roles;
mod sign_in;

pub use change::{change_roles, end_sessions, switch};
pub use invitations::{accept, first_link, invitation};
pub use invite::{invite, invite_by_mail, withdraw};
pub use people::{list, read};
pub use sign_in::sign_in;

pub(super) use change::hold_office;
pub(super) use sign_in::let_in;

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    second_factor::Cleared,
};
use crate::{crypto::Token, http::cookies, state::Portico};
use app::{
    api::{Answer, ApiError, visit::Visit},
    routes::sign_in_again,
};
use domain::{
    ids::{StaffId, StaffSessionId},
    sessions::{Limits, SessionTimes, life, recent as is_recent, touch_due},
    staff::{Permission, Roles},
    time::Timestamp,
    values::Language,
};
use serde_json::Value;
use storage::{
    Tx,
    staff_sessions::{self, NewStaffSession, StaffSessionView},
};

/// Where the back office begins.
const HOME: &str = "/office/requests";

/// A member of staff who is signed in.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub id: StaffId,
    /// The whole name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What they may do.
    pub roles: Roles,
    /// Language of their mails.
    pub language: Language,
    /// The session.
    pub session: StaffSessionId,
    /// When they authenticated.
    pub auth_time: Timestamp,
}

impl Member {
    /// Whether one of their roles has the permission.
    pub fn has(&self, permission: Permission) -> bool {
        self.roles.allow(permission)
    }

    /// As the history names them.
    pub fn actor(&self) -> Actor<'_> {
        Actor::Staff(self.id, &self.name)
    }
}

#[derive(Clone)]
struct Known(Option<Member>);

/// Who is signed in to the back office, asked for once a request. None when nobody is, when the session's limits are
/// over, or when the person may not sign in any more.
pub async fn current(portico: &Portico, visit: &Visit) -> Outcome<Option<Member>> {
    let known = visit.reply().known.get::<Known>().cloned();
    if let Some(known) = known {
        return Ok(known.0);
    }
    let member = look_up(portico, visit).await?;
    visit.reply().known.insert(Known(member.clone()));
    Ok(member)
}

/// The member of staff who is signed in and has the permission.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in, `Forbidden` without the permission.
pub async fn needed(portico: &Portico, visit: &Visit, permission: Permission) -> Outcome<Member> {
    let member = current(portico, visit)
        .await?
        .ok_or(Trouble(ApiError::SignInNeeded))?;
    if member.has(permission) {
        Ok(member)
    } else {
        Err(Trouble(ApiError::Forbidden))
    }
}

/// The member of staff who is signed in, if the sign-in lies no more than ten minutes back: what a sensitive change
/// asks for. Else the answer that has them sign in again and leads back to `page`.
///
/// # Errors
/// `SignInNeeded` when nobody is signed in.
pub async fn recent(portico: &Portico, visit: &Visit, page: &str) -> Outcome<Result<Member, Answer>> {
    let member = current(portico, visit)
        .await?
        .ok_or(Trouble(ApiError::SignInNeeded))?;
    if is_recent(member.auth_time, portico.now()) {
        return Ok(Ok(member));
    }
    Ok(Err(Answer::go(sign_in_again("/office/login", page))))
}

async fn look_up(portico: &Portico, visit: &Visit) -> Outcome<Option<Member>> {
    let Some(session) = cookie_session(portico, visit).await? else {
        return Ok(None);
    };
    let now = portico.now();
    let times = SessionTimes {
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        ended_at: None,
    };
    if !session.active {
        return Ok(None);
    }
    let alive = life(&times, &Limits::STAFF, now).is_alive();
    if !alive || touch_due(session.last_seen_at, now) {
        let mut tx = portico.database.begin().await?;
        if alive {
            staff_sessions::touch(&mut tx, session.id, now).await?;
        } else {
            staff_sessions::end(&mut tx, session.id, now).await?;
        }
        tx.commit().await?;
    }
    Ok(alive.then_some(Member {
        id: session.staff_id,
        name: session.name,
        email: session.email,
        roles: session.roles,
        language: session.language,
        session: session.id,
        auth_time: session.auth_time,
    }))
}

/// The session of this browser's cookie, unless somebody ended it.
async fn cookie_session(portico: &Portico, visit: &Visit) -> Outcome<Option<StaffSessionView>> {
    let Some(token) = visit.cookie(cookies::OFFICE).and_then(Token::parse) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    Ok(staff_sessions::view(&mut conn, &token.hash()).await?)
}

/// Whether a page of the back office opens for somebody who is signed in. A section without a line here is no page:
/// it answers 404, and every handler asks for its permission all the same.
pub fn may_open(member: &Member, path: &str) -> bool {
    let inside = path.strip_prefix("/office").unwrap_or(path).trim_matches('/');
    let (section, rest) = inside.split_once('/').unwrap_or((inside, ""));
    let permission = match (section, rest) {
        ("requests", _) => Permission::SeeRequests,
        ("providers", "new") => Permission::EditProviders,
        ("providers", _) => Permission::SeeProviders,
        ("clients", "new") => Permission::EditClients,
        ("clients", _) => Permission::SeeClients,
        ("settings", _) => Permission::SeeSettings,
        ("history", _) => Permission::SeeHistory,
        ("customers" | "accounts", _) => Permission::SeeCustomers,
        ("mails", _) => Permission::SeeMails,
        ("staff", _) => Permission::SeeStaff,
        _ => return true,
    };
    member.has(permission)
}

/// A session that is written but not yet handed out: the cookie goes with the answer once the transaction is
/// committed.
#[must_use = "hand it out after the commit"]
struct Begun {
    cookie: String,
    browser: String,
}

impl Begun {
    /// Sets the session cookie.
    fn hand_out(self, visit: &Visit) {
        visit.reply().known.remove::<Known>();
        visit.set_cookie(self.cookie);
        visit.set_cookie(self.browser);
    }
}

/// Begins a staff session, in place of the one that this browser had. Nothing else in the program writes this cookie,
/// and nobody gets one whose second factor is not settled.
async fn begin(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    id: StaffId,
    Cleared { .. }: Cleared,
) -> Outcome<Begun> {
    let now = portico.now();
    if let Some(old) = visit.cookie(cookies::OFFICE).and_then(Token::parse)
        && let Some(session) = staff_sessions::view(tx, &old.hash()).await?
    {
        staff_sessions::end(tx, session.id, now).await?;
    }
    let token = portico.entropy.token();
    let facts = visit.facts();
    staff_sessions::insert(
        tx,
        &NewStaffSession {
            id: StaffSessionId::new(now, portico.random()),
            token_hash: &token.hash(),
            staff_id: id,
            user_agent: &facts.user_agent,
            requester: &facts.requester.to_string(),
            now,
        },
    )
    .await?;
    storage::staff::list::signed_in(tx, id, now).await?;
    Ok(Begun {
        cookie: cookies::set(cookies::OFFICE, token.expose(), None),
        browser: browsers::cookie(portico, id),
    })
}

/// Ends the session of this browser and takes its cookie away.
pub async fn sign_out(portico: &Portico, visit: &Visit) -> Outcome<()> {
    if let Some(session) = cookie_session(portico, visit).await? {
        let mut tx = portico.database.begin().await?;
        if staff_sessions::end(&mut tx, session.id, portico.now()).await? {
            let actor = Actor::Staff(session.staff_id, &session.name);
            note(
                portico,
                &mut tx,
                visit,
                actor,
                "staff.signed_out",
                session.staff_id,
                None,
            )
            .await?;
        }
        tx.commit().await?;
    }
    visit.reply().known.remove::<Known>();
    visit.set_cookie(cookies::clear(cookies::OFFICE));
    Ok(())
}

/// A line of the history about a member of staff.
async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    actor: Actor<'_>,
    action: &str,
    id: StaffId,
    new: Option<Value>,
) -> Outcome<()> {
    let deed = Deed {
        action,
        subject_kind: "staff",
        subject_id: &id.to_string(),
        old: None,
        new,
    };
    audit::note(portico, tx, visit, actor, deed).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::staff::Role;

    fn member(role: Role) -> Member {
        Member {
            id: StaffId::new(Timestamp::from_millis(0), [0; 10]),
            name: "Olga".to_owned(),
            email: "olga@tidewater.example".to_owned(),
            roles: Roles::of([role]),
            language: Language::En,
            session: StaffSessionId::new(Timestamp::from_millis(0), [0; 10]),
            auth_time: Timestamp::from_millis(0),
        }
    }

    #[test]
    fn pages_open_by_role() {
        let open = |role, path| may_open(&member(role), path);
        assert!(open(Role::Operations, "/office/requests/0190"));
        assert!(open(Role::Operations, "/office/providers"));
        assert!(!open(Role::Operations, "/office/providers/new"));
        assert!(open(Role::Auditor, "/office/clients/0190"));
        assert!(!open(Role::Auditor, "/office/clients/new"));
        assert!(!open(Role::Operations, "/office/settings"));
        assert!(!open(Role::Operations, "/office/settings/"));
        assert!(open(Role::Administrator, "/office/providers/new"));
        assert!(open(Role::Administrator, "/office/settings"));
        assert!(!open(Role::Auditor, "/office/providers/new"));
        assert!(open(Role::Auditor, "/office/history"));
        assert!(open(Role::Auditor, "/office/no-such-page"));
    }
}
