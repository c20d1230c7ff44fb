//! Taking a rejection back within its 30 days. The applicant hears of it when the request is decided anew.

use super::{PAGE_PATH, customer_of, decide::refusal, find, parse_id};
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        requests::state,
        staff,
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, approvals::Undo, visit::Visit},
    routes::by_id,
};
use domain::{approvals::Refused, staff::Permission};
use serde_json::json;
use storage::{customers, mails, registration_requests};

/// Lets a rejected request wait again, with its full time.
pub async fn undo(portico: &Portico, visit: &Visit, form: Undo) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::DecideRequests).await?;
    let id = parse_id(&form.id)?;
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, id).await?;
    let next = match state(&request, now).undo_rejection(now) {
        Ok(next) => next,
        Err(refused) => return Ok(refusal(&refused, visit.facts().language)),
    };
    let until = next.due_at().unwrap_or(now);
    if !registration_requests::reopen(&mut tx, id, until).await? {
        // Somebody was faster, or nothing is left to be decided about.
        let request = find(&mut tx, id).await?;
        let refused = state(&request, now).undo_rejection(now).err();
        return Ok(refusal(
            &refused.unwrap_or(Refused::TooLate),
            visit.facts().language,
        ));
    }
    let customer = customer_of(&request)?;
    let (from, to) = (request.status.customer_status(), next.status().customer_status());
    if !customers::set_status(&mut tx, customer, from, to, now).await? {
        tracing::error!(customer.id = %customer, request.id = %id, "the customer of a rejected request is not rejected");
        return Err(Trouble(ApiError::Conflict));
    }
    // What has not left yet would tell something that is no longer so.
    mails::take_back(&mut tx, customer, "rejected").await?;
    let deed = Deed {
        old: Some(json!({ "status": request.status, "decided_by": request.decided_by_name })),
        new: Some(json!({ "status": next.status() })),
        ..Deed::plain("request.undone", "request", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(Answer::go(format!("{}?done=undone", by_id(PAGE_PATH, &form.id))))
}
