//! The built-in mailbox: plain pages of the server, in the clothes of the shop.

mod page;

use crate::{http::visit::Here, services::Outcome, state::Portico};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::ids::MailId;
use serde::Deserialize;
use storage::demo_mails::{self, DemoMail};

/// Where the mailbox is.
pub(super) const PATH: &str = "/demo/mailbox";

/// The mailbox's pages; merged into the router only in a demonstration.
pub fn routes() -> Router<Portico> {
    Router::new()
        .route(PATH, get(list))
        .route("/demo/mailbox/clear", post(clear))
        .route("/demo/mailbox/{id}", get(open))
        .route("/demo/mailbox/{id}/html", get(html))
}

/// Which mails.
#[derive(Default, Deserialize)]
struct Filter {
    /// The recipient's address, exactly; nobody's in particular when it is empty.
    #[serde(default)]
    to: String,
}

impl Filter {
    fn recipient(&self) -> Option<&str> {
        Some(self.to.trim()).filter(|to| !to.is_empty())
    }
}

/// `GET /demo/mailbox?to=`: the mails, the newest first.
async fn list(State(portico): State<Portico>, Here(visit): Here, Query(filter): Query<Filter>) -> Response {
    let mails = match mails(&portico, &filter).await {
        Ok(mails) => mails,
        Err(status) => return status.into_response(),
    };
    page::render(&portico, &visit, filter.recipient(), &mails, None).into_response()
}

/// `GET /demo/mailbox/{id}?to=`: one mail beside the others.
async fn open(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
) -> Response {
    let (mail, mails) = match (find(&portico, &id).await, mails(&portico, &filter).await) {
        (Ok(mail), Ok(mails)) => (mail, mails),
        (Err(status), _) | (_, Err(status)) => return status.into_response(),
    };
    page::render(&portico, &visit, filter.recipient(), &mails, Some(&mail)).into_response()
}

/// `GET /demo/mailbox/{id}/html`: the HTML part as it was sent, for the frame of its page. Its policy allows the mail's
/// one style and nothing else; links open in the whole window.
async fn html(State(portico): State<Portico>, Path(id): Path<String>) -> Response {
    let mail = match find(&portico, &id).await {
        Ok(mail) => mail,
        Err(status) => return status.into_response(),
    };
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
         sandbox allow-top-navigation-by-user-activation",
        portico.renderer.style_source()
    );
    let Ok(policy) = HeaderValue::from_str(&policy) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let document = mail.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    ];
    (headers, Html(document)).into_response()
}

/// `POST /demo/mailbox/clear`: empties it.
async fn clear(State(portico): State<Portico>) -> Response {
    match empty(&portico).await {
        Ok(()) => Redirect::to(PATH).into_response(),
        Err(trouble) => status(trouble.0).into_response(),
    }
}

async fn empty(portico: &Portico) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    demo_mails::clear(&mut tx).await?;
    Ok(tx.commit().await?)
}

async fn mails(portico: &Portico, filter: &Filter) -> Result<Vec<DemoMail>, StatusCode> {
    let read = async || -> Outcome<Vec<DemoMail>> {
        let mut conn = portico.database.read().await?;
        Ok(demo_mails::list(&mut conn, filter.recipient()).await?)
    };
    read().await.map_err(|trouble| status(trouble.0))
}

async fn find(portico: &Portico, id: &str) -> Result<DemoMail, StatusCode> {
    let id = id.parse::<MailId>().map_err(|_| StatusCode::NOT_FOUND)?;
    let read = async || -> Outcome<Option<DemoMail>> {
        let mut conn = portico.database.read().await?;
        Ok(demo_mails::get(&mut conn, id).await?)
    };
    read()
        .await
        .map_err(|trouble| status(trouble.0))?
        .ok_or(StatusCode::NOT_FOUND)
}

fn status(error: app::api::ApiError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
