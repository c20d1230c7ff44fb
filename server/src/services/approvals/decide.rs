//! Approving and rejecting: of two who decide at the same moment one wins, and the other is told who did.

use super::{PAGE_PATH, customer_of, find, parse_id};
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
    approvals::{Decision, Refused, Rejection, RejectionReason, Request, Status},
    customers::CustomerStatus,
    ids::RequestId,
    staff::Permission,
    time::Timestamp,
    values::{Fault, Language, Message, optional},
};
use serde_json::json;
use storage::{
    Conn, Tx, accounts, customers, identities,
    registration_requests::{self, RegistrationRequest},
};

/// What staff say, read from a form.
pub(super) enum Verdict {
    Approve,
    Reject(Rejection),
}

/// What became of a decision.
pub(super) enum Decided {
    /// It stands.
    Now(Status),
    /// Somebody has dealt with the request already, or it is over.
    Refused(Refused),
    /// The request says something else than the person saw.
    Stale,
}

/// Reads a verdict. A rejection without a sentence of the shop needs words of its own.
///
/// Inside: the field and what is wrong with it.
pub(super) fn verdict(
    decision: &str,
    code: &str,
    reason: &str,
) -> Outcome<Result<Verdict, (&'static str, Fault)>> {
    match decision {
        "approve" => Ok(Ok(Verdict::Approve)),
        "reject" => Ok(rejection(code, reason).map(Verdict::Reject)),
        _ => Err(Trouble(ApiError::Malformed)),
    }
}

fn rejection(code: &str, reason: &str) -> Result<Rejection, (&'static str, Fault)> {
    let code = match code {
        "" => RejectionReason::Other,
        code => code.parse().map_err(|_| ("code", Fault::Unknown))?,
    };
    let words = optional(reason, Message::parse).map_err(|fault| ("reason", fault))?;
    Rejection::new(code, words).map_err(|fault| ("reason", fault))
}

/// Decides the request that a page shows.
pub async fn decide(portico: &Portico, visit: &Visit, form: Decide) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::DecideRequests).await?;
    let id = parse_id(&form.id)?;
    let verdict = match verdict(&form.decision, &form.code, &form.reason)? {
        Ok(verdict) => verdict,
        Err((field, fault)) => return Ok(Answer::field(field, fault)),
    };
    let decided = settle(portico, visit, &member, (id, form.version), &verdict).await?;
    Ok(match decided {
        Decided::Now(status) => Answer::go(format!("{}?done={status}", by_id(PAGE_PATH, &form.id))),
        Decided::Refused(refused) => refusal(&refused, visit.facts().language),
        Decided::Stale => Answer::form(Fault::Stale),
    })
}

/// Decides a waiting request: status of request and customer, mail and history in one transaction. With a version, only
/// if the request still has it.
pub(super) async fn settle(
    portico: &Portico,
    visit: &Visit,
    member: &Member,
    (id, version): (RequestId, Option<i64>),
    verdict: &Verdict,
) -> Outcome<Decided> {
    let now = portico.now();
    let decision = Decision {
        by: member.id,
        by_name: member.name.clone(),
        at: now,
    };
    let mut tx = portico.database.begin().await?;
    let request = find(&mut tx, id).await?;
    let next = match next(&request, decision.clone(), verdict) {
        Ok(next) => next,
        Err(refused) => return Ok(Decided::Refused(refused)),
    };
    if version.is_some_and(|seen| seen != request.version) {
        return Ok(Decided::Stale);
    }
    if !write(&mut tx, &request, &next, verdict, member, now).await? {
        // Somebody was faster, between our reading and our writing.
        let request = find(&mut tx, id).await?;
        let refused = self::next(&request, decision, verdict).err();
        return Ok(refused.map_or(Decided::Stale, Decided::Refused));
    }
    tell(portico, &mut tx, &request, verdict).await?;
    note(portico, &mut tx, visit, member, &request, next.status()).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Decided::Now(next.status()))
}

fn next(request: &RegistrationRequest, decision: Decision, verdict: &Verdict) -> Result<Request, Refused> {
    let here = state(request, decision.at);
    match verdict {
        Verdict::Approve => here.approve(decision),
        Verdict::Reject(_) => here.reject(decision),
    }
}

async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    member: &Member,
    request: &RegistrationRequest,
    status: Status,
) -> Outcome<()> {
    let deed = Deed {
        action: if status == Status::Approved {
            "request.approved"
        } else {
            "request.rejected"
        },
        subject_kind: "request",
        subject_id: &request.id.to_string(),
        old: Some(json!({ "status": request.status })),
        // Not the reason: it is about a person and is erased with the request.
        new: Some(json!({ "status": status })),
    };
    audit::note(portico, tx, visit, member.actor(), deed).await
}

/// Why nothing was changed, with who decided and when.
pub(super) fn refusal(refused: &Refused, language: Language) -> Answer {
    let told = |at| dates::date_time(at, language);
    let detail = match refused {
        Refused::AlreadyDecided(decision) => Some(format!("({}, {})", decision.by_name, told(decision.at))),
        Refused::AlreadyActivated { at }
        | Refused::AlreadyWithdrawn { at }
        | Refused::AlreadyExpired { at } => Some(format!("({})", told(*at))),
        Refused::AlreadyProven
        | Refused::AddressUnproven
        | Refused::NotDecided
        | Refused::TooLate
        | Refused::NotDue => None,
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
    let (code, words) = match verdict {
        Verdict::Approve => (None, None),
        Verdict::Reject(rejection) => (Some(rejection.reason), rejection.note.as_ref()),
    };
    let decision = registration_requests::Decision {
        from: request.status,
        version: request.version,
        to,
        staff: Some(member.id),
        staff_name: &member.name,
        code,
        reason: words.map(Message::as_str),
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
    if let (Verdict::Approve, Some(account)) = (verdict, request.account_id) {
        // Whoever lets its first customer in has looked at a new account.
        accounts::set_reviewed(tx, account).await?;
    }
    Ok(true)
}

/// Queues the mail to the applicant. An address that was never proven gets none.
async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    request: &RegistrationRequest,
    verdict: &Verdict,
) -> Outcome<()> {
    let mail = letter(tx, request, verdict).await?;
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

/// The mail that tells the applicant.
pub(super) async fn letter(
    conn: &mut Conn,
    request: &RegistrationRequest,
    verdict: &Verdict,
) -> Outcome<Mail> {
    let name = request.given_name.clone();
    Ok(match verdict {
        Verdict::Approve => Mail::Approved {
            name,
            next: next_step(conn, request).await?,
        },
        Verdict::Reject(rejection) => Mail::Rejected {
            name,
            request: request.id,
            code: Some(rejection.reason),
            reason: rejection.note.as_ref().map(ToString::to_string),
        },
    })
}

/// How the applicant goes on: signing in, with a password that may be used or through a provider that is connected;
/// else by a link that connects the identity which comes through it.
pub async fn next_step(conn: &mut Conn, request: &RegistrationRequest) -> Outcome<Next> {
    let id = customer_of(request)?;
    let settings = storage::settings::load(conn).await?.shop;
    let customer = customers::by_id(conn, id).await?;
    let password = customer.is_some_and(|customer| customer.password_hash.is_some());
    if (password && settings.local_sign_in) || !identities::by_customer(conn, id).await?.is_empty() {
        return Ok(Next::SignIn);
    }
    let enabled = storage::providers::list_enabled(conn).await?;
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
