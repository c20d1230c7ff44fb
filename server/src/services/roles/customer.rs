//! Who has which role.

use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    roles::{CustomerRole, SetRole},
    visit::Visit,
};
use domain::{
    ids::{CustomerId, RoleId},
    staff::Permission,
    values::Fault,
};
use serde_json::json;
use storage::{Conn, roles};

/// The role of a customer, and those to choose from.
pub async fn of_customer(conn: &mut Conn, id: CustomerId) -> Outcome<CustomerRole> {
    let role = roles::of_customer(conn, id).await?;
    let all = roles::list(conn).await?.into_iter();
    Ok(CustomerRole {
        id: role.ok_or(Trouble(ApiError::NotFound))?.id.to_string(),
        all: all.map(|role| (role.id.to_string(), role.name)).collect(),
    })
}

/// Gives a customer another role, if they still have the one that the person saw.
pub async fn set(portico: &Portico, visit: &Visit, form: SetRole) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let missing = Trouble(ApiError::NotFound);
    let id = form.id.parse::<CustomerId>().map_err(|_| missing)?;
    let mut tx = portico.database.begin().await?;
    roles::hold(&mut tx).await?;
    let before = roles::of_customer(&mut tx, id).await?.ok_or(missing)?;
    let Ok(after) = form.role.parse::<RoleId>() else {
        return Ok(Answer::field("role", Fault::Unknown));
    };
    let Some(after) = roles::by_id(&mut tx, after).await? else {
        return Ok(Answer::field("role", Fault::Unknown));
    };
    if before.id.to_string() != form.from {
        return Ok(Answer::form(Fault::Stale));
    }
    if before.id != after.id {
        if !roles::give(&mut tx, id, before.id, after.id, portico.now()).await? {
            return Ok(Answer::form(Fault::Stale));
        }
        let deed = Deed {
            old: Some(json!({ "role": before.name })),
            new: Some(json!({ "role": after.name })),
            ..Deed::plain("customer.role_changed", "customer", &form.id)
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    let page = app::routes::by_id("/office/customers", &form.id);
    Ok(Answer::go(format!("{page}?done=role")))
}
