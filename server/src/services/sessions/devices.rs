//! Browsers that a customer has signed in with, and the mail about one that is new to them.

use crate::{
    crypto::Token,
    http::cookies,
    mail::{Letter, Mail},
    services::{Outcome, dates},
    state::Portico,
};
use app::api::visit::Visit;
use domain::{
    ids::CustomerId,
    sessions::{Device, DeviceFacts, tell_of_device},
    time::Span,
    values::AddressKey,
};
use storage::{
    Tx,
    customers::Customer,
    devices::{self, Met},
};

/// How long a browser is known after a sign-in: as long as browsers keep a cookie.
const KNOWN_FOR: Span = Span::days(400);

/// The mark that this browser bears.
fn borne(visit: &Visit) -> Option<Token> {
    visit.cookie(cookies::DEVICE).and_then(Token::parse)
}

fn cookie(token: &Token) -> String {
    cookies::set(cookies::DEVICE, token.expose(), Some(KNOWN_FOR))
}

/// Whether the customer with this address, if there is one, has signed in with this browser.
pub async fn knows_browser(portico: &Portico, visit: &Visit, key: &AddressKey) -> Outcome<bool> {
    let Some(token) = borne(visit) else {
        return Ok(false);
    };
    let mut conn = portico.database.read().await?;
    Ok(devices::knows(&mut conn, key, &token.hash()).await?)
}

/// Makes this the only browser that the customer is known by: the password is a new one, and whoever had the old one is
/// a stranger. Answers the cookie for after the commit.
pub async fn trust_this_browser(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: CustomerId,
) -> Outcome<String> {
    let token = borne(visit).unwrap_or_else(|| portico.entropy.token());
    devices::forget_others(tx, customer, &token.hash()).await?;
    devices::meet(tx, customer, &token.hash(), portico.now()).await?;
    Ok(cookie(&token))
}

/// Notes the browser that the customer signs in with; a mail tells of one that is new to them. Answers the cookie by
/// which it is known from now on.
pub(super) async fn meet(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
) -> Outcome<String> {
    let token = borne(visit).unwrap_or_else(|| portico.entropy.token());
    let now = portico.now();
    let met = devices::meet(tx, customer.id, &token.hash(), now).await?;
    let facts = DeviceFacts {
        known: met == Met::Known,
        others: met == Met::Another,
        address_proven: customer.address_proven_at.is_some(),
    };
    if let Some(address) = customer.email.as_deref().filter(|_| tell_of_device(facts)) {
        let mail = Mail::NewDevice {
            name: customer.given_name.clone(),
            device: Device::of(&visit.facts().user_agent).name(),
            requester: visit.facts().requester.to_string(),
            when: dates::Reader::new(customer.language, customer.time_zone.as_deref()).date_time(now),
        };
        let letter = Letter {
            mail: &mail,
            to: address,
            language: customer.language,
            customer_id: Some(customer.id),
        };
        portico.outbox.enqueue(tx, now, letter).await?;
    }
    Ok(cookie(&token))
}
