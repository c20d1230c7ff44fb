//! Taking a second factor away from somebody who lost it. Nobody chooses a new one for them.

use super::{
    act::{end_sessions, person},
    person::subject,
};
use crate::{
    mail::FactorChange,
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff::{self, Member},
        throttles::{self, Account},
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, second_factor::ResetFactor, staff::ResetStaffFactor, visit::Visit},
    routes::by_id,
};
use domain::{
    ids::{CustomerId, StaffId},
    second_factor::Owner,
    staff::{Permission, on_another},
    values::{Email, Fault},
};
use serde_json::json;
use storage::{Tx, factor_steps, remembered_browsers, second_factors};

/// Takes a customer's second factor away: recovery codes, remembered browsers and sessions go with it, and a mail tells
/// the owner. The password stays, and if the shop requires a factor, the next sign-in sets a new one up.
pub async fn reset_customer(portico: &Portico, visit: &Visit, form: ResetFactor) -> Outcome<Answer> {
    let member: Member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let missing = Trouble(ApiError::NotFound);
    let owner = Owner::Customer(form.id.parse::<CustomerId>().map_err(|_| missing)?);
    let mut tx = portico.database.begin().await?;
    let (person, _) = person(portico, &mut tx, owner).await?;
    if take_away(portico, &mut tx, owner).await? {
        let deed = (member.actor(), "second_factor.reset");
        person.note(portico, &mut tx, visit, deed, None).await?;
        person.tell(portico, &mut tx, FactorChange::Reset).await?;
        tx.commit().await?;
        portico.outbox.wake();
    }
    Ok(Answer::go(format!("/office/customers/{}?done=factor", form.id)))
}

/// The same for another member of staff, by an administrator whose sign-in was a moment ago.
pub async fn reset_colleague(portico: &Portico, visit: &Visit, form: ResetStaffFactor) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::EditStaff).await?;
    let page = by_id("/office/staff", &form.id);
    let member = match staff::recent(portico, visit, &page).await? {
        Ok(member) => member,
        Err(sign_in) => return Ok(sign_in),
    };
    let id = form.id.parse::<StaffId>();
    let id = id.map_err(|_| Trouble(ApiError::NotFound))?;
    if let Err(fault) = on_another(id == member.id) {
        return Ok(Answer::form(fault));
    }
    let mut tx = portico.database.begin().await?;
    staff::hold_office(&mut tx, &member).await?;
    if storage::staff::by_id(&mut tx, id).await?.is_none() {
        return Err(Trouble(ApiError::NotFound));
    }
    let owner = Owner::Staff(id);
    let (person, _) = person(portico, &mut tx, owner).await?;
    if !take_away(portico, &mut tx, owner).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    let deed = (member.actor(), "second_factor.reset");
    let named = json!({ "name": person.name });
    person.note(portico, &mut tx, visit, deed, Some(named)).await?;
    person.tell(portico, &mut tx, FactorChange::Reset).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!("{page}?done=factor")))
}

/// The same for a member of staff, from the console; and their password may be tried again. False when they had none.
///
/// # Errors
/// `NotFound` when no member of staff has the address.
pub async fn reset_staff(portico: &Portico, email: &Email) -> Outcome<bool> {
    let mut tx = portico.database.begin().await?;
    let member = storage::staff::by_address_key(&mut tx, &email.key())
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let owner = Owner::Staff(member.id);
    let (person, _) = person(portico, &mut tx, owner).await?;
    let tried = throttles::forgive_account(&mut tx, Account::Staff, email.key().as_str()).await?;
    let had = take_away(portico, &mut tx, owner).await?;
    let (subject_kind, subject_id) = subject(owner);
    let done = [(had, "second_factor.reset"), (tried, "staff.tries_given_back")];
    for (_, action) in done.into_iter().filter(|(done, _)| *done) {
        let deed = Deed {
            new: Some(json!({ "name": member.name })),
            ..Deed::plain(action, subject_kind, &subject_id)
        };
        audit::note_by_system(portico, &mut tx, deed).await?;
    }
    if had {
        person.tell(portico, &mut tx, FactorChange::Reset).await?;
    }
    tx.commit().await?;
    Ok(had)
}

/// Takes all of it away; false when there was nothing.
async fn take_away(portico: &Portico, tx: &mut Tx, owner: Owner) -> Outcome<bool> {
    let had = !second_factors::load(tx, owner).await?.methods().is_empty();
    second_factors::remove(tx, owner).await?;
    remembered_browsers::forget_all(tx, owner).await?;
    factor_steps::end_others(tx, owner, None).await?;
    if had {
        end_sessions(portico, tx, owner, None).await?;
    }
    Ok(had)
}
