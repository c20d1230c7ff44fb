//! Deciding several requests with one form: each in a transaction of its own, with a result for each.

use super::{
    decide::{self, Decided},
    full_name, parse_id,
    queue::PAGE,
};
use crate::{
    services::{Outcome, Trouble, dates, staff},
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError,
        approvals::{DecideMany, ResultRow, RowResult, Together},
        visit::Visit,
    },
    routes,
};
use domain::{
    approvals::Status,
    ids::{RequestId, StaffId},
    staff::Permission,
    time::Timestamp,
    values::{Fault, Language},
};
use storage::registration_requests::{self, RegistrationRequest};

/// Decides every request that was ticked, as it was seen. What became of each is read from the requests themselves by
/// the page that follows.
pub async fn decide_many(portico: &Portico, visit: &Visit, form: DecideMany) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::DecideRequests).await?;
    let mut ticked = Vec::new();
    for row in form.ids.iter().take(PAGE) {
        let (id, version) = row.split_once('.').ok_or(Trouble(ApiError::Malformed))?;
        let version = version.parse::<i64>().map_err(|_| Trouble(ApiError::Malformed))?;
        ticked.push((parse_id(id)?, version));
    }
    if ticked.is_empty() {
        return Ok(Answer::form(Fault::NothingChosen));
    }
    let verdict = match decide::verdict(&form.decision, &form.code, &form.reason)? {
        Ok(verdict) => verdict,
        Err((field, fault)) => return Ok(Answer::field(field, fault)),
    };
    let at = portico.now();
    for (id, version) in &ticked {
        // Asked for each: the permission may go while the others are decided.
        let member = staff::needed(portico, visit, Permission::DecideRequests).await?;
        match decide::settle(portico, visit, &member, (*id, Some(*version)), &verdict).await {
            Ok(Decided::Now(_) | Decided::Refused(_) | Decided::Stale) => {}
            Err(trouble) => {
                tracing::warn!(request.id = %id, error = ?trouble.0, "a request of several was not decided")
            }
        }
    }
    let ids: Vec<String> = ticked.iter().map(|(id, _)| id.to_string()).collect();
    Ok(Answer::go(routes::results(&ids, at.as_millis())))
}

/// What became of the requests that this member of staff decided together.
pub async fn results(portico: &Portico, visit: &Visit, together: Together) -> Outcome<Vec<ResultRow>> {
    let member = staff::needed(portico, visit, Permission::SeeRequests).await?;
    let language = visit.facts().language;
    let mut conn = portico.database.read().await?;
    let mut rows = Vec::new();
    let at = Timestamp::from_millis(together.at);
    for id in together.ids.split(',').take(PAGE) {
        let Ok(id) = id.parse::<RequestId>() else { continue };
        if let Some(request) = registration_requests::by_id(&mut conn, id).await? {
            rows.push(ResultRow {
                id: request.id.to_string(),
                name: full_name(&request),
                result: result(&request, member.id, at, language),
            });
        }
    }
    Ok(rows)
}

fn result(request: &RegistrationRequest, member: StaffId, at: Timestamp, language: Language) -> RowResult {
    let by = request.decided_by_name.clone().unwrap_or_default();
    let told = |at: Option<Timestamp>| at.map(|at| dates::date_time(at, language)).unwrap_or_default();
    // Decided one after the other, so the later ones a little later.
    let now = request.decided_by == Some(member) && request.decided_at.is_some_and(|decided| decided >= at);
    match request.status {
        Status::Approved | Status::Activated if now => RowResult::Approved,
        Status::Rejected if now => RowResult::Rejected,
        Status::Approved | Status::Activated | Status::Rejected => RowResult::Before {
            by,
            at: told(request.decided_at),
        },
        Status::Withdrawn => RowResult::Withdrawn {
            at: told(request.ended_at),
        },
        Status::Expired => RowResult::Expired {
            at: told(request.ended_at),
        },
        Status::Unproven => RowResult::Unproven,
        Status::Waiting => RowResult::Waiting,
    }
}
