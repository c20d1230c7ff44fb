//! Another address in place of the present one.

use super::signed_in;
use crate::{
    mail::{LinkSubject, Mail},
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        links::{close, send, send_to},
        profile, sessions,
        settings::domains,
        throttles::{self, Action, MailFor},
    },
    state::Portico,
};
use app::api::{Answer, ApiError, security::ChangeAddress, visit::Visit};
use domain::{
    security::{ConfirmChange, confirm_change},
    values::{AddressKey, Email, Fault},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{
    Tx,
    customers::{self, Customer},
    links::{self, Link, Purpose},
};

const PAGE: &str = "/account/security";

/// What the link is bound to. It dies with each of them.
#[derive(Serialize, Deserialize)]
struct Asked {
    /// The new address.
    email: Email,
    /// The key of the address that it takes the place of.
    old: Option<AddressKey>,
    /// Milliseconds; when the password was chosen.
    password_set_at: Option<i64>,
}

impl Asked {
    fn by(customer: &Customer, email: Email) -> Self {
        Self {
            email,
            old: customer.address_key.clone(),
            password_set_at: customer.password_set_at.map(|at| at.as_millis()),
        }
    }

    fn still_fits(&self, customer: &Customer) -> bool {
        let now = Self::by(customer, self.email.clone());
        self.old == now.old && self.password_set_at == now.password_set_at
    }
}

/// Sends a link to the new address. Nothing is looked up under it, so that nobody learns whom it belongs to.
pub async fn change_address(portico: &Portico, visit: &Visit, form: ChangeAddress) -> Outcome<Answer> {
    signed_in(portico, visit).await?;
    let session = match sessions::recent(portico, visit, PAGE).await? {
        Ok(session) => session,
        Err(again) => return Ok(again),
    };
    let mut conn = portico.database.read().await?;
    let email = match domains::admitted(&mut conn, &form.email).await? {
        Ok(email) => email,
        Err(fault) => return Ok(Answer::field("email", fault)),
    };
    let id = session.customer_id;
    if profile::address_owner(&mut conn, id).await?.is_some() {
        return Ok(Answer::form(Fault::AddressFromProvider));
    }
    drop(conn);
    if !throttles::allow(portico, visit, Action::ChangeAddress, &id.to_string()).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let key = email.key();
    let mut tx = portico.database.begin().await?;
    if !throttles::allow_mail(portico, &mut tx, visit, MailFor::Change, Some(&key)).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let customer = customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    if customer.address_key.as_ref() == Some(&key) {
        return Ok(Answer::field("email", Fault::AddressUnchanged));
    }
    // The last address that was asked for is the one that counts.
    forget_asked(portico, &mut tx, &customer).await?;
    let to = email.clone();
    let mail = Mail::ChangeAddress {
        name: customer.given_name.clone(),
        link: LinkSubject {
            customer_id: Some(id),
            payload: json!(Asked::by(&customer, email)),
            ..LinkSubject::default()
        },
    };
    send(portico, &mut tx, &mail, to.as_str(), customer.language, Some(id)).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go("/account/security?done=address-asked"))
}

/// Links to other addresses that were asked for, sent or not, work no more.
async fn forget_asked(portico: &Portico, tx: &mut Tx, customer: &Customer) -> Outcome<()> {
    links::use_up_others(tx, customer.id, Purpose::ChangeAddress, portico.now()).await?;
    Ok(storage::mails::take_back(tx, customer.id, "change_address").await?)
}

/// The address that a link proves, and whether the customer who asked for it is signed in here. None when address or
/// password have changed since.
pub async fn look(portico: &Portico, visit: &Visit, link: &Link) -> Outcome<Option<(String, bool)>> {
    let (asked, id) = (asked(link)?, link.customer_id.ok_or(Trouble(ApiError::Internal))?);
    let owner_here = owner_here(portico, visit, link).await?;
    let mut conn = portico.database.read().await?;
    let customer = customers::by_id(&mut conn, id).await?;
    let open = customer.is_some_and(|customer| asked.still_fits(&customer));
    Ok(open.then(|| (asked.email.to_string(), owner_here)))
}

async fn owner_here(portico: &Portico, visit: &Visit, link: &Link) -> Outcome<bool> {
    let here = sessions::current(portico, visit).await?;
    Ok(here.is_some_and(|session| Some(session.customer_id) == link.customer_id))
}

fn asked(link: &Link) -> Outcome<Asked> {
    serde_json::from_value(link.payload.clone()).map_err(|error| {
        tracing::error!(%error, link = %link.id, "a link to change an address can't be read");
        Trouble(ApiError::Internal)
    })
}

/// Uses up a link: the new address is the customer's, proven, and the owner of the old one is told.
pub async fn confirm_address(portico: &Portico, visit: &Visit, link: &Link) -> Outcome<Answer> {
    let (asked, now) = (asked(link)?, portico.now());
    let owner_here = owner_here(portico, visit, link).await?;
    let id = link.customer_id.ok_or(Trouble(ApiError::Internal))?;
    let mut tx = portico.database.begin().await?;
    let Some(customer) = customers::hold(&mut tx, id).await? else {
        return Ok(Answer::form(Fault::LinkSpent));
    };
    if profile::address_owner(&mut tx, id).await?.is_some() {
        return Ok(Answer::form(Fault::AddressFromProvider));
    }
    let facts = ConfirmChange {
        owner_here,
        unchanged: asked.still_fits(&customer),
        taken: customers::by_address_key(&mut tx, &asked.email.key())
            .await?
            .is_some(),
    };
    if let Err(fault) = confirm_change(facts) {
        return Ok(Answer::form(fault));
    }
    if !links::use_up_by_id(&mut tx, link.id, now).await? {
        return Ok(Answer::form(Fault::LinkSpent));
    }
    match customers::set_address(&mut tx, id, &asked.email, Some(now), now).await {
        // Somebody else got it at this very moment.
        Err(error) if error.conflicts_with("customers_address_key") => {
            return Ok(Answer::form(Fault::AddressTaken));
        }
        written => written?,
    }
    tell(portico, &mut tx, visit, &customer, &asked.email).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go("/account/security?done=address"))
}

/// Notes the change, tells the owner of the old address, and closes what was sent there.
async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    new: &Email,
) -> Outcome<()> {
    close(portico, tx, customer.id).await?;
    let (id, name) = (
        customer.id.to_string(),
        format!("{} {}", customer.given_name, customer.family_name),
    );
    let deed = Deed {
        action: "address.changed",
        subject_kind: "customer",
        subject_id: &id,
        old: Some(json!({ "email": customer.email })),
        new: Some(json!({ "email": new })),
    };
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    let mail = Mail::AddressChanged {
        name: customer.given_name.clone(),
        address: new.to_string(),
    };
    send_to(portico, tx, customer, &mail).await
}
