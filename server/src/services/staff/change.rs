//! Changing somebody else's access to the back office, and ending their sessions.

use super::{Member, needed, recent, roles::ticked};
use crate::{
    mail::{AccessChange, Letter, Mail},
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        throttles::{self, Account},
    },
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError,
        staff::{ChangeStaffRoles, EndStaffSessions, SwitchStaff},
        visit::Visit,
    },
    routes::by_id,
};
use domain::{
    ids::{StaffId, StaffSessionId},
    second_factor::Owner,
    staff::{Change, Permission, Roles, Standing, change, on_another},
    values::Fault,
};
use serde_json::{Value, json};
use storage::{
    Tx, factor_steps, remembered_browsers,
    staff::{self, Staff, list::set_access},
    staff_sessions,
};

/// Gives a member of staff other roles, after a recent sign-in. They sign in anew: a role may ask for a second factor.
pub async fn change_roles(portico: &Portico, visit: &Visit, form: ChangeStaffRoles) -> Outcome<Answer> {
    let roles = ticked([
        &form.role_operations,
        &form.role_administrator,
        &form.role_auditor,
    ]);
    carry_out(portico, visit, &form.id, form.version, Change::Roles(roles)).await
}

/// Closes the access of a member of staff, or opens it again after a recent sign-in: closing must be quick.
pub async fn switch(portico: &Portico, visit: &Visit, form: SwitchStaff) -> Outcome<Answer> {
    let wanted = match form.switch.as_str() {
        "close" => Change::Close,
        "open" => Change::Open,
        _ => return Err(Trouble(ApiError::Malformed)),
    };
    carry_out(portico, visit, &form.id, form.version, wanted).await
}

async fn carry_out(
    portico: &Portico,
    visit: &Visit,
    id: &str,
    version: i64,
    wanted: Change,
) -> Outcome<Answer> {
    let mut member = needed(portico, visit, Permission::EditStaff).await?;
    let page = by_id("/office/staff", id);
    if wanted != Change::Close {
        member = match recent(portico, visit, &page).await? {
            Ok(member) => member,
            Err(sign_in) => return Ok(sign_in),
        };
    }
    let mut tx = portico.database.begin().await?;
    let administrators = hold_office(&mut tx, &member).await?;
    let person = named(&mut tx, id).await?;
    let before = Standing {
        roles: person.roles.clone(),
        active: person.active,
    };
    let after = match change(&before, &wanted, person.id == member.id, administrators) {
        Ok(after) => after,
        Err(Fault::Required) => return Ok(Answer::field("role_operations", Fault::Required)),
        Err(fault) => return Ok(Answer::form(fault)),
    };
    if !set_access(&mut tx, person.id, version, &after.roles, after.active).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    shut_out(portico, &mut tx, person.id, after.active).await?;
    if wanted == Change::Open {
        throttles::forgive_account(&mut tx, Account::Staff, person.address_key.as_str()).await?;
    }
    let (action, told, done) = match wanted {
        Change::Roles(_) => ("staff.roles_changed", AccessChange::Roles, "roles"),
        Change::Close => ("staff.closed", AccessChange::Closed, "closed"),
        Change::Open => ("staff.opened", AccessChange::Opened, "opened"),
    };
    tell(portico, &mut tx, &member, &person, told, &after.roles).await?;
    let deed = Deed {
        old: Some(standing(&person, &before)),
        new: Some(standing(&person, &after)),
        ..Deed::plain(action, "staff", id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!("{page}?done={done}")))
}

/// Ends one session of a member of staff, or all when none is named. What is over already is told, not done again.
pub async fn end_sessions(portico: &Portico, visit: &Visit, form: EndStaffSessions) -> Outcome<Answer> {
    let member = needed(portico, visit, Permission::EditStaff).await?;
    let mut tx = portico.database.begin().await?;
    hold_office(&mut tx, &member).await?;
    let person = named(&mut tx, &form.id).await?;
    if let Err(fault) = on_another(person.id == member.id) {
        return Ok(Answer::form(fault));
    }
    let now = portico.now();
    let ended = if form.session.is_empty() {
        staff_sessions::end_for_staff(&mut tx, person.id, now).await?
    } else {
        let id = form.session.parse::<StaffSessionId>();
        let id = id.map_err(|_| Trouble(ApiError::NotFound))?;
        let open = staff_sessions::open_for_staff(&mut tx, person.id).await?;
        // Somebody else's session is none of this person.
        let own = open.iter().any(|session| session.id == id);
        u64::from(own && staff_sessions::end(&mut tx, id, now).await?)
    };
    if ended == 0 {
        return Ok(Answer::form(Fault::Stale));
    }
    tell(
        portico,
        &mut tx,
        &member,
        &person,
        AccessChange::SignedOut,
        &person.roles,
    )
    .await?;
    let deed = Deed {
        new: Some(json!({ "name": person.name, "sessions": ended })),
        ..Deed::plain("staff.sessions_ended", "staff", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    let page = by_id("/office/staff", &form.id);
    Ok(Answer::go(format!("{page}?done=sessions")))
}

/// Holds the rule "somebody administers" until the transaction ends, and answers how many administrators there are. Of
/// two who change each other's access, the second is asked again whether they still may.
///
/// # Errors
/// `Forbidden` when they may not any more.
pub(in crate::services) async fn hold_office(tx: &mut Tx, member: &Member) -> Outcome<usize> {
    let administrators = staff::guard_administrators(tx).await?;
    let own = staff::by_id(tx, member.id).await?;
    if own.is_some_and(|own| own.active && own.roles.allow(Permission::EditStaff)) {
        Ok(usize::try_from(administrators).unwrap_or(0))
    } else {
        Err(Trouble(ApiError::Forbidden))
    }
}

async fn named(tx: &mut Tx, id: &str) -> Outcome<Staff> {
    let missing = || Trouble(ApiError::NotFound);
    let id = id.parse::<StaffId>().map_err(|_| missing())?;
    staff::by_id(tx, id).await?.ok_or_else(missing)
}

/// Ends every session and every sign-in that is under way; whoever has no access is forgotten by every browser.
async fn shut_out(portico: &Portico, tx: &mut Tx, id: StaffId, active: bool) -> Outcome<()> {
    staff_sessions::end_for_staff(tx, id, portico.now()).await?;
    factor_steps::end_others(tx, Owner::Staff(id), None).await?;
    if !active {
        remembered_browsers::forget_all(tx, Owner::Staff(id)).await?;
    }
    Ok(())
}

/// What the history keeps of somebody's access.
fn standing(person: &Staff, standing: &Standing) -> Value {
    json!({ "name": person.name, "roles": standing.roles.to_string(), "active": standing.active })
}

/// Queues the mail that tells the person who changed what.
async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    by: &Member,
    person: &Staff,
    change: AccessChange,
    roles: &Roles,
) -> Outcome<()> {
    let mail = Mail::StaffAccessChanged {
        name: person.name.clone(),
        by: by.name.clone(),
        change,
        roles: roles.clone(),
    };
    let letter = Letter {
        mail: &mail,
        to: &person.email,
        language: person.language,
        customer_id: None,
    };
    portico.outbox.enqueue(tx, portico.now(), letter).await?;
    Ok(())
}
