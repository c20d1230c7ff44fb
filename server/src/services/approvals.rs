//! The queue of registration requests, and deciding them.

mod decide;

pub use decide::{decide, next_step};

use super::{Outcome, Trouble, dates, staff};
use crate::state::Portico;
use app::api::{
    ApiError,
    approvals::{Decision, Filter, Queue, QueueRow, RequestDetail},
    visit::Visit,
};
use domain::{
    approvals::Status,
    ids::{ProviderId, RequestId},
    staff::Permission,
    values::Language,
};
use serde_json::Value;
use std::collections::HashMap;
use storage::{
    Conn, accounts,
    registration_requests::{self, RegistrationRequest},
};

/// Where a request is looked at, followed by its id.
const PAGE_PATH: &str = "/office/requests";
/// Rows on a page.
const PAGE: usize = 25;
/// Members of an ID token that belong to the protocol and tell nothing about the person (OpenID Connect Core 1.0,
/// section 2; RFC 7519, section 4.1).
const PROTOCOL: [&str; 14] = [
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "nonce",
    "azp",
    "acr",
    "amr",
    "sid",
    "at_hash",
    "c_hash",
    "auth_time",
];

/// A page of the queue: the oldest first while they wait, the newest first when they are decided.
pub async fn list(portico: &Portico, visit: &Visit, filter: Filter) -> Outcome<Queue> {
    staff::needed(portico, visit, Permission::SeeRequests).await?;
    let key = filter
        .after
        .as_deref()
        .and_then(|key| key.parse::<RequestId>().ok());
    let mut conn = portico.database.read().await?;
    let mut found = match filter.show.as_deref() {
        Some("decided") => registration_requests::decided(&mut conn, key, wanted()).await?,
        Some("unproven") => queue(&mut conn, Status::Unproven, key).await?,
        _ => queue(&mut conn, Status::Waiting, key).await?,
    };
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found
        .last()
        .filter(|_| more)
        .map(|request| request.id.to_string());
    let providers = provider_names(&mut conn).await?;
    let waiting = registration_requests::count_waiting(&mut conn).await?;
    let language = visit.facts().language;
    Ok(Queue {
        rows: found
            .iter()
            .map(|request| row(request, &providers, language))
            .collect(),
        next,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
    })
}

/// One more than a page holds, so that the last page is known as such.
fn wanted() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

async fn queue(
    conn: &mut Conn,
    status: Status,
    after: Option<RequestId>,
) -> Outcome<Vec<RegistrationRequest>> {
    Ok(registration_requests::queue(conn, Some(status), after, wanted()).await?)
}

async fn provider_names(conn: &mut Conn) -> Outcome<HashMap<ProviderId, String>> {
    let providers = storage::providers::list(conn).await?;
    Ok(providers
        .into_iter()
        .map(|provider| (provider.id, provider.name))
        .collect())
}

fn row(
    request: &RegistrationRequest,
    providers: &HashMap<ProviderId, String>,
    language: Language,
) -> QueueRow {
    QueueRow {
        id: request.id.to_string(),
        name: full_name(request),
        email: request.email.clone(),
        proven: request.address_proven_at.is_some(),
        company: request.company.clone(),
        provider: request.provider_id.and_then(|id| providers.get(&id).cloned()),
        submitted: dates::date_time(request.submitted_at, language),
        status: request.status.to_string(),
        decided_by: request.decided_by_name.clone(),
    }
}

/// The applicant's name; the address where no name is left or was ever told.
fn full_name(request: &RegistrationRequest) -> String {
    let name = format!("{} {}", request.given_name, request.family_name);
    match (name.trim(), &request.email) {
        ("", Some(email)) => email.clone(),
        ("", None) => "–".to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// One request with everything that a decision needs.
pub async fn read(portico: &Portico, visit: &Visit, id: RequestId) -> Outcome<RequestDetail> {
    let member = staff::needed(portico, visit, Permission::SeeRequests).await?;
    let mut conn = portico.database.read().await?;
    let found = registration_requests::by_id(&mut conn, id).await?;
    let request = found.ok_or(Trouble(ApiError::NotFound))?;
    let matched = match request.account_id.filter(|_| request.matched) {
        Some(account) => accounts::by_id(&mut conn, account).await?,
        None => None,
    };
    let providers = provider_names(&mut conn).await?;
    let language = visit.facts().language;
    let decision = request.decided_at.map(|at| Decision {
        by: request.decided_by_name.clone().unwrap_or_default(),
        at: dates::date_time(at, language),
        reason: request.reason.clone(),
    });
    Ok(RequestDetail {
        row: row(&request, &providers, language),
        phone: request.phone.clone(),
        message: request.message.clone(),
        language: request.language.native_name().to_owned(),
        matched_account: matched.map(|account| (account.code, account.name)),
        claims: claims(&request.claims),
        decision,
        open: request.status == Status::Waiting && member.has(Permission::DecideRequests),
    })
}

/// What the provider told about the person, as text.
fn claims(claims: &Value) -> Vec<(String, String)> {
    let told = claims.as_object().into_iter().flatten();
    let told = told.filter(|(name, _)| !PROTOCOL.contains(&name.as_str()));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    told.map(|(name, value)| (name.clone(), text(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn claims_are_told_without_the_protocol() {
        let told = json!({
            "sub": "nadia", "iss": "https://id.example", "nonce": "n", "email_verified": true,
            "address": { "locality": "Bergen" },
        });
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut seen = claims(&told);
        seen.sort();
        assert_eq!(
            seen,
            [
                pair("address", r#"{"locality":"Bergen"}"#),
                pair("email_verified", "true"),
                pair("sub", "nadia")
            ]
        );
        assert_eq!(claims(&json!({})), []);
    }
}
