//! One request with everything that a decision needs.

use super::{
    decide::{self, Verdict},
    duplicates, find,
    queue::{provider_names, row},
};
use crate::{
    mail::Mail,
    services::{Outcome, Trouble, dates, requests, settings, staff},
    state::Portico,
};
use app::api::{
    ApiError,
    approvals::{Decision, MailText, MatchedAccount, Previews, RequestDetail},
    visit::Visit,
};
use domain::{
    approvals::{Rejection, RejectionReason, Request},
    ids::{AccountId, RequestId},
    staff::Permission,
    values::{Language, Message},
};
use serde_json::Value;
use storage::{Conn, accounts, customers, registration_requests::RegistrationRequest};

/// Entries of the history that the page shows.
const HISTORY: usize = 20;
/// Customers of a matched account that the page names.
const CUSTOMERS: i64 = 5;
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

/// Reads it.
pub async fn read(portico: &Portico, visit: &Visit, id: RequestId) -> Outcome<RequestDetail> {
    let member = staff::needed(portico, visit, Permission::SeeRequests).await?;
    let language = visit.facts().language;
    let now = portico.now();
    let mut conn = portico.database.read().await?;
    let request = find(&mut conn, id).await?;
    let matched = match request.account_id.filter(|_| request.matched) {
        Some(account) => matched(&mut conn, account).await?,
        None => None,
    };
    let providers = provider_names(&mut conn).await?;
    let state = requests::state(&request, now);
    let decides = member.has(Permission::DecideRequests);
    let previews = if decides && matches!(state, Request::Waiting { .. }) {
        Some(previews(portico, &mut conn, &request).await?)
    } else {
        None
    };
    Ok(RequestDetail {
        row: row(&request, &providers, now, language),
        phone: request.phone.clone(),
        message: request.message.clone(),
        language: request.language.native_name().to_owned(),
        matched,
        duplicates: duplicates::find(&mut conn, &request).await?,
        claims: claims(&request.claims),
        decision: decision(&request, language),
        previews,
        may_undo: decides && state.undo_rejection(now).is_ok() && request.customer_id.is_some(),
        may_assign: decides && request.status.is_open(),
        assigned_to_me: request.assigned_to == Some(member.id),
        history: settings::history_of(&mut conn, "request", &id.to_string(), HISTORY, language).await?,
    })
}

fn decision(request: &RegistrationRequest, language: Language) -> Option<Decision> {
    request.decided_at.map(|at| Decision {
        by: request.decided_by_name.clone().unwrap_or_default(),
        at: dates::date_time(at, language),
        code: request.reason_code,
        reason: request.reason.clone(),
    })
}

async fn matched(conn: &mut Conn, id: AccountId) -> Outcome<Option<MatchedAccount>> {
    let Some(account) = accounts::by_id(conn, id).await? else {
        return Ok(None);
    };
    let customers = customers::by_account(conn, id, CUSTOMERS).await?;
    let people = customers.iter().map(|customer| {
        let name = format!("{} {}", customer.given_name, customer.family_name);
        (name, customer.email.clone().unwrap_or_default())
    });
    Ok(Some(MatchedAccount {
        people: people.collect(),
        count: u32::try_from(accounts::count_customers(conn, id).await?).unwrap_or(u32::MAX),
        code: account.code,
        name: account.name,
        email: account.email,
    }))
}

/// The mails that the applicant may get, in the applicant's language.
async fn previews(portico: &Portico, conn: &mut Conn, request: &RegistrationRequest) -> Outcome<Previews> {
    let text = |mail: &Mail| {
        let rendered = portico
            .renderer
            .preview(mail, request.language)
            .map_err(|error| {
                tracing::error!(%error, "a mail can't be shown");
                Trouble(ApiError::Internal)
            })?;
        Ok::<_, Trouble>(MailText {
            subject: rendered.subject,
            text: rendered.text,
        })
    };
    let approved = text(&decide::letter(conn, request, &Verdict::Approve).await?)?;
    let mut rejected = Vec::new();
    for reason in RejectionReason::ALL {
        // It stands for the words that staff may add.
        let own = Message::parse("…").ok();
        let Ok(rejection) = Rejection::new(*reason, own) else {
            continue;
        };
        let mail = decide::letter(conn, request, &Verdict::Reject(rejection)).await?;
        rejected.push((*reason, text(&mail)?));
    }
    Ok(Previews { approved, rejected })
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
