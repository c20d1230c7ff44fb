//! Clients in the back office: the applications whose users sign in here.

pub mod change;
mod face;
mod list;
mod read;
mod save;
mod secret;
mod switch;

pub use face::{face, logo_path};
pub use list::list;
pub use read::read;
pub use save::save;
pub use secret::{make_secret, note_secret};
pub use switch::{delete, switch};

use super::{Outcome, Trouble};
use app::api::ApiError;
use domain::{clients::Settings, ids::ClientId, values::Fault};
use storage::{
    Conn,
    clients::{self, Client},
};

/// The client that a form names.
///
/// # Errors
/// `NotFound` when there is none.
async fn named(conn: &mut Conn, id: &str) -> Outcome<Client> {
    let missing = Trouble(ApiError::NotFound);
    let id = id.parse::<ClientId>().map_err(|_| missing)?;
    clients::by_id(conn, id).await?.ok_or(missing)
}

/// The settings of a client that is stored.
///
/// # Errors
/// `Internal` when somebody wrote into the database what no form takes.
pub fn settings_of(client: &Client) -> Outcome<Settings> {
    let written = |_: Fault| {
        tracing::error!(client = %client.id, "its settings are none");
        Trouble(ApiError::Internal)
    };
    let sector = client.sector_identifier.as_deref().map(str::parse).transpose();
    Ok(Settings {
        name: client.name.parse().map_err(written)?,
        policy_uri: client.policy_uri.clone(),
        tos_uri: client.tos_uri.clone(),
        colour: client.colour.clone(),
        auth_method: client.auth_method,
        public_keys: client.public_keys.clone(),
        response_types: client.response_types.clone(),
        grant_types: client.grant_types.clone(),
        redirect_uris: client.redirect_uris.clone(),
        post_logout_redirect_uris: client.post_logout_redirect_uris.clone(),
        scopes: client.scopes.clone(),
        trusted: client.trusted,
        pkce: client.pkce,
        back_channel_logout_uri: client.back_channel_logout_uri.clone(),
        front_channel_logout_uri: client.front_channel_logout_uri.clone(),
        id_token_algorithm: client.id_token_algorithm,
        access_token_minutes: number(client.access_token_minutes),
        refresh_token_days: number(client.refresh_token_days),
        sector_identifier: sector.map_err(written)?,
    })
}

fn number(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or_default()
}
