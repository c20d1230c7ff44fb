//! Clients, and requests of theirs that wait for a person.

use super::test_app::TestApp;
use domain::{
    clients::{GrantType, IdTokenAlgorithm, RedirectUri, ResponseType, Scope, Scopes},
    ids::ClientId,
    providers::ClientAuth,
    time::Span,
};
use storage::{
    authorize_requests::{self, Pairs},
    clients::{self, ClientSettings},
};

/// Where the answers of clients go.
pub const CALLBACK: &str = "https://app.example/callback";

impl TestApp {
    /// A client that may ask for everything and is not trusted.
    pub async fn client(&self, name: &str) -> ClientId {
        let id = ClientId::new(self.portico.now(), self.portico.random());
        let settings = ClientSettings {
            name,
            policy_uri: Some("https://app.example/privacy"),
            tos_uri: None,
            colour: None,
            auth_method: ClientAuth::None,
            public_keys: None,
            response_types: &vec![ResponseType::Code],
            grant_types: &vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
            redirect_uris: &vec![RedirectUri::parse(CALLBACK).unwrap()],
            post_logout_redirect_uris: &Vec::new(),
            scopes: &Scopes::new(Scope::ALL.iter().copied()),
            trusted: false,
            pkce: true,
            back_channel_logout_uri: None,
            front_channel_logout_uri: None,
            id_token_algorithm: IdTokenAlgorithm::Es256,
            access_token_minutes: 15,
            refresh_token_days: 30,
            sector_identifier: None,
        };
        let mut tx = self.portico.database.begin().await.unwrap();
        clients::insert(&mut tx, id, &settings, self.portico.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A request of a client for these scopes, which waits for ten minutes: its token.
    pub async fn flow(&self, client: ClientId, scope: &str) -> String {
        self.request_of(client, scope, false).await
    }

    /// The same, as the client itself pushed it.
    pub async fn pushed(&self, client: ClientId, scope: &str) -> String {
        self.request_of(client, scope, true).await
    }

    async fn request_of(&self, client: ClientId, scope: &str, pushed: bool) -> String {
        let token = self.portico.entropy.token();
        let id = client.to_string();
        let parameters = [
            ("client_id", id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", scope),
            ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            ("code_challenge_method", "S256"),
        ];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let now = self.portico.now();
        let mut tx = self.portico.database.begin().await.unwrap();
        authorize_requests::insert(
            &mut tx,
            &token.hash(),
            (client, &Pairs(parameters.into())),
            pushed,
            (now, now.plus(Span::minutes(10))),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        token.expose().to_owned()
    }
}
