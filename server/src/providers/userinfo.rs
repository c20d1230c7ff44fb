//! Claims that the ID token lacks (Core section 5.3).

use http::{
    HeaderValue, Request, StatusCode,
    header::{ACCEPT, AUTHORIZATION},
};
use openidconnect::AccessToken;
use serde_json::{Map, Value};

use super::{
    callback::{BadAnswer, CallbackFault, Silent},
    config::ProviderConfig,
    discovery::Metadata,
    http::{HttpClient, HttpError},
};

/// Fills `claims` from the userinfo endpoint if a mapped claim is missing and the provider has one.
///
/// The answer counts only if its `sub` is `subject`. What the ID token says stays. A failure here fails the
/// sign-in: a person known by halves would end in the wrong row of the linking table.
pub(super) async fn complete(
    http: &HttpClient,
    config: &ProviderConfig,
    metadata: &Metadata,
    access_token: &AccessToken,
    subject: &str,
    claims: &mut Map<String, Value>,
) -> Result<(), CallbackFault> {
    let Some(endpoint) = metadata
        .userinfo_endpoint
        .as_ref()
        .filter(|_| lacks_any(claims, &config.wanted_claims))
    else {
        return Ok(());
    };
    let mut bearer = HeaderValue::try_from(format!("Bearer {}", access_token.secret()))
        .map_err(|_| BadAnswer::TokenResponse)?;
    bearer.set_sensitive(true);
    let request = Request::get(endpoint.as_str())
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, bearer)
        .body(Vec::new())
        .map_err(|_| BadAnswer::Discovery)?;
    let response = http.send(request).await.map_err(|error| match error {
        HttpError::TooLarge => CallbackFault::BadAnswer(BadAnswer::UserInfo),
        _ => CallbackFault::Unreachable(Silent::UserInfo),
    })?;
    if response.status() != StatusCode::OK {
        return Err(BadAnswer::UserInfo.into());
    }
    let answer: Map<String, Value> =
        serde_json::from_slice(response.body()).map_err(|_| BadAnswer::UserInfo)?;
    if answer.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(BadAnswer::UserInfoSubject.into());
    }
    merge(claims, answer);
    Ok(())
}

fn lacks_any(claims: &Map<String, Value>, wanted: &[String]) -> bool {
    wanted
        .iter()
        .any(|name| claims.get(name).is_none_or(Value::is_null))
}

/// The ID token's claims win. `email_verified` is taken only from where the address itself is from: it would
/// otherwise vouch for an address that it was never about.
fn merge(claims: &mut Map<String, Value>, answer: Map<String, Value>) {
    let has_email = claims.get("email").is_some_and(|email| !email.is_null());
    if !has_email {
        claims.remove("email_verified");
    }
    let same_email = !has_email || claims.get("email") == answer.get("email");
    for (name, value) in answer {
        let missing = claims.get(&name).is_none_or(Value::is_null);
        if missing && (name != "email_verified" || same_email) {
            claims.insert(name, value);
        }
    }
}
