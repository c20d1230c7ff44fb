//! Forms. Each stands at its page's own path and takes the same body with and without JavaScript: a browser's
//! navigation gets a 303, or the page again with 422; a hydrated page gets the same answer as JSON.

use super::{
    pages,
    queries::run,
    visit::{Here, wants_html},
};
use crate::{
    services::{Trouble, gates, throttles},
    state::Portico,
};
use app::api::{
    Answer, ApiError, PageForm, Problems,
    answer::Posted,
    approvals, bot_check, clients, consent, customers, domains,
    frame::Screen,
    links, login, logins, mails, passwords, profile, providers, registration, rehearsal, roles,
    second_factor, security, sessions,
    settings::{InviteLosing, SaveSettings},
    staff, texts,
};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::values::Fault;

/// Largest body of the form with the shop's own texts: three long ones, percent-encoded.
const TEXTS_LIMIT: usize = 2 * 1024 * 1024;

/// Every form of the app: one line each.
pub fn routes() -> Router<Portico> {
    Router::new()
        .merge(form::<login::SignIn>())
        .merge(form::<login::FindWay>())
        .merge(form::<login::Forgot>())
        .merge(form::<registration::Register>())
        .merge(form::<registration::GiveAddress>())
        .merge(form::<registration::Correct>())
        .merge(form::<registration::SendMail>())
        .merge(form::<registration::Withdraw>())
        .merge(form::<links::Activate>())
        .merge(form::<links::SendAgain>())
        .merge(form::<links::Reset>())
        .merge(form::<links::ConfirmAddress>())
        .merge(form::<logins::ConnectLogin>())
        .merge(form::<logins::DisconnectLogin>())
        .merge(form::<logins::AskForPassword>())
        .merge(form::<logins::RemovePassword>())
        .merge(form::<logins::HaveAccount>())
        .merge(form::<logins::ConnectProven>())
        .merge(form::<consent::Agree>())
        .merge(form::<consent::ChooseAccount>())
        .merge(form::<consent::Revoke>())
        .merge(form::<profile::SaveProfile>())
        .merge(form::<security::ChangePassword>())
        .merge(form::<security::ChangeAddress>())
        .merge(form::<sessions::EndSession>())
        .merge(form::<sessions::EndOtherSessions>())
        .merge(form::<sessions::SaveLimits>())
        .merge(form::<texts::SaveDraft>().layer(DefaultBodyLimit::max(TEXTS_LIMIT)))
        .merge(form::<texts::DiscardDraft>())
        .merge(form::<texts::PublishDraft>())
        .merge(form::<staff::StaffSignIn>())
        .merge(form::<staff::AcceptInvitation>())
        .merge(form::<staff::InviteStaff>())
        .merge(form::<staff::WithdrawInvitation>())
        .merge(form::<staff::ChangeStaffRoles>())
        .merge(form::<staff::SwitchStaff>())
        .merge(form::<staff::ResetStaffFactor>())
        .merge(form::<staff::EndStaffSessions>())
        .merge(form::<customers::EndSessions>())
        .merge(form::<customers::SendLink>())
        .merge(form::<customers::SwitchCustomer>())
        .merge(form::<customers::UndoAccountLink>())
        .merge(form::<mails::SendMailAgain>())
        .merge(form::<approvals::Decide>())
        .merge(form::<approvals::DecideMany>())
        .merge(form::<approvals::Undo>())
        .merge(form::<approvals::Assign>())
        .merge(form::<providers::SaveProvider>())
        .merge(form::<providers::SwitchProvider>())
        .merge(form::<clients::SaveClient>())
        .merge(form::<clients::MakeSecret>())
        .merge(form::<clients::NoteSecret>())
        .merge(form::<clients::RemoveLogo>())
        .merge(form::<clients::SwitchClient>())
        .merge(form::<clients::DeleteClient>())
        .merge(form::<rehearsal::StartRehearsal>())
        .merge(form::<providers::MoveProvider>())
        .merge(form::<providers::DeleteProvider>())
        .merge(form::<providers::RemoveLogo>())
        .merge(form::<SaveSettings>())
        .merge(form::<second_factor::SecondStep>())
        .merge(form::<second_factor::ChangeFactor>())
        .merge(form::<second_factor::StaffSecondStep>())
        .merge(form::<second_factor::ChangeStaffFactor>())
        .merge(form::<second_factor::ResetFactor>())
        .merge(form::<second_factor::SaveFactorSettings>())
        .merge(form::<passwords::SavePasswords>())
        .merge(form::<domains::SaveDomains>())
        .merge(form::<InviteLosing>())
        .merge(form::<bot_check::SaveBotCheck>())
        .merge(form::<roles::SaveRole>())
        .merge(form::<roles::DeleteRole>())
        .merge(form::<roles::SetRole>())
}

fn form<F: PageForm>() -> Router<Portico> {
    Router::new().route(F::PATH, post(submit::<F>).get(pages::page))
}

async fn submit<F: PageForm>(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let html = wants_html(&headers);
    let parsed = is_form(&headers).then(|| serde_qs::Config::new(5, false).deserialize_bytes::<F>(&body));
    let Some(Ok(input)) = parsed else {
        return refuse(&portico, &visit, html, ApiError::Malformed).await;
    };
    let page = input.page();
    visit.reply().sent_from = Some(page.clone());
    match run(&portico, &visit, input).await {
        Ok(answer) if !html => Json(answer).into_response(),
        Ok(Answer::Go(path)) => go(&portico, &visit, path).await,
        Ok(Answer::Problems(problems)) => {
            again(&portico, &visit, &page, F::PATH, typed(&body), problems).await
        }
        Err(ApiError::SignInNeeded) if html => go(&portico, &visit, pages::login_path(&visit)).await,
        Err(error) => refuse(&portico, &visit, html, error).await,
    }
}

/// Leads a browser on from a form.
pub async fn go(portico: &Portico, visit: &app::api::visit::Visit, path: String) -> Response {
    match gates::after_form(portico, visit, path.clone()).await {
        Ok(to) => Redirect::to(&to).into_response(),
        // The form is carried out by now: a database that is away for a moment is told by the page that comes.
        Err(Trouble(ApiError::Unavailable)) => Redirect::to(&path).into_response(),
        Err(trouble) => pages::failed(portico, visit, trouble).await,
    }
}

/// What was typed, secrets left out.
fn typed(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body)
        .filter(|(name, _)| !is_secret(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The page again with what was typed and what is wrong: 422, or 429 when the budget of tries is used up.
pub async fn again(
    portico: &Portico,
    visit: &app::api::visit::Visit,
    page: &str,
    form: &str,
    values: Vec<(String, String)>,
    problems: Problems,
) -> Response {
    visit.reply().posted = Some(Posted {
        form: form.to_owned(),
        values,
        problems,
    });
    let fault = visit
        .reply()
        .posted
        .as_ref()
        .and_then(|posted| posted.problems.form);
    let status = match fault {
        Some(Fault::TooManyTries | Fault::TooManyWrongPasswords | Fault::TooManyWrongPasswordsOfStaff) => {
            StatusCode::TOO_MANY_REQUESTS
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    visit.set_status(status.as_u16());
    let mut response = pages::render(portico, visit, page).await;
    // An account that was tried too often is not waited for.
    if fault == Some(Fault::TooManyTries) {
        let seconds = throttles::retry_after(portico, visit);
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Whether a field is never shown again.
fn is_secret(name: &str) -> bool {
    let secret = name.contains("password")
        || name.contains("secret")
        || matches!(name, "token" | "app_code" | "mail_code" | "recovery_code");
    // That one is a day.
    secret && name != "secret_expires_on"
}

/// Whether the body is a form.
pub fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| {
        kind.trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

/// A request that got no answer: a page for a person, the error's code for our own fetch.
pub async fn refuse(
    portico: &Portico,
    visit: &app::api::visit::Visit,
    html: bool,
    error: ApiError,
) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if html {
        match error {
            ApiError::SignInNeeded => return Redirect::to(&pages::login_path(visit)).into_response(),
            ApiError::TermsDue => return Redirect::to("/account/profile").into_response(),
            _ => pages::screen(portico, visit, status, screen_of(error)).await,
        }
    } else {
        (status, Json(error)).into_response()
    };
    if matches!(
        error,
        ApiError::Busy | ApiError::Unavailable | ApiError::TooManyRequests
    ) {
        let seconds = if error == ApiError::TooManyRequests {
            throttles::retry_after(portico, visit)
        } else {
            2
        };
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The page that explains an error.
pub fn screen_of(error: ApiError) -> Screen {
    match error {
        ApiError::Unavailable | ApiError::Conflict => Screen::Unavailable,
        ApiError::Busy => Screen::Busy,
        ApiError::TooManyRequests => Screen::TooManyRequests,
        ApiError::NotFound => Screen::NotFound,
        ApiError::SignInNeeded | ApiError::Forbidden | ApiError::TermsDue => Screen::Forbidden,
        ApiError::Malformed => Screen::Malformed,
        ApiError::Internal => Screen::Internal,
    }
}
