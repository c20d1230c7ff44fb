//! Signing in with a password, and what follows it.

use super::{HOME, begin, browsers, note};
use crate::{
    services::{
        Outcome,
        audit::Actor,
        passwords,
        second_factor::{self, AfterPassword, Cleared, Person, Wish},
        throttles::{self, Account, Action},
    },
    state::Portico,
};
use app::api::{Answer, Problems, staff::StaffSignIn, visit::Visit};
use domain::{
    ids::StaffId,
    login::Tries,
    values::{Email, Fault, ReturnTo},
};
use secrecy::SecretString;
use storage::{
    Tx,
    staff::{self, Staff},
};

/// What is counted when staff sign in.
const TRY: (Action, Account) = (Action::StaffSignIn, Account::Staff);

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
    let known = async || browsers::knows(portico, visit, &key).await;
    match throttles::try_password(portico, visit, TRY, key.as_str(), known).await? {
        Tries::Left => {}
        Tries::Spent => return Ok(Answer::form(Fault::TooManyTries)),
        Tries::AccountSpent => return Ok(Answer::form(Fault::TooManyWrongPasswordsOfStaff)),
    }
    let mut conn = portico.database.read().await?;
    let found = staff::by_address_key(&mut conn, &key).await?;
    drop(conn);
    let password = SecretString::from(form.password);
    let wrong = Answer::form(Fault::WrongCredentials);
    let hash = found.as_ref().and_then(|member| member.password_hash.as_deref());
    let (matches, rehash) = passwords::verify(portico, hash, &password).await?;
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
    throttles::forgive(portico, &mut tx, visit, TRY, key.as_str()).await?;
    enter(portico, tx, visit, &fresh, form.next.as_deref()).await
}

/// What follows the right password: the session, or the second step.
pub(super) async fn enter(
    portico: &Portico,
    mut tx: Tx,
    visit: &Visit,
    member: &Staff,
    next: Option<&str>,
) -> Outcome<Answer> {
    let policy = second_factor::policy(&mut tx).await?;
    let person = Person::staff(member, &policy);
    let next = landing(next);
    let wish = Wish {
        keep: false,
        next: &next,
    };
    match second_factor::after_password(portico, &mut tx, visit, (&person, &policy), wish).await? {
        AfterPassword::Cleared(cleared) => let_in(portico, tx, visit, member.id, cleared, Some(&next)).await,
        AfterPassword::Half(half) => {
            tx.commit().await?;
            half.hand_out(visit);
            Ok(Answer::go(half.page))
        }
    }
}

/// Begins the session of a member of staff who signed in with a password, and commits.
pub(in crate::services) async fn let_in(
    portico: &Portico,
    mut tx: Tx,
    visit: &Visit,
    id: StaffId,
    cleared: Cleared,
    next: Option<&str>,
) -> Outcome<Answer> {
    let member = staff::by_id(&mut tx, id).await?.filter(|member| member.active);
    let Some(member) = member else {
        return Ok(Answer::form(Fault::WrongCredentials));
    };
    let begun = begin(portico, &mut tx, visit, id, cleared).await?;
    let actor = Actor::Staff(id, &member.name);
    note(portico, &mut tx, visit, actor, "staff.signed_in", id, None).await?;
    tx.commit().await?;
    begun.hand_out(visit);
    Ok(Answer::go(landing(next)))
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

#[cfg(test)]
mod tests {
    use super::*;

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
