//! Approving and rejecting: of two who decide at the same moment one wins, and the other is told who did.

use super::PAGE_PATH;
use crate::{
    mail::{Letter, Mail, Next},
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        dates, links,
        requests::state,
        staff::{self, Member},
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, Problems, approvals::Decide, visit::Visit},
    routes::by_id,
};
use domain::{
    approvals::{Decision, Refused, Request, Status},
    customers::CustomerStatus,
    ids::{CustomerId, RequestId},
    staff::Permission,
    time::Timestamp,
    values::{Fault, Language, Message},
};
use serde_json::json;
use storage::{
    Tx, customers, identities,
    registration_requests::{self, RegistrationRequest},
};

/// What staff say, read from the form.
enum Verdict {
    Approve,
    Reject(Message),
}

/// Decides a waiting request: status of request and customer, mail and history in one transaction.
pub async fn decide(portico: &Portico, visit: &Visit, form: Decide) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::DecideRequests).await?;
    let id = form
        .id
        .parse::<RequestId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let verdict = match form.decision.as_str() {
        "approve" => Verdict::Approve,
        "reject" => match Message::parse(&form.reason) {
            Ok(reason) => Verdict::Reject(reason),
            Err(fault) => return Ok(Answer::field("reason", fault)),
        },
        _ => return Err(Trouble(ApiError::Malformed)),
    };
    let now = portico.now();
    let language = visit.facts().language;
    let decision = Decision {
        by: member.id,
        by_name: member.name.clone(),
        at: now,
    };
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, id).await?;
    let next = match &verdict {
        Verdict::Approve => state(&request, now).approve(decision),
        Verdict::Reject(_) => state(&request, now).reject(decision),
    };
    let next = match next {
        Ok(next) => next,
        Err(refused) => return Ok(refusal(&refused, language)),
    };
    if !write(&mut tx, &request, &next, &verdict, &member, now).await? {
        // Somebody was faster, between our reading and our writing.
        let request = find(&mut tx, id).await?;
        let decision = Decision {
            by: member.id,
            by_name: member.name.clone(),
            at: now,
        };
        let refused = state(&request, now)
            .approve(decision)
            .err()
            .unwrap_or(Refused::NotDecided);
        return Ok(refusal(&refused, language));
    }
    tell(portico, &mut tx, &request, &verdict).await?;
    let status = next.status();
    let deed = Deed {
        action: if status == Status::Approved {
            "request.approved"
        } else {
            "request.rejected"
        },
        subject_kind: "request",
        subject_id: &id.to_string(),
        old: Some(json!({ "status": request.status })),
        // Not the reason: it is about a person and is erased with the request.
        new: Some(json!({ "status": status })),
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!(
        "{}?done={status}",
        by_id(PAGE_PATH, &form.id)
    )))
}

async fn find(tx: &mut Tx, id: RequestId) -> Outcome<RegistrationRequest> {
    registration_requests::by_id(tx, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))
}

/// Why nothing was changed, with who decided and when.
fn refusal(refused: &Refused, language: Language) -> Answer {
    let detail = match refused {
        Refused::AlreadyDecided(decision) => Some(format!(
            "({}, {})",
            decision.by_name,
            dates::date_time(decision.at, language)
        )),
        _ => None,
    };
    Answer::Problems(Problems {
        form: Some(Fault::from(refused)),
        detail,
        ..Problems::default()
    })
}

/// Writes the decision; false, with nothing changed, when the request is no longer as it was read.
async fn write(
    tx: &mut Tx,
    request: &RegistrationRequest,
    next: &Request,
    verdict: &Verdict,
    member: &Member,
    now: Timestamp,
) -> Outcome<bool> {
    let to = next.status();
    let reason = match verdict {
        Verdict::Approve => None,
        Verdict::Reject(reason) => Some(reason.as_str()),
    };
    let decision = registration_requests::Decision {
        from: request.status,
        to,
        staff: Some(member.id),
        staff_name: &member.name,
        reason,
        expires_at: next.due_at(),
        now,
    };
    if !registration_requests::decide(tx, request.id, &decision).await? {
        return Ok(false);
    }
    let customer = customer_of(request)?;
    let (from, to) = (CustomerStatus::Waiting, to.customer_status());
    if !customers::set_status(tx, customer, from, to, now).await? {
        tracing::error!(customer.id = %customer, request.id = %request.id, "the customer of a waiting request does not wait");
        return Err(Trouble(ApiError::Conflict));
    }
    Ok(true)
}

fn customer_of(request: &RegistrationRequest) -> Outcome<CustomerId> {
    request.customer_id.ok_or_else(|| {
        tracing::error!(request.id = %request.id, "a waiting request without a customer");
        Trouble(ApiError::Internal)
    })
}

/// Queues the mail to the applicant. An address that was never proven gets none.
async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    request: &RegistrationRequest,
    verdict: &Verdict,
) -> Outcome<()> {
    let name = request.given_name.clone();
    let mail = match verdict {
        Verdict::Approve => Mail::Approved {
            name,
            next: next_step(tx, request).await?,
        },
        Verdict::Reject(reason) => Mail::Rejected {
            name,
            request: request.id,
            reason: Some(reason.to_string()),
        },
    };
    if let Some(address) = request
        .email
        .as_deref()
        .filter(|_| request.address_proven_at.is_some())
    {
        let letter = Letter {
            mail: &mail,
            to: address,
            language: request.language,
            customer_id: request.customer_id,
        };
        portico.outbox.enqueue(tx, portico.now(), letter).await?;
    }
    Ok(())
}

/// How the applicant goes on: signing in, with a password that may be used or through a provider that is connected;
/// else by a link that connects the identity which comes through it.
pub async fn next_step(tx: &mut Tx, request: &RegistrationRequest) -> Outcome<Next> {
    let id = customer_of(request)?;
    let settings = storage::settings::load(tx).await?.shop;
    let customer = customers::by_id(tx, id).await?;
    let password = customer.is_some_and(|customer| customer.password_hash.is_some());
    if (password && settings.local_sign_in) || !identities::by_customer(tx, id).await?.is_empty() {
        return Ok(Next::SignIn);
    }
    let enabled = storage::providers::list_enabled(tx).await?;
    let mut visible = enabled.iter().filter(|provider| provider.visible);
    let provider = match (visible.next(), visible.next()) {
        // The name, not the label: the mail makes a sentence of its own around it.
        (Some(only), None) => Some(only.name.clone()),
        _ => None,
    };
    Ok(Next::Finish {
        link: links::subject_of(id, Some(request.id)),
        provider,
    })
}
