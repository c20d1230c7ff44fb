//! Links between customers and accounts that a sign-in makes by itself, and staff undo (spec 01 section 2).

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    staff,
};
use crate::state::Portico;
use app::{
    api::{Answer, ApiError, customers::UndoAccountLink, visit::Visit},
    routes::by_id,
};
use domain::{
    ids::CustomerId,
    registration::{AddressCandidate, AddressLinkFacts, link_by_address},
    staff::Permission,
    values::Fault,
};
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

/// Undoes the link that holds. No sign-in makes it again.
pub async fn undo(portico: &Portico, visit: &Visit, form: UndoAccountLink) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let id = form
        .id
        .parse::<CustomerId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let mut tx = portico.database.begin().await?;
    storage::customers::by_id(&mut tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let Some(link) = account_links::of_customer(&mut tx, id).await? else {
        return Ok(Answer::form(Fault::Stale));
    };
    if !account_links::undo(&mut tx, id, link.account_id, portico.now()).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    let deed = Deed {
        old: Some(json!({ "account": link.code })),
        ..Deed::plain("account.unlinked", "customer", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    let page = by_id("/office/customers", &form.id);
    Ok(Answer::go(format!("{page}?done=account-unlinked")))
}
