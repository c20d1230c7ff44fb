//! Reads of a hydrated page: server functions by GET, the same that the server calls while it renders.

use super::{forms::refuse, visit::Here};
use crate::state::Portico;
use app::api::{
    ApiError, Reply, approvals, bot_check, clients, conformance, consent, customers, domains, links, login,
    logins, logout, mails, passwords, ports::Ports, profile, providers, registration, rehearsal, roles,
    second_factor, security, sessions, settings, shop, staff, texts, visit::Visit,
};
use axum::{
    Json, Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::prelude::{Owner, provide_context};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::ServerFn;
use std::sync::Arc;

/// Every read of the app: one line each.
pub fn routes() -> Router<Portico> {
    Router::new()
        .merge(query::<shop::ListOffers>())
        .merge(query::<shop::ReadOffer>())
        .merge(query::<shop::ReadText>())
        .merge(query::<login::ReadLoginPage>())
        .merge(query::<registration::ReadRegisterPage>())
        .merge(query::<registration::ReadStatus>())
        .merge(query::<registration::ReadAsked>())
        .merge(query::<links::LookAtLink>())
        .merge(query::<logins::ReadLogins>())
        .merge(query::<logins::ReadProof>())
        .merge(query::<consent::ReadQuestion>())
        .merge(query::<consent::ListApplications>())
        .merge(query::<profile::ReadProfile>())
        .merge(query::<security::ReadSecurity>())
        .merge(query::<sessions::ReadSession>())
        .merge(query::<sessions::ListSessions>())
        .merge(query::<sessions::ReadLimits>())
        .merge(query::<texts::ListTexts>())
        .merge(query::<texts::ReadDraft>())
        .merge(query::<logout::ReadReceipt>())
        .merge(query::<approvals::ListRequests>())
        .merge(query::<approvals::ReadRequest>())
        .merge(query::<customers::ListCustomers>())
        .merge(query::<customers::ReadCustomer>())
        .merge(query::<mails::ListMails>())
        .merge(query::<mails::ReadMail>())
        .merge(query::<approvals::ReadResults>())
        .merge(query::<providers::ListProviders>())
        .merge(query::<providers::ReadProvider>())
        .merge(query::<clients::ListClients>())
        .merge(query::<clients::ReadClient>())
        .merge(query::<conformance::ReadConformance>())
        .merge(query::<rehearsal::ReadRehearsal>())
        .merge(query::<settings::ReadSettings>())
        .merge(query::<settings::ReadHistory>())
        .merge(query::<passwords::ReadPasswords>())
        .merge(query::<domains::ReadDomains>())
        .merge(query::<settings::PreviewLockout>())
        .merge(query::<bot_check::ReadBotTask>())
        .merge(query::<bot_check::ReadBotCheck>())
        .merge(query::<roles::ListRoles>())
        .merge(query::<roles::ReadRole>())
        .merge(query::<staff::ReadInvitation>())
        .merge(query::<staff::ListStaff>())
        .merge(query::<staff::ReadStaff>())
        .merge(query::<second_factor::ReadStep>())
        .merge(query::<second_factor::ReadFactor>())
        .merge(query::<second_factor::ReadFactorSettings>())
}

fn query<F>() -> Router<Portico>
where
    F: ServerFn<Error = ApiError> + DeserializeOwned + 'static,
    F::Output: Serialize,
{
    Router::new().route(F::PATH, get(read::<F>))
}

async fn read<F>(State(portico): State<Portico>, Here(visit): Here, RawQuery(query): RawQuery) -> Response
where
    F: ServerFn<Error = ApiError> + DeserializeOwned + 'static,
    F::Output: Serialize,
{
    let query = query.unwrap_or_default();
    let answer = match serde_qs::Config::new(5, false).deserialize_str::<F>(&query) {
        Ok(input) => run(&portico, &visit, input).await,
        Err(_) => Err(ApiError::Malformed),
    };
    match answer {
        Ok(value) => Json(value).into_response(),
        Err(error) => refuse(&portico, &visit, false, error).await,
    }
}

/// Runs a server function's body with the ports and the visit in context.
pub async fn run<F>(portico: &Portico, visit: &Visit, input: F) -> Reply<F::Output>
where
    F: ServerFn<Error = ApiError>,
{
    let owner = Owner::new();
    let future = owner.with(|| {
        provide(portico, visit);
        leptos::reactive::computed::ScopedFuture::new(input.run_body())
    });
    future.await
}

/// Puts what the app needs into the current context.
pub fn provide(portico: &Portico, visit: &Visit) {
    provide_context::<Arc<dyn Ports>>(Arc::new(portico.clone()));
    provide_context(visit.clone());
}
