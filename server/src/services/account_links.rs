//! Links between customers and accounts that a sign-in makes by itself (spec 01 section 2).

use super::{
    Outcome,
    audit::{self, Actor, Deed},
};
use crate::state::Portico;
use app::api::visit::Visit;
use domain::registration::{AddressCandidate, AddressLinkFacts, link_by_address};
use serde_json::json;
use storage::{Tx, account_links, customers::Customer};

/// At every sign-in: a customer without an account is linked to the only account that has their proven address.
pub async fn link_at_sign_in(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
) -> Outcome<()> {
    let Some(key) = customer
        .address_key
        .as_ref()
        .filter(|_| customer.account_id.is_none())
    else {
        return Ok(());
    };
    let found = account_links::candidates(tx, key, customer.id).await?;
    let accounts: Vec<_> = found
        .into_iter()
        .map(|account| AddressCandidate {
            account: account.id,
            linked: account.linked,
            undone: account.undone,
        })
        .collect();
    let facts = AddressLinkFacts {
        has_account: customer.account_id.is_some(),
        address_proven: customer.address_proven_at.is_some(),
        accounts: &accounts,
    };
    let Some(account) = link_by_address(facts) else {
        return Ok(());
    };
    if !account_links::link(tx, customer.id, account, portico.now()).await? {
        // Staff gave them an account a moment ago.
        return Ok(());
    }
    let id = customer.id.to_string();
    let code = storage::accounts::by_id(tx, account)
        .await?
        .map(|account| account.code);
    let deed = Deed {
        new: Some(json!({ "account": code })),
        ..Deed::plain("account.linked", "customer", &id)
    };
    let name = format!("{} {}", customer.given_name, customer.family_name);
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await
}
