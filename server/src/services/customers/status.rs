//! Closing a customer's account, and opening it again.

use super::{done, named};
use crate::{
    mail::Mail,
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        links::send_to,
        staff,
    },
    state::Portico,
};
use app::api::{Answer, ApiError, customers::SwitchCustomer, visit::Visit};
use domain::{
    customers::{Switch, switch as decide},
    staff::Permission,
    values::Fault,
};
use serde_json::json;
use storage::{
    customers,
    sessions::{self, EndedBecause},
};

/// Closes the account or opens it again. Closing ends every session in the same transaction, so that the next request
/// on any replica finds nobody; the person is told by mail.
pub async fn switch(portico: &Portico, visit: &Visit, form: SwitchCustomer) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let wanted = match form.switch.as_str() {
        "disable" => Switch::Disable,
        "enable" => Switch::Enable,
        _ => return Err(Trouble(ApiError::Malformed)),
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let customer = named(&mut tx, &form.id).await?;
    let after = match decide(customer.status, wanted) {
        Ok(after) => after,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    if !customers::set_status(&mut tx, customer.id, customer.status, after, now).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    let name = customer.given_name.clone();
    let (action, mail, told) = match wanted {
        Switch::Disable => {
            sessions::end_for_customer(&mut tx, customer.id, EndedBecause::CustomerClosed, now).await?;
            ("customer.disabled", Mail::AccountClosed { name }, "disabled")
        }
        Switch::Enable => ("customer.enabled", Mail::AccountOpened { name }, "enabled"),
    };
    // An address that nobody proved may be a stranger's.
    if customer.address_proven_at.is_some() {
        send_to(portico, &mut tx, &customer, &mail).await?;
    }
    let deed = Deed {
        old: Some(json!({ "customer_status": customer.status })),
        new: Some(json!({ "customer_status": after })),
        ..Deed::plain(action, "customer", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(done(customer.id, told))
}
