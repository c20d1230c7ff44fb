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
use app::{
    api::{frame::Screen, visit::Visit},
    shell::moment,
};
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

/// A form that posts itself to the client (OAuth 2.0 Form Post Response Mode §2); the button is for those without scripts.
fn form_post(visit: &Visit, to: &str, fields: &[(&'static str, String)]) -> Response {
    let (nonce, language) = (&visit.facts().nonce, visit.facts().language);
    let inputs: String = fields
        .iter()
        .map(|(name, value)| {
            format!(
                r#"<input type="hidden" name="{name}" value="{}">"#,
                escaped(value)
            )
        })
        .collect();
    let [heading, hint, button] = moment(language).map(escaped);
    let page = format!(
        r#"<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>{heading}</title></head><body><main><h1>{heading}</h1><p>{hint}</p><form method="post" action="{}">{inputs}<button>{button}</button></form></main><script nonce="{nonce}">document.forms[0].submit()</script></body></html>"#,
        language.as_str(),
        escaped(to),
    );
    // Without `form-action`, on this page alone: Chromium holds it against every redirect that answers the form as well, and
    // where the client sends its person next is not ours to know. Nothing on the page is anybody else's: the one form is
    // ours, and what the client put into it is escaped.
    let policy =
        format!("default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'");
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
