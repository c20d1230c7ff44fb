//! The fake provider's endpoints.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Form, Query, State as Shares},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::digest::{SHA256, SHA512, digest};
use serde_json::{Map, Value, json};

use super::{
    CLIENT_ID, CLIENT_SECRET, Canned, Endpoint, Grant, Quirk, Shared,
    keys::{self, Signing, base64url},
};

type Parameters = HashMap<String, String>;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/authorize", get(authorize))
        .route("/jwks", get(keys))
        .route("/token", post(token))
        .route("/userinfo", get(userinfo))
        .route("/end-session", get(end_session))
        .with_state(shared)
}

async fn authorize(Shares(shared): Shares<Arc<Shared>>, Query(request): Query<Parameters>) -> Redirect {
    Redirect::to(shared.authorize(request).as_str())
}

async fn end_session(Shares(shared): Shares<Arc<Shared>>, Query(request): Query<Parameters>) -> Redirect {
    Redirect::to(shared.end_session(&request).as_str())
}

async fn discovery(Shares(shared): Shares<Arc<Shared>>) -> Response {
    shared.state().calls.discovery += 1;
    if let Some(answer) = shared.canned(Endpoint::Discovery).await {
        return answer;
    }
    let issuer = &shared.issuer;
    let mut document = object(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/end-session"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["none", "HS256", "ES256", "EdDSA", "RS256", "PS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }));
    shared.patch(&mut document, |quirk| match quirk {
        Quirk::Document(name, value) => Some((*name, value)),
        _ => None,
    });
    Json(document).into_response()
}

async fn keys(Shares(shared): Shares<Arc<Shared>>) -> Response {
    shared.state().calls.keys += 1;
    if let Some(answer) = shared.canned(Endpoint::Keys).await {
        return answer;
    }
    Json(shared.state().keys.set()).into_response()
}

async fn token(
    Shares(shared): Shares<Arc<Shared>>,
    headers: HeaderMap,
    Form(request): Form<Parameters>,
) -> Response {
    shared.state().calls.token += 1;
    if let Some(answer) = shared.canned(Endpoint::Token).await {
        return answer;
    }
    let field = |name: &str| request.get(name).map(String::as_str);
    let Some(public) = shared.authenticated(&headers, &request) else {
        return oauth_error("invalid_client");
    };
    let grant = field("code").and_then(|code| shared.state().grants.remove(code));
    let Some(grant) = grant else {
        return oauth_error("invalid_grant");
    };
    let challenge =
        field("code_verifier").map(|verifier| base64url(digest(&SHA256, verifier.as_bytes()).as_ref()));
    let bound = grant.challenge == challenge && (challenge.is_some() || !public);
    if field("grant_type") != Some("authorization_code")
        || field("redirect_uri") != Some(&grant.redirect_uri)
        || !bound
    {
        return oauth_error("invalid_grant");
    }
    Json(shared.tokens(grant)).into_response()
}

async fn userinfo(Shares(shared): Shares<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.state().calls.userinfo += 1;
    if let Some(answer) = shared.canned(Endpoint::UserInfo).await {
        return answer;
    }
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let person = bearer.and_then(|token| shared.state().access_tokens.get(token).cloned());
    let Some(mut claims) = person else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    shared.patch(&mut claims, |quirk| match quirk {
        Quirk::UserInfo(name, value) => Some((*name, value)),
        _ => None,
    });
    Json(claims).into_response()
}

/// Whether the client is public, if it is ours and its secret is right.
fn authenticated(headers: &HeaderMap, request: &Parameters) -> Option<bool> {
    if let Some(basic) = headers.get(header::AUTHORIZATION) {
        let decoded = STANDARD
            .decode(basic.to_str().ok()?.strip_prefix("Basic ")?)
            .ok()?;
        // Both halves are form-encoded (RFC 6749 section 2.3.1).
        let text = String::from_utf8(decoded).ok()?.replacen(':', "=", 1);
        let (id, secret) = url::form_urlencoded::parse(text.as_bytes()).next()?;
        return (id == CLIENT_ID && secret == CLIENT_SECRET).then_some(false);
    }
    if request.get("client_id")? != CLIENT_ID {
        return None;
    }
    match request.get("client_secret") {
        Some(secret) => (secret == CLIENT_SECRET).then_some(false),
        None => Some(true),
    }
}

impl Shared {
    /// The same, where the client may prove itself by an assertion, too (RFC 7523 section 3): each counts once.
    fn authenticated(&self, headers: &HeaderMap, request: &Parameters) -> Option<bool> {
        let Some(assertion) = request.get("client_assertion") else {
            return authenticated(headers, request);
        };
        let jwt_bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        if request.get("client_assertion_type")? != jwt_bearer || request.contains_key("client_secret") {
            return None;
        }
        let mut state = self.state();
        let claims = keys::verified(assertion, state.client_keys.as_ref()?)?;
        let now = self.clock.now().as_secs();
        let right = claims["iss"] == CLIENT_ID
            && claims["sub"] == CLIENT_ID
            && claims["aud"] == format!("{}/token", self.issuer)
            && claims["exp"].as_i64()? > now
            && claims["exp"].as_i64()? - claims["iat"].as_i64()? <= 60
            && state.assertions.insert(claims["jti"].as_str()?.to_owned());
        right.then_some(false)
    }

    fn tokens(&self, grant: Grant) -> Map<String, Value> {
        let mut state = self.state();
        state.issued += 1;
        let access_token = format!("access-{}", state.issued);
        let now = self.clock.now().as_secs();
        let signing = state.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Signing(signing) => Some(*signing),
            _ => None,
        });
        let signing = signing.unwrap_or(Signing::Es256);
        // EdDSA hashes with SHA-512 (Core section 3.1.3.6: the hash of the signature algorithm).
        let algorithm = if signing == Signing::EdDsa {
            &SHA512
        } else {
            &SHA256
        };
        let hash = digest(algorithm, access_token.as_bytes());
        let half = &hash.as_ref()[..hash.as_ref().len() / 2];
        let mut claims = object(json!({
            "iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "auth_time": now - 5,
            "sid": "session-1", "amr": ["pwd"], "nonce": grant.nonce,
            "at_hash": base64url(half),
        }));
        let thin = state
            .quirks
            .iter()
            .any(|quirk| matches!(quirk, Quirk::ThinIdToken));
        claims.extend(
            grant
                .person
                .clone()
                .into_iter()
                .filter(|(name, _)| !thin || name == "sub"),
        );
        patch(&state.quirks, &mut claims, |quirk| match quirk {
            Quirk::Claim(name, value) => Some((*name, value)),
            _ => None,
        });
        let id_token = state.keys.sign(signing, &claims, CLIENT_SECRET);
        state.access_tokens.insert(access_token.clone(), grant.person);
        let mut answer = object(json!({
            "access_token": access_token, "token_type": "Bearer", "expires_in": 300, "id_token": id_token,
        }));
        patch(&state.quirks, &mut answer, |quirk| match quirk {
            Quirk::Token(name, value) => Some((*name, value)),
            _ => None,
        });
        answer
    }

    /// What the endpoint was told to answer instead.
    async fn canned(&self, endpoint: Endpoint) -> Option<Response> {
        let canned = self.state().quirks.iter().find_map(|quirk| match quirk {
            Quirk::Answer(at, canned) if *at == endpoint => Some(canned.clone()),
            _ => None,
        })?;
        let json = |body: Vec<u8>| ([(header::CONTENT_TYPE, "application/json")], body).into_response();
        match canned {
            Canned::Garbage => Some(json(b"<html>\0 not JSON".to_vec())),
            Canned::Status(status) => Some(StatusCode::from_u16(status).unwrap().into_response()),
            Canned::OAuthError(error) => Some(oauth_error(error)),
            Canned::Redirect(path) => Some(Redirect::to(path).into_response()),
            Canned::Oversize => Some(json(format!("{{}}{}", " ".repeat(600 * 1024)).into_bytes())),
            Canned::Slow(time) => {
                tokio::time::sleep(time).await;
                None
            }
        }
    }

    fn patch(
        &self,
        object: &mut Map<String, Value>,
        pick: impl Fn(&Quirk) -> Option<(&str, &Option<Value>)>,
    ) {
        patch(&self.state().quirks, object, pick);
    }
}

/// Replaces or removes the members that quirks name.
fn patch(
    quirks: &[Quirk],
    object: &mut Map<String, Value>,
    pick: impl Fn(&Quirk) -> Option<(&str, &Option<Value>)>,
) {
    for (name, value) in quirks.iter().filter_map(pick) {
        match value {
            Some(value) => object.insert(name.to_owned(), value.clone()),
            None => object.remove(name),
        };
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

fn oauth_error(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}
