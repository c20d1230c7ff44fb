//! `/oauth2/v1/authorize` and what comes back to it.

use super::{
    super::{headers::EXPLAINED, pages, visit::Here},
    form::pairs,
};
use crate::{
    services::{
        Outcome,
        oidc::{
            answer::Sent,
            authorize::{self, Next},
            own::client_name,
        },
    },
    state::Portico,
};
use app::api::{frame::Screen, visit::Visit};
use axum::{
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::clients::{Parameters, Told};
use storage::authorize_requests::Pairs;

/// `GET /oauth2/v1/authorize` (OpenID Connect Core 1.0 §3.1.2.1).
pub async fn begin(State(portico): State<Portico>, Here(visit): Here, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    match pairs(query.as_bytes()) {
        Some(read) => match authorize::begin(&portico, &visit, Pairs(read)).await {
            Ok(Next::Fault(told)) => {
                let asked = pairs(query.as_bytes()).unwrap_or_default();
                fault(&portico, &visit, told, &asked).await
            }
            next => go(&portico, &visit, next).await,
        },
        None => pages::screen(&portico, &visit, StatusCode::BAD_REQUEST, Screen::Malformed).await,
    }
}

/// `POST /oauth2/v1/authorize`: the same by a GET. A browser sends no cookie of ours along with a form of another site.
pub async fn posted(
    State(portico): State<Portico>,
    Here(visit): Here,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let query = body.ok().and_then(|body| pairs(&body));
    match query {
        Some(pairs) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let query = query.extend_pairs(&pairs).finish();
            Redirect::to(&format!("/oauth2/v1/authorize?{query}")).into_response()
        }
        None => pages::screen(&portico, &visit, StatusCode::BAD_REQUEST, Screen::Malformed).await,
    }
}

/// `GET /oauth2/v1/resume?request=`: on with a request that waits; with `cancel=1`, the person has given it up.
pub async fn resume(
    State(portico): State<Portico>,
    Here(visit): Here,
    RawQuery(query): RawQuery,
) -> Response {
    let pairs = pairs(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let one = |name: &str| Parameters(&pairs).one(name).ok().flatten();
    let token = one("request").unwrap_or_default();
    let next = authorize::resume(&portico, &visit, token, one("cancel") == Some("1")).await;
    go(&portico, &visit, next).await
}

async fn go(portico: &Portico, visit: &Visit, next: Outcome<Next>) -> Response {
    match next {
        Ok(Next::Go(path)) => Redirect::to(&path).into_response(),
        Ok(Next::Send(Sent::Redirect(to))) => match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Ok(Next::Send(Sent::Form { to, fields })) => form_post(visit, &to, &fields),
        Ok(Next::Fault(told)) => fault(portico, visit, told, &[]).await,
        Ok(Next::Gone) => pages::screen(portico, visit, StatusCode::NOT_FOUND, Screen::FlowOver).await,
        Err(trouble) => pages::failed(portico, visit, trouble).await,
    }
}

/// Characters of a redirect URI that a page shows; no client may register a longer one.
const SHOWN: usize = 2000;

/// A page about a request that can't be answered anywhere else: what was asked, and by whom as far as that is known,
/// stands there as text, so that those who made the client see what to mend.
async fn fault(portico: &Portico, visit: &Visit, told: Told, asked: &[(String, String)]) -> Response {
    let one = |name| Parameters(asked).one(name).ok().flatten();
    let client = match client_name(portico, one("client_id")).await {
        Ok(name) => name,
        Err(trouble) => return pages::failed(portico, visit, trouble).await,
    };
    let screen = Screen::ClientFault {
        error: told.error.to_owned(),
        description: told.description.to_owned(),
        client,
        redirect_uri: one("redirect_uri").map(|uri| uri.chars().take(SHOWN).collect()),
    };
    pages::screen(portico, visit, StatusCode::BAD_REQUEST, screen).await
}

/// A form that posts itself to the client (OAuth 2.0 Form Post Response Mode §2). Its policy allows that one place.
fn form_post(visit: &Visit, to: &str, fields: &[(&'static str, String)]) -> Response {
    let nonce = &visit.facts().nonce;
    let inputs: String = fields
        .iter()
        .map(|(name, value)| {
            format!(
                r#"<input type="hidden" name="{name}" value="{}">"#,
                escaped(value)
            )
        })
        .collect();
    let page = format!(
        r#"<!doctype html><html lang="{}"><title>…</title><form method="post" action="{}">{inputs}<button>→</button></form><script nonce="{nonce}">document.forms[0].submit()</script></html>"#,
        visit.facts().language.as_str(),
        escaped(to),
    );
    let place = url::Url::parse(to).map(|url| match url.origin() {
        origin @ url::Origin::Tuple(..) => origin.ascii_serialization(),
        url::Origin::Opaque(_) => format!("{}:", url.scheme()),
    });
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; form-action {}; base-uri 'none'; frame-ancestors 'none'",
        place.unwrap_or_else(|_| "'none'".to_owned())
    );
    let mut response = Html(page).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    let page = HeaderValue::from_static("page");
    response.headers_mut().insert(EXPLAINED, page);
    response
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
