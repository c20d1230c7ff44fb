//! One client.

use super::{logo_path, secret, settings_of};
use crate::{
    services::{Outcome, Trouble, dates, oidc::discovery::endpoints, staff},
    state::Portico,
};
use app::api::{
    ApiError,
    clients::{ClientDetail, LogoutRow, SecretRow},
    visit::Visit,
};
use domain::{clients::form::ClientForm, ids::ClientId, staff::Permission};
use storage::{
    client_logouts,
    clients::{self, consents, secrets},
};

/// How many sign-outs the page shows.
const LOGOUTS: i64 = 10;

/// One client. A secret that was made in this session a moment ago is shown until it is noted.
pub async fn read(portico: &Portico, visit: &Visit, id: ClientId) -> Outcome<ClientDetail> {
    let member = staff::needed(portico, visit, Permission::SeeClients).await?;
    let mut conn = portico.database.read().await?;
    let found = clients::by_id(&mut conn, id).await?;
    let client = found.ok_or(Trouble(ApiError::NotFound))?;
    let language = visit.facts().language;
    let row = |secret: secrets::Secret| SecretRow {
        since: dates::date_time(secret.created_at, language),
        until: secret.expires_at.map(|at| dates::date_time(at, language)),
    };
    let open = secrets::open(&mut conn, id, portico.now()).await?;
    let agreed = consents::count(&mut conn, id).await?;
    let told = client_logouts::of_client(&mut conn, id, LOGOUTS).await?;
    let logout = |row: client_logouts::ClientLogout| LogoutRow {
        at: dates::date_time(row.created_at, language),
        telling: row.status.telling(),
        tries: row.attempts,
        trouble: row.last_error,
    };
    let needs_secret = client.auth_method.needs_secret();
    let new_secret = match needs_secret {
        true => secret::to_be_noted(portico, &mut conn, id, member.session).await?,
        false => None,
    };
    let public_url = &portico.config.server.public_url;
    Ok(ClientDetail {
        id: id.to_string(),
        version: client.version,
        logo: logo_path(id, client.logo.as_deref()),
        form: ClientForm::of(&settings_of(&client)?),
        active: client.active,
        issuer: public_url.origin().to_owned(),
        discovery: public_url.join("/.well-known/openid-configuration"),
        endpoints: endpoints(portico)
            .map(|(name, address)| (name.to_owned(), address))
            .into(),
        last_used: client.last_used_at.map(|at| dates::date_time(at, language)),
        needs_secret,
        secrets: open.into_iter().map(row).collect(),
        new_secret,
        agreed,
        logouts: told.into_iter().map(logout).collect(),
    })
}
