//! One sign-in from the authorization URL to its outcome, with a clock that stands still until it is turned.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use domain::{
    providers::{AuthorizeParameters, ClientAuth},
    time::{Clock, Span, Timestamp},
};
use secrecy::SecretString;
use server::crypto::SystemEntropy;
use server::providers::{
    AddressPolicy, AttemptSecrets, AuthorizeOptions, CallbackFault, CallbackQuery, Expected, HttpClient,
    Metadata, OpenIdClient, ProviderConfig, SignedIn, authorize_url, http::Limits,
};
use url::Url;

use crate::fake_provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider, Quirk};

/// 2026-11-21T12:00:00Z.
pub const NOON: Timestamp = Timestamp::from_secs(1_795_262_400);

pub struct FakeClock(AtomicI64);

impl FakeClock {
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::Relaxed);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// A client, a provider, and the provider's settings.
pub struct Setup {
    pub clock: Arc<FakeClock>,
    pub provider: FakeProvider,
    pub client: OpenIdClient,
    pub config: ProviderConfig,
    pub options: AuthorizeOptions,
    pub untold: bool,
}

/// A client with the limits of a test that does not wait.
pub fn client(clock: Arc<FakeClock>, allow: &[&str], development: bool) -> OpenIdClient {
    let allow: Vec<String> = allow.iter().map(|&entry| entry.to_owned()).collect();
    let policy = AddressPolicy::new(&allow, development).unwrap();
    let limits = Limits {
        total: Duration::from_secs(2),
        ..Limits::default()
    };
    let http = HttpClient::with_limits(policy, limits).unwrap();
    OpenIdClient::new(http, clock, Arc::new(SystemEntropy::default()))
}

impl Setup {
    pub async fn new() -> Self {
        let clock = Arc::new(FakeClock(AtomicI64::new(NOON.as_millis())));
        let provider = FakeProvider::start(clock.clone()).await;
        let config = ProviderConfig {
            slug: "corp".to_owned(),
            issuer: provider.issuer().to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_auth: ClientAuth::ClientSecretBasic,
            client_secret: Some(CLIENT_SECRET.to_owned().into()),
            client_key: None,
            scopes: vec!["openid".to_owned(), "email".to_owned(), "profile".to_owned()],
            pkce: true,
            redirect_uri: Url::parse("http://localhost:3000/providers/corp/callback").unwrap(),
            extra: AuthorizeParameters::default(),
            wanted_claims: vec!["email".to_owned(), "email_verified".to_owned()],
        };
        let client = client(clock.clone(), &[], true);
        Self {
            clock,
            provider,
            client,
            config,
            options: AuthorizeOptions::default(),
            untold: false,
        }
    }

    /// A setup whose provider misbehaves.
    pub async fn with(quirk: Quirk) -> Self {
        let setup = Self::new().await;
        setup.provider.quirk(quirk);
        setup
    }

    pub async fn metadata(&self) -> Metadata {
        self.client.metadata(&self.config.issuer, None).await.unwrap()
    }

    /// From the start to the outcome.
    pub async fn sign_in(&self) -> Result<SignedIn, CallbackFault> {
        self.sign_in_after(Span::seconds(0)).await
    }

    /// The same; `pause` passes between the token's making and its check.
    pub async fn sign_in_after(&self, pause: Span) -> Result<SignedIn, CallbackFault> {
        let metadata = self.metadata().await;
        let secrets = secrets("s");
        let callback = self
            .provider
            .browse(&authorize_url(&self.config, &metadata, &secrets, &self.options));
        let query = CallbackQuery::parse(callback.query().unwrap())?;
        self.clock.advance(pause);
        self.client
            .finish(&self.config, &metadata, &query, &self.expected(&secrets))
            .await
    }

    pub fn expected(&self, secrets: &AttemptSecrets) -> Expected {
        Expected {
            nonce: secrets.nonce.clone(),
            verifier: self.config.pkce.then(|| secrets.verifier.clone()),
            max_age: self.options.max_age,
            untold: self.untold,
        }
    }
}

/// Secrets that a test can read.
pub fn secrets(name: &str) -> AttemptSecrets {
    AttemptSecrets {
        state: SecretString::from(format!("state-{name}")),
        nonce: format!("nonce-{name}"),
        verifier: SecretString::from(format!("verifier-of-the-right-length-0123456789-abcdef-{name}")),
    }
}
