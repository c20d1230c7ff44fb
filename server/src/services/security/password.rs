//! A new password in place of the current one.

use super::signed_in;
use crate::{
    mail::Mail,
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        links::{close, send_to},
        passwords,
        sessions::{knows_browser, trust_this_browser},
        throttles::{self, Account, Action},
    },
    state::Portico,
};
use app::api::{Answer, ApiError, Problems, security::ChangePassword, visit::Visit};
use domain::{login::Tries, password::Rules, security, values::Fault};
use secrecy::SecretString;
use storage::{
    Tx,
    customers::{self, Customer},
    grants,
    sessions::{self, EndedBecause, SessionView},
};

/// What is counted when the current password is typed.
const TRY: (Action, Account) = (Action::CurrentPassword, Account::Customer);

/// Changes the password. This session goes on, every other one ends, and a mail tells the owner.
pub async fn change_password(portico: &Portico, visit: &Visit, form: ChangePassword) -> Outcome<Answer> {
    let session = signed_in(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let customer = customers::by_id(&mut conn, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let local_sign_in = storage::settings::load(&mut conn).await?.shop.local_sign_in;
    let rules = passwords::rules(portico, &mut conn, Some(customer.id)).await?;
    drop(conn);

    let problems = check(portico, &rules, &customer, &form);
    if !problems.is_empty() {
        return Ok(Answer::Problems(problems));
    }
    let Some(address) = customer.address_key.clone() else {
        // Nobody signs in with a password alone.
        return Ok(Answer::form(Fault::NotAllowed));
    };
    let known = async || knows_browser(portico, visit, &address).await;
    let tries = throttles::try_password(portico, visit, TRY, address.as_str(), known).await?;
    let current_ok = match customer.password_hash.as_deref() {
        Some(hash) if local_sign_in && tries == Tries::Left => {
            let current = SecretString::from(form.current_password);
            portico.passwords.verify(&current, hash).await?.matches
        }
        _ => false,
    };
    let facts = security::ChangePassword {
        local_sign_in,
        has_password: customer.password_hash.is_some(),
        tries,
        current_ok,
    };
    match security::change_password(facts) {
        Err(Fault::WrongPassword) => return Ok(Answer::field("current_password", Fault::WrongPassword)),
        Err(fault) => return Ok(Answer::form(fault)),
        Ok(()) => {}
    }
    let new = portico
        .passwords
        .hash(&SecretString::from(form.new_password))
        .await?;

    let mut tx = portico.database.begin().await?;
    let old = customer.password_hash.as_deref().unwrap_or_default();
    let held = customers::hold_password(&mut tx, customer.id, old).await?;
    // It was changed or reset while this one was hashed.
    let Some(customer) = held else {
        return Ok(Answer::field("current_password", Fault::WrongPassword));
    };
    throttles::forgive(portico, &mut tx, visit, TRY, address.as_str()).await?;
    set(portico, &mut tx, visit, &session, &customer, &new).await?;
    let browser = trust_this_browser(portico, &mut tx, visit, customer.id).await?;
    tx.commit().await?;
    visit.set_cookie(browser);
    portico.outbox.wake();
    Ok(Answer::go("/account/security?done=password"))
}

/// What can be said about the form alone.
fn check(portico: &Portico, rules: &Rules, customer: &Customer, form: &ChangePassword) -> Problems {
    let mut problems = Problems::default();
    if form.current_password.is_empty() {
        problems = problems.with("current_password", Fault::Required);
    }
    let about = [
        customer.email.as_deref().unwrap_or_default(),
        &customer.given_name,
        &customer.family_name,
    ];
    problems.take(
        "new_password",
        passwords::check(portico, rules, &form.new_password, &about),
    );
    problems
}

/// Writes the new password. Whatever the old one could have opened is closed: the other sessions, what clients were
/// given, and links to reset it.
async fn set(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    session: &SessionView,
    customer: &Customer,
    hash: &str,
) -> Outcome<()> {
    let now = portico.now();
    customers::set_password(tx, customer.id, Some(hash), now).await?;
    sessions::end_others(tx, customer.id, session.id, EndedBecause::PasswordChanged, now).await?;
    grants::end_for_customer(tx, customer.id, now).await?;
    close(portico, tx, customer.id).await?;
    let (id, name) = (
        customer.id.to_string(),
        format!("{} {}", customer.given_name, customer.family_name),
    );
    let deed = Deed::plain("password.changed", "customer", &id);
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    let mail = Mail::PasswordChanged {
        name: customer.given_name.clone(),
    };
    send_to(portico, tx, customer, &mail).await
}
