//! Staff: the one way into the back office, who is here now, and what they may open.

mod invitations;

pub use invitations::{accept, first_link, invitation, invite};

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    throttles::{self, Action},
};
use crate::{crypto::Token, http::cookies, state::Portico};
use app::{
    api::{Answer, ApiError, Problems, staff::StaffSignIn, visit::Visit},
    routes::sign_in_again,
};
use domain::{
    ids::{StaffId, StaffSessionId},
    sessions::{Limits, SessionTimes, life, recent as is_recent, touch_due},
    staff::{Permission, Roles},
    time::Timestamp,
    values::{Email, Fault, Language, ReturnTo},
};
use secrecy::SecretString;
use serde_json::Value;
use storage::{
    Tx,
    staff::{self, Staff},
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
        ("settings", _) => Permission::SeeSettings,
        ("history", _) => Permission::SeeHistory,
        ("customers" | "accounts", _) => Permission::SeeCustomers,
        ("mails", _) => Permission::SeeMails,
        ("staff", _) => Permission::SeeStaff,
        ("clients", _) => Permission::EditSettings,
        _ => return true,
    };
    member.has(permission)
}

/// A session that is written but not yet handed out: the cookie goes with the answer once the transaction is
/// committed.
#[must_use = "hand it out after the commit"]
struct Begun {
    cookie: String,
}

impl Begun {
    /// Sets the session cookie.
    fn hand_out(self, visit: &Visit) {
        visit.reply().known.remove::<Known>();
        visit.set_cookie(self.cookie);
    }
}

/// Begins a staff session, in place of the one that this browser had. Nothing else in the program writes this cookie.
async fn begin(portico: &Portico, tx: &mut Tx, visit: &Visit, id: StaffId) -> Outcome<Begun> {
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
    Ok(Begun {
        cookie: cookies::set(cookies::OFFICE, token.expose(), None),
    })
}

/// Signs a member of staff in. Known and unknown addresses cost the same work and get the same answer.
pub async fn sign_in(portico: &Portico, visit: &Visit, form: StaffSignIn) -> Outcome<Answer> {
    let mut problems = Problems::default();
    let email = problems.take("email", Email::parse(&form.email));
    if form.password.is_empty() {
        problems = problems.with("password", Fault::Required);
    }
    let Some(email) = email.filter(|_| problems.is_empty()) else {
        return Ok(Answer::Problems(problems));
    };
    let key = email.key();
    if !throttles::allow(portico, visit, Action::StaffSignIn, key.as_str()).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let mut conn = portico.database.read().await?;
    let found = staff::by_address_key(&mut conn, &key).await?;
    drop(conn);
    let password = SecretString::from(form.password);
    let wrong = Answer::form(Fault::WrongCredentials);
    let (matches, rehash) = verify(portico, found.as_ref(), &password).await?;
    let Some(member) = found.filter(|member| matches && member.active) else {
        return Ok(wrong);
    };

    let mut tx = portico.database.begin().await?;
    // Read again: nothing that happened while the password was hashed is overlooked.
    let fresh = staff::by_id(&mut tx, member.id).await?;
    let Some(fresh) = fresh.filter(|fresh| fresh.active && fresh.password_hash == member.password_hash)
    else {
        return Ok(wrong);
    };
    if let Some((old, new)) = fresh.password_hash.as_deref().zip(rehash) {
        staff::rehash_password(&mut tx, fresh.id, old, &new).await?;
    }
    throttles::forgive(&mut tx, visit, Action::StaffSignIn, key.as_str()).await?;
    let begun = begin(portico, &mut tx, visit, fresh.id).await?;
    note(
        portico,
        &mut tx,
        visit,
        Actor::Staff(fresh.id, &fresh.name),
        "staff.signed_in",
        fresh.id,
        None,
    )
    .await?;
    tx.commit().await?;
    begun.hand_out(visit);
    Ok(Answer::go(landing(form.next.as_deref())))
}

/// Whether the password is right, and its new hash when the parameters have changed since it was set.
async fn verify(
    portico: &Portico,
    found: Option<&Staff>,
    password: &SecretString,
) -> Outcome<(bool, Option<String>)> {
    let Some(hash) = found.and_then(|member| member.password_hash.as_deref()) else {
        portico.passwords.verify_dummy(password).await?;
        return Ok((false, None));
    };
    let verdict = portico.passwords.verify(password, hash).await?;
    let rehash = verdict.matches && verdict.needs_rehash;
    let new = if rehash {
        Some(portico.passwords.hash(password).await?)
    } else {
        None
    };
    Ok((verdict.matches, new))
}

/// Where staff land: the page of the back office that they wanted to open, else the queue.
fn landing(next: Option<&str>) -> String {
    let next = next.and_then(ReturnTo::parse);
    let office = next
        .as_ref()
        .map(ReturnTo::as_str)
        .filter(|next| next.starts_with("/office/"));
    office.unwrap_or(HOME).to_owned()
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
        assert!(!open(Role::Operations, "/office/settings"));
        assert!(!open(Role::Operations, "/office/settings/"));
        assert!(open(Role::Administrator, "/office/providers/new"));
        assert!(open(Role::Administrator, "/office/settings"));
        assert!(!open(Role::Auditor, "/office/providers/new"));
        assert!(open(Role::Auditor, "/office/history"));
        assert!(open(Role::Auditor, "/office/no-such-page"));
    }

    #[test]
    fn staff_land_in_the_back_office() {
        assert_eq!(landing(None), "/office/requests");
        assert_eq!(
            landing(Some("/office/history?before=1")),
            "/office/history?before=1"
        );
        for elsewhere in [
            "/offers/yoga",
            "//evil.example/office/",
            "https://evil.example",
            "/officer",
            "/office/login",
        ] {
            assert_eq!(landing(Some(elsewhere)), "/office/requests", "{elsewhere}");
        }
    }
}
