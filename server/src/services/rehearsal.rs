//! Rehearsal: an administrator runs a complete sign-in against a provider, enabled or not, through the very functions
//! of the real one, and sees what each check said and what would happen. Nothing is created; nobody is signed in.

mod checks;
mod preview;

use super::{
    Outcome, Trouble,
    provider_sign_in::{self, Trip, flow_hash},
    staff::{self, Member},
};
use crate::{
    providers::callback::{CallbackFault, SignedIn},
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    rehearsal::{Claim, Rehearsal, Report, StartRehearsal},
    visit::Visit,
};
use domain::{
    ids::{AttemptId, ProviderId, StaffSessionId},
    providers::map_claims,
    staff::Permission,
    time::Span,
};
use storage::{
    attempts,
    providers::{self, Provider},
};

/// How long a report can be read.
const REPORT_LIFETIME: Span = Span::hours(1);

/// Leads to the provider, in this browser, for this session of staff.
pub async fn start(portico: &Portico, visit: &Visit, form: StartRehearsal) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let id = form
        .id
        .parse::<ProviderId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let mut conn = portico.database.read().await?;
    let provider = providers::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    drop(conn);
    let session = member.session;
    provider_sign_in::leave(portico, visit, &provider, &Trip::Rehearse { session }).await
}

/// Whose rehearsal it is, if the session that began it is still this browser's.
pub async fn rehearser(portico: &Portico, visit: &Visit, session: StaffSessionId) -> Outcome<Option<Member>> {
    let here = staff::current(portico, visit).await?;
    Ok(here.filter(|member| member.session == session && member.has(Permission::EditProviders)))
}

/// Writes down what the checks and the tables say about the provider's answer; `answered` tells that the browser came
/// back with a code. Answers the page of the report.
pub async fn note(
    portico: &Portico,
    visit: &Visit,
    provider: &Provider,
    attempt: AttemptId,
    answered: bool,
    answer: Result<SignedIn, CallbackFault>,
) -> Outcome<String> {
    let mapped = answer
        .as_ref()
        .ok()
        .map(|signed_in| map_claims(&signed_in.claims, &provider.claims));
    let subject_claim = mapped.as_ref().is_none_or(Result::is_ok);
    let fault = answer.as_ref().err();
    let mut report = Report {
        checks: checks::outcomes(provider, fault, subject_claim, answered),
        error: fault.and_then(checks::error_code),
        claims: Vec::new(),
        person: None,
    };
    if let Ok(signed_in) = &answer {
        report.claims = claims(signed_in);
        if let Some(Ok(claims)) = mapped {
            report.person = Some(preview::person(portico, visit, provider, &signed_in.issuer, claims).await?);
        }
    }
    let value = serde_json::to_value(&report).map_err(|_| Trouble(ApiError::Internal))?;
    let mut tx = portico.database.begin().await?;
    attempts::put_report(&mut tx, attempt, &value, portico.now().plus(REPORT_LIFETIME)).await?;
    tx.commit().await?;
    Ok(page(provider.id))
}

fn claims(signed_in: &SignedIn) -> Vec<Claim> {
    let claim = |(name, value): (&String, &serde_json::Value)| Claim {
        name: name.clone(),
        value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    };
    signed_in.claims.iter().map(claim).collect()
}

/// The page of a provider's rehearsals.
fn page(id: ProviderId) -> String {
    format!("/office/providers/{id}/rehearsal")
}

/// The last report of this browser, for the session that began it.
pub async fn read(portico: &Portico, visit: &Visit, id: ProviderId) -> Outcome<Rehearsal> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let mut conn = portico.database.read().await?;
    let provider = providers::by_id(&mut conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let kept = match flow_hash(visit) {
        Some(flow) => attempts::report(&mut conn, id, &flow, portico.now()).await?,
        None => None,
    };
    let own = Trip::Rehearse {
        session: member.session,
    };
    let report = match kept {
        Some(attempt) if Trip::of(&attempt)? == Some(own) => attempt.report,
        _ => None,
    };
    Ok(Rehearsal {
        id: provider.id.to_string(),
        name: provider.name,
        report: report.and_then(|report| serde_json::from_value(report).ok()),
    })
}
