//! Endpoints that clients talk to themselves: token, revocation, introspection, pushed requests, userinfo. Each answers
//! in the form of the standard, also when the request is none.

use super::{
    super::{forms::is_form, visit::Here},
    credentials,
    documents::failed,
    form::pairs,
};
use crate::{
    services::{
        Trouble,
        oidc::{
            authenticate::{Endpoint, allow, authenticate},
            exchange, push, userinfo as known,
        },
        throttles::{self, Action},
    },
    state::Portico,
};
use app::api::visit::Visit;
use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::clients::{BearerFault, Parameters, Repeated, TokenFault};
use serde_json::{Value, json};
use storage::clients::Client;

/// A body as it may arrive.
type Body = Result<Bytes, BytesRejection>;

/// Why a request of a client is not carried out.
enum Refusal {
    Fault(TokenFault),
    Trouble(Trouble),
}

impl From<TokenFault> for Refusal {
    fn from(fault: TokenFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Reads a form and the client that sends it.
async fn client(
    portico: &Portico,
    visit: &Visit,
    headers: &HeaderMap,
    body: Body,
    at: Endpoint,
) -> Result<(Client, Vec<(String, String)>), Refusal> {
    let body = body.ok().filter(|_| is_form(headers));
    let body = body.as_deref().and_then(pairs).ok_or(TokenFault::NotAForm)?;
    let parameters = Parameters(&body);
    if parameters.any_twice() {
        return Err(TokenFault::Repeated.into());
    }
    let shown = credentials::read(headers, parameters)?;
    let client = authenticate(portico, visit, &shown, at).await??;
    Ok((client, body))
}

fn told(portico: &Portico, visit: &Visit, answer: Result<Response, Refusal>) -> Response {
    let mut response = match answer {
        Ok(response) => response,
        Err(Refusal::Trouble(trouble)) => failed(portico, visit, trouble.into()),
        Err(Refusal::Fault(fault)) => refused(portico, visit, fault),
    };
    // RFC 6749 §5.1.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// The error response of RFC 6749 §5.2.
fn refused(portico: &Portico, visit: &Visit, fault: TokenFault) -> Response {
    let told = fault.told();
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let answer = json!({ "error": told.error, "error_description": told.description });
    let mut response = (status, Json(answer)).into_response();
    match fault.status() {
        401 => {
            let basic = HeaderValue::from_static("Basic realm=\"clients\", charset=\"UTF-8\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, basic);
        }
        429 => {
            let seconds = HeaderValue::from(throttles::retry_after(portico, visit));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        _ => {}
    }
    response
}

/// `POST /oauth2/v1/token` (RFC 6749 §3.2).
pub async fn token(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let run = async {
        let (client, body) = client(&portico, &visit, &headers, body, Endpoint::Other).await?;
        let given = exchange::token(&portico, &visit, &client, Parameters(&body)).await??;
        Ok(Json(given).into_response())
    };
    told(&portico, &visit, run.await)
}

/// The token that revocation and introspection are about. Its kind is seen, so `token_type_hint` is not needed.
fn named(body: &[(String, String)]) -> Result<&str, TokenFault> {
    let token = Parameters(body)
        .one("token")
        .map_err(|Repeated| TokenFault::Repeated)?;
    token.ok_or(TokenFault::ParameterMissing)
}

/// `POST /oauth2/v1/revoke` (RFC 7009 §2).
pub async fn revoke(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let run = async {
        let (client, body) = client(&portico, &visit, &headers, body, Endpoint::Other).await?;
        exchange::revoke(&portico, &client, named(&body)?).await?;
        Ok(StatusCode::OK.into_response())
    };
    told(&portico, &visit, run.await)
}

/// `POST /oauth2/v1/introspect` (RFC 7662 §2): a client asks about tokens of its own, and shows who it is.
pub async fn introspect(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let run = async {
        let (client, body) = client(&portico, &visit, &headers, body, Endpoint::Other).await?;
        if client.auth_method == domain::providers::ClientAuth::None {
            return Err(TokenFault::Public.into());
        }
        let told = exchange::introspect(&portico, &client, named(&body)?).await?;
        Ok(Json(told).into_response())
    };
    told(&portico, &visit, run.await)
}

/// `POST /oauth2/v1/par` (RFC 9126 §2).
pub async fn push(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let run = async {
        let (client, body) = client(&portico, &visit, &headers, body, Endpoint::Par).await?;
        allow(&portico, &visit, &client, Action::ClientPush).await??;
        match push::push(&portico, &client, body).await? {
            Ok(pushed) => {
                let answer = json!({ "request_uri": pushed.request_uri, "expires_in": pushed.seconds });
                Ok((StatusCode::CREATED, Json(answer)).into_response())
            }
            Err(fault) => {
                let told = fault.told();
                let answer = json!({ "error": told.error, "error_description": told.description });
                Ok((StatusCode::BAD_REQUEST, Json(answer)).into_response())
            }
        }
    };
    told(&portico, &visit, run.await)
}

/// `GET` or `POST /oauth2/v1/userinfo` (OpenID Connect Core 1.0 §5.3), with the token in the header or, for a `POST`, in
/// the form (RFC 6750 §2).
pub async fn userinfo(
    State(portico): State<Portico>,
    Here(visit): Here,
    method: Method,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let body = body.ok().filter(|_| method == Method::POST && is_form(&headers));
    let mut response = match bearer(&headers, body.as_deref()) {
        Err(fault) => unauthorized(fault),
        Ok(token) => match known::userinfo(&portico, &token).await {
            Ok(Some(claims)) => Json(Value::Object(claims)).into_response(),
            Ok(None) => unauthorized(BearerFault::Worthless),
            Err(trouble) => failed(&portico, &visit, trouble.into()),
        },
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The token that a request brings, in one way (RFC 6750 §2).
pub(super) fn bearer(headers: &HeaderMap, body: Option<&[u8]>) -> Result<String, BearerFault> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let posted = match body.map(pairs) {
        None => None,
        Some(None) => return Err(BearerFault::Malformed),
        Some(Some(pairs)) => {
            let token = Parameters(&pairs).one("access_token");
            token
                .map_err(|Repeated| BearerFault::Malformed)?
                .map(str::to_owned)
        }
    };
    match (values.next(), values.next(), posted) {
        (None, None, None) => Err(BearerFault::Missing),
        (None, None, Some(token)) => Ok(token),
        (Some(value), None, None) => {
            let token = value.to_str().ok().and_then(|value| value.split_once(' '));
            let token =
                token.filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty());
            token
                .map(|(_, token)| token.to_owned())
                .ok_or(BearerFault::Malformed)
        }
        _ => Err(BearerFault::Malformed),
    }
}

/// The answer of RFC 6750 §3: the challenge, and `error` in the body as well for whoever reads only that.
pub(super) fn unauthorized(fault: BearerFault) -> Response {
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::UNAUTHORIZED);
    let mut response = match fault.error() {
        Some(error) => (status, Json(json!({ "error": error }))).into_response(),
        None => status.into_response(),
    };
    let challenge = HeaderValue::from_static(fault.challenge());
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
