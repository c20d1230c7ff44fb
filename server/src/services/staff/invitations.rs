//! One-time links into the back office: for the first administrator, and for everybody who is invited later.

use super::{HOME, note, sign_in::enter};
use crate::{
    crypto::Token,
    services::{
        Outcome, Trouble,
        audit::Actor,
        passwords,
        throttles::{self, Account},
    },
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError, Problems,
        staff::{AcceptInvitation, Invitation},
        visit::Visit,
    },
    routes::with_token,
};
use domain::{
    ids::{LinkId, StaffId},
    staff::{Role, Roles},
    time::Span,
    values::{Email, Fault, PersonName},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::{
    Tx,
    links::{self, Link, NewLink, Purpose},
    staff::{self, NewStaff},
};

/// The page that a link opens.
const PAGE: &str = "/office/invitation";
/// How long the first administrator's link works.
const FIRST_LIFETIME: Span = Span::hours(24);

/// What a link of the back office holds besides its purpose.
#[derive(Serialize, Deserialize)]
pub(super) struct Invited {
    /// What the person will be.
    pub roles: Roles,
    /// Whom it was made for; the first administrator gives an address.
    #[serde(default)]
    pub email: Option<Email>,
}

impl Invited {
    /// For the owner of an address.
    pub fn by_address(email: &Email, roles: &Roles) -> Self {
        Self {
            roles: roles.clone(),
            email: Some(email.clone()),
        }
    }

    /// What a link of the back office holds.
    pub fn read(payload: Value) -> Outcome<Self> {
        serde_json::from_value(payload).map_err(|error| {
            tracing::error!(%error, "a stored invitation can't be read");
            Trouble(ApiError::Internal)
        })
    }

    /// Makes the first member of staff, so it works only while there is none.
    fn is_first(&self) -> bool {
        self.email.is_none()
    }
}

/// The URL of the page where the first administrator gives name, address and password. None once there is staff.
/// It works once and for 24 hours; each call makes a new one, so that it is for printing at start only.
pub async fn first_link(portico: &Portico) -> Outcome<Option<String>> {
    let mut tx = portico.database.begin().await?;
    if staff::any(&mut tx).await? {
        return Ok(None);
    }
    // One at a time: the one that was printed before stops working.
    links::use_up_invitations(&mut tx, None, portico.now()).await?;
    let roles = Roles::of([Role::Operations, Role::Administrator]);
    let token = portico.entropy.token();
    let first = Invited { roles, email: None };
    write(portico, &mut tx, &token, &first, FIRST_LIFETIME).await?;
    tx.commit().await?;
    Ok(Some(url(portico, &token)))
}

/// Writes the link of an invitation.
pub(super) async fn write(
    portico: &Portico,
    tx: &mut Tx,
    token: &Token,
    invited: &Invited,
    lifetime: Span,
) -> Outcome<LinkId> {
    let now = portico.now();
    let id = LinkId::new(now, portico.random());
    let link = NewLink {
        id,
        token_hash: &token.hash(),
        purpose: Purpose::StaffInvitation,
        customer_id: None,
        request_id: None,
        staff_id: None,
        payload: &json!(invited),
        now,
        expires_at: now.plus(lifetime),
    };
    links::issue(tx, &link).await?;
    Ok(id)
}

/// The address of the page that the token opens.
pub(super) fn url(portico: &Portico, token: &Token) -> String {
    portico
        .config
        .server
        .public_url
        .join(&with_token(PAGE, token.expose()))
}

/// Whether an invitation works, and for whom. Does not use it up.
pub async fn invitation(portico: &Portico, token: &str) -> Outcome<Invitation> {
    let mut conn = portico.database.read().await?;
    let found = look(portico, &mut conn, token).await?;
    let (open, invited) = match found {
        Ok((_, invited)) => (true, invited),
        Err(_) => (
            false,
            Invited {
                roles: Roles::default(),
                email: None,
            },
        ),
    };
    Ok(Invitation {
        open,
        email: invited.email.map(|email| email.to_string()),
        password: passwords::rules_of_staff(&mut conn, &invited.roles).await?,
    })
}

/// An invitation that works, or what is wrong with it.
async fn look(
    portico: &Portico,
    conn: &mut storage::Conn,
    token: &str,
) -> Outcome<Result<(String, Invited), Fault>> {
    let Some(hash) = Token::parse(token).map(|token| token.hash()) else {
        return Ok(Err(Fault::LinkSpent));
    };
    let link = links::peek(conn, &hash)
        .await?
        .filter(|link| link.purpose == Purpose::StaffInvitation);
    let Some(link) = link else {
        return Ok(Err(Fault::LinkSpent));
    };
    if let Some(fault) = not_open(portico, &link) {
        return Ok(Err(fault));
    }
    let invited = Invited::read(link.payload)?;
    if invited.is_first() && staff::any(conn).await? {
        return Ok(Err(Fault::LinkSpent));
    }
    Ok(Ok((hash, invited)))
}

fn not_open(portico: &Portico, link: &Link) -> Option<Fault> {
    if link.is_open(portico.now()) {
        return None;
    }
    Some(if link.used_at.is_some() {
        Fault::LinkSpent
    } else {
        Fault::LinkExpired
    })
}

/// Uses up an invitation: the person becomes a member of staff with the roles of the link, and is signed in.
pub async fn accept(portico: &Portico, visit: &Visit, form: AcceptInvitation) -> Outcome<Answer> {
    let mut conn = portico.database.read().await?;
    let found = look(portico, &mut conn, &form.token).await?;
    let (hash, invited) = match found {
        Ok(found) => found,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    let rules = passwords::rules_of_staff(&mut conn, &invited.roles).await?;
    drop(conn);
    let mut problems = Problems::default();
    let name = problems.take("name", PersonName::parse(&form.name));
    let email = match &invited.email {
        Some(email) => Some(email.clone()),
        None => problems.take("email", Email::parse(&form.email)),
    };
    let about = [email.as_ref().map_or("", Email::as_str), &form.name];
    problems.take(
        "new_password",
        passwords::check(portico, &rules, &form.new_password, &about),
    );
    let Some((name, email)) = name.zip(email).filter(|_| problems.is_empty()) else {
        return Ok(Answer::Problems(problems));
    };
    let password = portico
        .passwords
        .hash(&SecretString::from(form.new_password))
        .await?;

    let mut tx = portico.database.begin().await?;
    // Two first administrators can't pass side by side.
    staff::guard_administrators(&mut tx).await?;
    if let Err(fault) = look(portico, &mut tx, &form.token).await? {
        return Ok(Answer::form(fault));
    }
    if links::use_up(&mut tx, &hash, Purpose::StaffInvitation, portico.now())
        .await?
        .is_none()
    {
        return Ok(Answer::form(Fault::LinkSpent));
    }
    if staff::by_address_key(&mut tx, &email.key()).await?.is_some() {
        return Ok(Answer::field("email", Fault::AddressTaken));
    }
    throttles::forgive_account(&mut tx, Account::Staff, email.key().as_str()).await?;
    let id = create(portico, &mut tx, visit, &name, &email, &invited.roles, &password).await?;
    let new = json!({ "name": name.as_str(), "email": email.as_str(), "roles": invited.roles.to_string() });
    note(
        portico,
        &mut tx,
        visit,
        Actor::Staff(id, name.as_str()),
        "staff.created",
        id,
        Some(new),
    )
    .await?;
    let member = staff::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    enter(portico, tx, visit, &member, Some(HOME)).await
}

async fn create(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    name: &PersonName,
    email: &Email,
    roles: &Roles,
    password: &str,
) -> Outcome<StaffId> {
    let now = portico.now();
    let id = StaffId::new(now, portico.random());
    let new = NewStaff {
        id,
        backend: "native",
        identifier: &id.to_string(),
        email,
        name: name.as_str(),
        roles,
        password_hash: Some(password),
        language: visit.facts().language,
        now,
    };
    staff::insert(tx, &new).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_keeps_roles_and_address() {
        let roles = Roles::of([Role::Administrator, Role::Operations]);
        let first = Invited::read(json!(Invited {
            roles: roles.clone(),
            email: None
        }))
        .unwrap();
        assert!(first.is_first());
        assert_eq!(first.roles, roles);
        let email = Email::parse("olga@tidewater.example").unwrap();
        let invited = Invited::read(json!(Invited {
            roles,
            email: Some(email.clone())
        }))
        .unwrap();
        assert!(!invited.is_first());
        assert_eq!(invited.email, Some(email));
        assert!(Invited::read(json!({ "email": "olga@tidewater.example" })).is_err());
    }
}
