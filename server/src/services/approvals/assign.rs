//! Taking a request on, so that two do not look into the same one. It keeps nobody from deciding.

use super::{PAGE_PATH, find, parse_id};
use crate::{
    services::{
        Outcome,
        audit::{self, Deed},
        requests::state,
        staff,
    },
    state::Portico,
};
use app::{
    api::{Answer, approvals::Assign, visit::Visit},
    routes::by_id,
};
use domain::{staff::Permission, values::Fault};
use serde_json::json;
use storage::registration_requests;

/// Takes a request on or, with `to` other than `me`, gives it back.
pub async fn assign(portico: &Portico, visit: &Visit, form: Assign) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::DecideRequests).await?;
    let id = parse_id(&form.id)?;
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, id).await?;
    let to = (form.to == "me").then_some((member.id, member.name.as_str()));
    if !registration_requests::assign(&mut tx, id, to).await? {
        let refused = state(&request, portico.now()).correct(portico.now()).err();
        return Ok(Answer::form(refused.map_or(Fault::Stale, |it| Fault::from(&it))));
    }
    let deed = Deed {
        old: Some(json!({ "assigned_to": request.assigned_name })),
        new: Some(json!({ "assigned_to": to.map(|(_, name)| name) })),
        ..Deed::plain("request.assigned", "request", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go(by_id(PAGE_PATH, &form.id)))
}
