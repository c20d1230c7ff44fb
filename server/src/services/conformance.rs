//! Whether clients and providers are connected as the standards want it.

use super::{Outcome, provider_health, provider_rows, staff};
use crate::state::Portico;
use app::api::{
    conformance::{ConformancePage, Connection},
    visit::Visit,
};
use domain::{
    clients::IdTokenAlgorithm,
    conformance::{
        ClientState, LogoutState, ProviderOffer, ProviderState, SecretState, of_client, of_provider,
    },
    logout::Telling,
    staff::Permission,
    time::Timestamp,
};
use std::collections::HashMap;
use storage::{
    client_logouts,
    clients::{self, Client, secrets},
    providers::Provider,
    signing_keys,
};

/// The findings about every client that is switched on, and every provider that is enabled.
pub async fn page(portico: &Portico, visit: &Visit) -> Outcome<ConformancePage> {
    staff::needed(portico, visit, Permission::SeeClients).await?;
    staff::needed(portico, visit, Permission::SeeProviders).await?;
    let now = portico.now();
    let mut conn = portico.database.read().await?;
    let known = Known {
        https: portico.config.server.public_url.is_https(),
        newest_keys: newest_keys(&signing_keys::list(&mut conn, now).await?),
        secrets: secrets::newest(&mut conn, now)
            .await?
            .into_iter()
            .map(|newest| (newest.client_id, newest.created_at))
            .collect(),
        told: last_told(client_logouts::last_tried(&mut conn).await?),
    };
    let clients = clients::list(&mut conn).await?;
    let providers = storage::providers::list_enabled(&mut conn).await?;
    drop(conn);
    let active = clients.iter().filter(|client| client.active);
    Ok(ConformancePage {
        clients: active.map(|client| known.client(client, now)).collect(),
        providers: providers.iter().map(|provider| of(provider, now)).collect(),
    })
}

/// What is read once for all clients.
struct Known {
    https: bool,
    newest_keys: HashMap<IdTokenAlgorithm, Timestamp>,
    secrets: HashMap<domain::ids::ClientId, Timestamp>,
    told: HashMap<domain::ids::ClientId, Telling>,
}

fn newest_keys(listed: &[signing_keys::SigningKey]) -> HashMap<IdTokenAlgorithm, Timestamp> {
    // The list begins with the newest.
    let oldest_first = listed.iter().rev();
    oldest_first.map(|key| (key.algorithm, key.signs_from)).collect()
}

/// The worst of what became of each client's last logout.
fn last_told(rows: Vec<client_logouts::ClientLogout>) -> HashMap<domain::ids::ClientId, Telling> {
    let mut told = HashMap::new();
    for row in rows {
        let telling = row.status.telling();
        let worst = told.entry(row.client_id).or_insert(telling);
        if *worst == Telling::Told || telling == Telling::GivenUp {
            *worst = telling;
        }
    }
    told
}

impl Known {
    fn client(&self, client: &Client, now: Timestamp) -> Connection {
        let logout = match (&client.back_channel_logout_uri, &client.front_channel_logout_uri) {
            (Some(_), _) => LogoutState::Back(self.told.get(&client.id).copied()),
            (None, Some(_)) => LogoutState::Front,
            (None, None) => LogoutState::Nothing,
        };
        let secret = match self.secrets.get(&client.id) {
            _ if !client.auth_method.needs_secret() => SecretState::NotNeeded,
            Some(since) => SecretState::Since(*since),
            None => SecretState::Missing,
        };
        let state = ClientState {
            https: self.https,
            newest_key: self.newest_keys.get(&client.id_token_algorithm).copied(),
            redirect_uris: &client.redirect_uris,
            response_types: &client.response_types,
            pkce: client.pkce,
            logout,
            secret,
        };
        Connection {
            id: client.id.to_string(),
            name: client.name.clone(),
            findings: of_client(&state, now).into_iter().map(Into::into).collect(),
        }
    }
}

fn of(provider: &Provider, now: Timestamp) -> Connection {
    let warnings = provider_health::of(provider, now);
    let offer = provider_rows::stored_metadata(provider).map(|metadata| ProviderOffer {
        iss: metadata.iss_parameter,
        end_session: metadata.end_session_endpoint.is_some(),
        back_channel: metadata.backchannel_logout,
    });
    let state = ProviderState {
        https: provider.issuer.starts_with("https://"),
        warnings: &warnings,
        offer,
        pkce: provider.pkce,
        needs_secret: provider.client_auth.needs_secret(),
    };
    Connection {
        id: provider.id.to_string(),
        name: provider.name.clone(),
        findings: of_provider(&state).into_iter().map(Into::into).collect(),
    }
}
