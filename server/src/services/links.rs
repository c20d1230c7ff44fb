//! Links from mails: looking at one, and using it up.

mod finish;
mod look;
mod reset;

pub use look::look;
pub use reset::reset;

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    identities,
    login::after_sign_in,
    provider_sign_in, requests,
    second_factor::{self, AfterPassword, Person, Wish},
    security,
    sessions::{self, Start},
    throttles::{self, MailFor},
};
use crate::{
    crypto::Token,
    mail::{Letter, LinkSubject, Mail, WayInNext},
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError,
        links::{Activate, ConfirmAddress, SendAgain},
        visit::Visit,
    },
    routes::with_next,
};
use domain::{
    approvals::{MailAgain, Refused},
    customers::CustomerStatus,
    ids::{CustomerId, RequestId},
    registration::{AccountMatch, AfterProof, after_address_proven},
    values::{Fault, Language, ReturnTo},
};
use serde_json::json;
use storage::{
    Tx,
    customers::{self, Customer},
    links::{self, Link, Purpose},
    registration_requests::{self, RegistrationRequest},
};

/// Whom a link in a mail to this customer concerns.
pub fn subject(customer: &Customer) -> LinkSubject {
    subject_of(customer.id, None)
}

/// Whom a link concerns.
pub fn subject_of(customer: CustomerId, request: Option<RequestId>) -> LinkSubject {
    LinkSubject {
        customer_id: Some(customer),
        request_id: request,
        staff_id: None,
        payload: json!({}),
    }
}

/// Whom a link concerns, and where they wanted to go.
pub fn on_the_way_to(customer: &Customer, next: &ReturnTo) -> LinkSubject {
    LinkSubject {
        payload: json!({ "return_to": next }),
        ..subject(customer)
    }
}

/// The link of an invitation to another way in: it connects an identity, so it is good for this address alone.
pub fn invitation(customer: &Customer) -> LinkSubject {
    LinkSubject {
        payload: json!({ "address": customer.address_key }),
        ..subject(customer)
    }
}

/// Closes what mails to the customer could still open: a new password, another way in.
pub async fn close(portico: &Portico, tx: &mut Tx, customer: CustomerId) -> Outcome<()> {
    for purpose in [Purpose::Reset, Purpose::Finish] {
        links::use_up_others(tx, customer, purpose, portico.now()).await?;
    }
    for template in ["reset", "way_in"] {
        storage::mails::take_back(tx, customer, template).await?;
    }
    Ok(())
}

/// Queues a mail to the customer's own address, if there is one, in the caller's transaction.
pub async fn send_to(portico: &Portico, tx: &mut Tx, customer: &Customer, mail: &Mail) -> Outcome<()> {
    match customer.email.as_deref() {
        Some(address) => send(portico, tx, mail, address, customer.language, Some(customer.id)).await,
        None => Ok(()),
    }
}

/// Queues a mail in the caller's transaction.
pub async fn send(
    portico: &Portico,
    tx: &mut Tx,
    mail: &Mail,
    to: &str,
    language: Language,
    customer_id: Option<CustomerId>,
) -> Outcome<()> {
    portico
        .outbox
        .enqueue(
            tx,
            portico.now(),
            Letter {
                mail,
                to,
                language,
                customer_id,
            },
        )
        .await?;
    Ok(())
}

/// Sends the activation mail again, in a transaction of its own, unless the address has had its share of mails.
pub async fn send_activation(portico: &Portico, visit: &Visit, customer: &Customer) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    if !throttles::allow_mail(
        portico,
        &mut tx,
        visit,
        MailFor::Owner,
        customer.address_key.as_ref(),
    )
    .await?
    {
        return Ok(());
    }
    let request = registration_requests::by_customer(&mut tx, customer.id).await?;
    let mail = Mail::Activate {
        name: customer.given_name.clone(),
        link: subject_of(customer.id, request.map(|request| request.id)),
    };
    send_to(portico, &mut tx, customer, &mail).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(())
}

/// Uses up an activation link, or goes on with the link of an approval mail.
pub async fn activate(portico: &Portico, visit: &Visit, form: Activate) -> Outcome<Answer> {
    let Some(token) = Token::parse(&form.token) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let mut conn = portico.database.read().await?;
    let link = links::peek(&mut conn, &token.hash()).await?;
    drop(conn);
    match link {
        Some(link) if link.purpose == Purpose::Finish => finish::finish(portico, visit, &link, &token).await,
        Some(link) if link.purpose == Purpose::Activate => prove_local(portico, visit, &link, &token).await,
        _ => Ok(Answer::form(Fault::LinkSpent)),
    }
}

fn not_open(portico: &Portico, link: &Link) -> Option<Fault> {
    if link.used_at.is_some() {
        Some(Fault::LinkSpent)
    } else if link.is_open(portico.now()) {
        None
    } else {
        Some(Fault::LinkExpired)
    }
}

/// Links open nothing while the shop has no customer accounts.
///
/// # Errors
/// `NotFound`, as the pages themselves answer then.
pub(super) async fn open_shop(conn: &mut storage::Conn) -> Outcome<()> {
    let settings = storage::settings::load(conn).await?.shop;
    if settings.customer_accounts {
        Ok(())
    } else {
        Err(Trouble(ApiError::NotFound))
    }
}

async fn prove_local(portico: &Portico, visit: &Visit, link: &Link, token: &Token) -> Outcome<Answer> {
    if let Some(fault) = not_open(portico, link) {
        return Ok(Answer::form(fault));
    }
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    open_shop(&mut tx).await?;
    let used = links::use_up(&mut tx, &token.hash(), Purpose::Activate, now).await?;
    let Some(id) = used.and_then(|link| link.customer_id) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let customer = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    if customer.status != CustomerStatus::Unproven {
        return Ok(Answer::form(Fault::LinkSpent));
    }
    let request = registration_requests::by_customer(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    links::use_up_others(&mut tx, id, Purpose::Activate, now).await?;
    let leads_to = after_proof(&mut tx, &request).await?;
    if let Err(refused) = requests::prove(portico, &mut tx, visit, &request, leads_to).await? {
        return Ok(Answer::form(not_proven(&refused)));
    }
    customers::prove_address(&mut tx, id, now).await?;
    if leads_to == AfterProof::Wait {
        tx.commit().await?;
        portico.outbox.wake();
        return Ok(Answer::go(requests::status_path(portico, request.id)));
    }
    let customer = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    let name = format!("{} {}", customer.given_name, customer.family_name);
    let subject_id = id.to_string();
    let actor = || Actor::Customer(id, &name);
    let deed = Deed::plain("customer.activated", "customer", &subject_id);
    audit::note(portico, &mut tx, visit, actor(), deed).await?;
    let policy = second_factor::policy(&mut tx).await?;
    let person = Person::customer(&customer, &policy, now);
    let next = with_next("/account/profile", Some(requests::return_to(&request).as_str()));
    let wish = Wish {
        keep: false,
        next: &next,
    };
    let cleared =
        match second_factor::after_password(portico, &mut tx, visit, (&person, &policy), wish).await? {
            AfterPassword::Cleared(cleared) => cleared,
            AfterPassword::Half(half) => {
                tx.commit().await?;
                half.hand_out(visit);
                return Ok(Answer::go(half.page));
            }
        };
    let start = Start::Password { keep: false, cleared };
    let begun = sessions::begin(portico, &mut tx, visit, &customer, start).await?;
    let deed = Deed::plain("session.began", "customer", &subject_id);
    audit::note(portico, &mut tx, visit, actor(), deed).await?;
    let first = begun.as_first(requests::return_to(&request));
    let terms = customer.terms_version;
    let landing = after_sign_in(portico, &mut tx, &first, terms, &ReturnTo::home()).await?;
    tx.commit().await?;
    first.hand_out(visit);
    sessions::remember_language(visit, customer.language);
    Ok(Answer::go(landing))
}

/// Why the proof of an address moves its request nowhere.
fn not_proven(refused: &Refused) -> Fault {
    match refused {
        Refused::TooLate => Fault::LinkExpired,
        _ => Fault::LinkSpent,
    }
}

/// What the proof of a request's address leads to, with the settings of this moment.
async fn after_proof(tx: &mut Tx, request: &RegistrationRequest) -> Outcome<AfterProof> {
    let settings = storage::settings::load(tx).await?.shop;
    Ok(after_address_proven(request.entry, &settings, AccountMatch::None))
}

/// Sends the mail of an expired link again. Whoever holds the link has had the mail, so the answer tells nothing new.
pub async fn send_again(portico: &Portico, visit: &Visit, form: SendAgain) -> Outcome<Answer> {
    let Some(token) = Token::parse(&form.token) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let mut tx = portico.database.begin().await?;
    open_shop(&mut tx).await?;
    let link = links::peek(&mut tx, &token.hash())
        .await?
        .filter(|link| link.used_at.is_none());
    let Some((link, id)) = link.and_then(|link| link.customer_id.map(|id| (link, id))) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let customer = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let Some(mail) = mail_again(&mut tx, &link, &customer).await? else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    if !throttles::allow_mail(
        portico,
        &mut tx,
        visit,
        MailFor::Owner,
        customer.address_key.as_ref(),
    )
    .await?
    {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    send_to(portico, &mut tx, &customer, &mail).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go("/register/check-mail"))
}

/// The mail that brings what the link was for; none when that is over.
async fn mail_again(tx: &mut Tx, link: &Link, customer: &Customer) -> Outcome<Option<Mail>> {
    if link.purpose == Purpose::Finish && link.request_id.is_none() {
        let again = customer.status.may_sign_in().then(|| Mail::WayIn {
            name: customer.given_name.clone(),
            next: WayInNext::Provider {
                link: invitation(customer),
                provider: None,
            },
        });
        return Ok(again);
    }
    let Some(request) = registration_requests::by_customer(tx, customer.id).await? else {
        return Ok(None);
    };
    Ok(match (link.purpose, request.status.mail_again()) {
        (Purpose::Activate, Some(MailAgain::Activation)) | (Purpose::Finish, Some(MailAgain::Approval)) => {
            requests::mail_again(tx, &request).await?
        }
        _ => None,
    })
}

/// Uses up a link that proves an address: of a provider's person, in the browser that the identity is kept for, or the
/// one that a customer wants instead of the present one.
pub async fn confirm_address(portico: &Portico, visit: &Visit, form: ConfirmAddress) -> Outcome<Answer> {
    let Some(token) = Token::parse(&form.token) else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    let mut conn = portico.database.read().await?;
    let link = links::peek(&mut conn, &token.hash())
        .await?
        .filter(|link| matches!(link.purpose, Purpose::ProveAddress | Purpose::ChangeAddress));
    let Some(link) = link else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    if let Some(fault) = not_open(portico, &link) {
        return Ok(Answer::form(fault));
    }
    drop(conn);
    if link.purpose == Purpose::ChangeAddress {
        return security::confirm_address(portico, visit, &link).await;
    }
    provider_sign_in::prove(portico, visit, &link).await
}

/// Where an identity that was proven goes on.
pub fn answer_of(visit: &Visit, settled: identities::Settled) -> Answer {
    match settled {
        identities::Settled::In(begun, language, landing) => {
            begun.hand_out(visit);
            sessions::remember_language(visit, language);
            Answer::go(landing)
        }
        _ => Answer::go(ReturnTo::home().as_str()),
    }
}
