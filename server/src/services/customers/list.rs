//! Finding customers.

use crate::{
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{
    customers::{CustomerFilter, CustomerList, CustomerRow},
    visit::Visit,
};
use domain::{
    customers::{CustomerStatus, search::prefixes},
    staff::Permission,
    values::Language,
};
use storage::customers::list::{self, Key, Listed, Wanted};

/// Rows on a page.
const PAGE: usize = 25;
/// Characters of an id, which stands before the word in a key.
const ID: usize = 36;

/// A page of the customers that are asked for. What no filter knows is not asked.
pub async fn list(portico: &Portico, visit: &Visit, filter: CustomerFilter) -> Outcome<CustomerList> {
    staff::needed(portico, visit, Permission::SeeCustomers).await?;
    let mut conn = portico.database.read().await?;
    let providers = storage::providers::list(&mut conn).await?;
    let slug = filter.provider.unwrap_or_default();
    let wanted = Wanted {
        prefixes: prefixes(&filter.q.unwrap_or_default()),
        status: filter.status.and_then(|name| name.parse::<CustomerStatus>().ok()),
        provider: providers.iter().find(|it| it.slug == slug).map(|it| it.id),
    };
    let after = filter.after.as_deref().and_then(key);
    let page = list::page(&mut conn, &wanted, after.as_ref(), PAGE).await?;
    let language = visit.facts().language;
    Ok(CustomerList {
        rows: page.rows.iter().map(|customer| row(customer, language)).collect(),
        next: page.next.map(|Key { word, id }| format!("{id}{word}")),
        providers: providers.into_iter().map(|it| (it.slug, it.name)).collect(),
    })
}

/// The key of a page's address. No word holds what a database would refuse.
fn key(text: &str) -> Option<Key> {
    let (id, word) = text.split_at_checked(ID)?;
    let clean = !word.chars().any(char::is_control);
    Some(Key {
        word: clean.then(|| word.to_owned())?,
        id: id.parse().ok()?,
    })
}

/// A customer as the list shows one.
pub fn row(customer: &Listed, language: Language) -> CustomerRow {
    let account = customer.account_code.clone();
    CustomerRow {
        id: customer.id.to_string(),
        number: customer.number,
        name: name(customer),
        email: customer.email.clone(),
        proven: customer.address_proven_at.is_some(),
        account: account.zip(customer.account_name.clone()),
        status: customer.status.to_string(),
        since: dates::date(customer.created_at, language),
    }
}

/// The whole name; the address or the number where no name is left or was ever told.
fn name(customer: &Listed) -> String {
    let name = format!("{} {}", customer.given_name, customer.family_name);
    match (name.trim(), &customer.email) {
        ("", Some(email)) => email.clone(),
        ("", None) => customer.number.to_string(),
        (name, _) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_an_invented_one_is_none() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let read = key(&format!("{id}müller")).unwrap();
        assert_eq!((read.id.to_string().as_str(), read.word.as_str()), (id, "müller"));
        assert_eq!(key(id).unwrap().word, "");
        for invented in [
            "",
            "x",
            &id[1..],
            &format!("{id}a\0"),
            &"ü".repeat(40),
            &id.to_uppercase(),
        ] {
            assert_eq!(key(invented), None, "{invented:?}");
        }
    }
}
