//! One thing that the history is asked about.

use super::history::subject;
use crate::services::Outcome;
use app::api::settings::Thing;
use storage::{Conn, customers, history::Entry, providers, staff};

/// Octets of the longest kind and of the longest id that is looked for.
const LONGEST: usize = 100;

/// Kind and id in `kind/id`; none for what can be neither.
pub fn named(about: &str) -> Option<(&str, &str)> {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-_".contains(&octet);
    let can_be = |text: &str| (1..=LONGEST).contains(&text.len()) && text.bytes().all(plain);
    about
        .split_once('/')
        .filter(|(kind, id)| can_be(kind) && can_be(id))
}

/// The thing by the name that it has, else by the one that its newest entry tells, else by its id.
pub async fn called(conn: &mut Conn, (kind, id): (&str, &str), entries: &[Entry]) -> Outcome<Thing> {
    let name = match kind {
        "customer" => customer(conn, id).await?,
        "provider" => provider(conn, id).await?,
        "staff" => member(conn, id).await?,
        _ => None,
    };
    let name = name
        .or_else(|| entries.first().map(subject))
        .filter(|name| !name.is_empty());
    Ok(Thing {
        name: name.unwrap_or_else(|| id.to_owned()),
        kind: kind.to_owned(),
        id: id.to_owned(),
    })
}

async fn customer(conn: &mut Conn, id: &str) -> Outcome<Option<String>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let customer = customers::by_id(conn, id).await?;
    let name = customer.map(|it| format!("{} {}", it.given_name, it.family_name));
    Ok(name.map(|name| name.trim().to_owned()))
}

async fn provider(conn: &mut Conn, id: &str) -> Outcome<Option<String>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(providers::by_id(conn, id).await?.map(|provider| provider.name))
}

async fn member(conn: &mut Conn, id: &str) -> Outcome<Option<String>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(staff::list::all(conn, Some(id))
        .await?
        .pop()
        .map(|person| person.name))
}
