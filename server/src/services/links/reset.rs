//! A new password by a link: its owner can read the address.

use super::{after_proof, close, not_open, not_proven, open_shop, send_to};
use crate::{
    crypto::Token,
    mail::Mail,
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        passwords, requests, second_factor, sessions,
        throttles::{self, Account},
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, links::Reset, visit::Visit},
    routes::{with, with_next},
};
use domain::{
    approvals::Refused,
    customers::CustomerStatus,
    second_factor::Owner,
    values::{Fault, ReturnTo},
};
use secrecy::SecretString;
use storage::{
    Tx, accounts,
    customers::{self, Customer},
    links::{self, Purpose},
    registration_requests,
    sessions::EndedBecause,
};

/// Uses up a reset link: the new password, a proven address, no session left.
pub async fn reset(portico: &Portico, visit: &Visit, form: Reset) -> Outcome<Answer> {
    let Some(token) = Token::parse(&form.token) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let now = portico.now();
    let mut conn = portico.database.read().await?;
    let link = links::peek(&mut conn, &token.hash())
        .await?
        .filter(|link| link.purpose == Purpose::Reset);
    let Some(link) = link else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    if let Some(fault) = not_open(portico, &link) {
        return Ok(Answer::form(fault));
    }
    let id = link.customer_id.ok_or(Trouble(ApiError::Internal))?;
    let customer = customers::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let rules = passwords::rules(portico, &mut conn, Some(id)).await?;
    drop(conn);
    let about = [
        customer.email.as_deref().unwrap_or_default(),
        &customer.given_name,
        &customer.family_name,
    ];
    if let Err(fault) = passwords::check(portico, &rules, &form.new_password, &about) {
        return Ok(Answer::field("new_password", fault));
    }
    let hash = portico
        .passwords
        .hash(&SecretString::from(form.new_password))
        .await?;
    let mut tx = portico.database.begin().await?;
    open_shop(&mut tx).await?;
    if !storage::settings::load(&mut tx).await?.shop.local_sign_in {
        return Ok(Answer::form(Fault::LocalSignInOff));
    }
    if links::use_up(&mut tx, &token.hash(), Purpose::Reset, now)
        .await?
        .is_none()
    {
        return Ok(Answer::form(Fault::LinkSpent));
    }
    close(portico, &mut tx, id).await?;
    // Read again: it may have been decided while the password was hashed.
    let customer = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    if let Err(refused) = prove_by_reset(portico, &mut tx, visit, &customer).await? {
        return Ok(Answer::form(not_proven(&refused)));
    }
    customers::set_password(&mut tx, id, Some(&hash), now).await?;
    second_factor::after_new_password(&mut tx, Owner::Customer(id)).await?;
    if let Some(key) = &customer.address_key {
        throttles::forgive_account(&mut tx, Account::Customer, key.as_str()).await?;
    }
    // Strangers may go on guessing: the owner signs in all the same.
    let browser = sessions::trust_this_browser(portico, &mut tx, visit, id).await?;
    storage::sessions::end_for_customer(&mut tx, id, EndedBecause::PasswordReset, now).await?;
    let subject_id = id.to_string();
    let deed = Deed::plain("password.reset", "customer", &subject_id);
    audit::note(portico, &mut tx, visit, Actor::Visitor, deed).await?;
    let mail = Mail::PasswordChanged {
        name: customer.given_name.clone(),
    };
    send_to(portico, &mut tx, &customer, &mail).await?;
    tx.commit().await?;
    visit.set_cookie(browser);
    portico.outbox.wake();
    let next = ReturnTo::or_home(link.payload["return_to"].as_str());
    let login = with_next("/login", Some(next.as_str()));
    Ok(Answer::go(with(&login, "done", "password")))
}

/// A reset proves the address as an activation does; what comes next is the same decision. Whoever registered may have
/// been a stranger: of what they typed, only the name stays, and the owner looks at that in My Profile.
async fn prove_by_reset(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
) -> Outcome<Result<(), Refused>> {
    let now = portico.now();
    let request = registration_requests::by_customer(tx, customer.id).await?;
    if let Some(request) = request.filter(|_| customer.status == CustomerStatus::Unproven) {
        registration_requests::forget_unproven(tx, request.id).await?;
        if let Some(account) = request.account_id.filter(|_| !request.matched) {
            let person = format!("{} {}", customer.given_name, customer.family_name);
            accounts::rename(tx, account, None, person.trim()).await?;
        }
        let leads_to = after_proof(tx, &request).await?;
        if let Err(refused) = requests::prove(portico, tx, visit, &request, leads_to).await? {
            return Ok(Err(refused));
        }
        customers::forget_unproven(tx, customer.id, now).await?;
    }
    customers::prove_address(tx, customer.id, now).await?;
    Ok(Ok(()))
}
