//! A small OpenID provider in the test's own process, on a loopback port. It signs in the person that the test
//! names, checks what an honest provider checks (client authentication, PKCE, redirect URI, single use of the
//! code), and misbehaves on demand: see [`Quirk`].
#![allow(dead_code, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "fake_provider_answers.rs"]
mod answers;
#[path = "fake_provider_keys.rs"]
pub mod keys;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use domain::time::Clock;
use serde_json::{Map, Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

use keys::{Keys, Signing};

/// The client that the provider knows. The id needs escaping in HTTP Basic, as RFC 6749 section 2.3.1 wants it.
pub const CLIENT_ID: &str = "portico test:client";
/// Its secret; needs escaping as well.
pub const CLIENT_SECRET: &str = "s3cret: not for + production %";

/// One way to misbehave. Several may be set at once.
#[derive(Clone, Debug)]
pub enum Quirk {
    /// The discovery document with this member replaced, or left out.
    Document(&'static str, Option<Value>),
    /// An endpoint answers something else.
    Answer(Endpoint, Canned),
    /// The browser returns with this error instead of a code.
    Error(&'static str),
    /// The browser returns with this `iss`, or without one.
    Iss(Option<&'static str>),
    /// The ID token with this claim replaced, or left out.
    Claim(&'static str, Option<Value>),
    /// The ID token signed in another way.
    Signing(Signing),
    /// The token response with this member replaced, or left out.
    Token(&'static str, Option<Value>),
    /// The ID token holds none of the person's claims but `sub`; userinfo has them.
    ThinIdToken,
    /// The userinfo answer with this claim replaced, or left out.
    UserInfo(&'static str, Option<Value>),
}

/// The endpoints that can be told to answer something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Discovery,
    Keys,
    Token,
    UserInfo,
}

/// Answers that no provider should give.
#[derive(Clone, Debug)]
pub enum Canned {
    /// Bytes that are not JSON, called JSON.
    Garbage,
    /// An empty answer with this status.
    Status(u16),
    /// An OAuth error with status 400.
    OAuthError(&'static str),
    /// A redirect to this path of the provider.
    Redirect(&'static str),
    /// JSON of 600 kB.
    Oversize,
    /// The right answer, but only after this time.
    Slow(Duration),
}

/// How often each endpoint was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    pub discovery: u32,
    pub keys: u32,
    pub token: u32,
    pub userinfo: u32,
}

/// The provider; stops when dropped.
pub struct FakeProvider {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

struct Shared {
    issuer: String,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    person: Map<String, Value>,
    quirks: Vec<Quirk>,
    keys: Keys,
    grants: HashMap<String, Grant>,
    access_tokens: HashMap<String, Map<String, Value>>,
    issued: u32,
    calls: Calls,
    last_authorize: HashMap<String, String>,
    client_keys: Option<Value>,
    assertions: HashSet<String>,
}

/// What a code stands for until it is redeemed.
struct Grant {
    redirect_uri: String,
    nonce: Option<String>,
    challenge: Option<String>,
    person: Map<String, Value>,
}

impl FakeProvider {
    /// Starts a provider that signs in Alex, with a verified address.
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            person: Map::new(),
            quirks: Vec::new(),
            keys: Keys::new(),
            grants: HashMap::new(),
            access_tokens: HashMap::new(),
            issued: 0,
            calls: Calls::default(),
            last_authorize: HashMap::new(),
            client_keys: None,
            assertions: HashSet::new(),
        };
        let shared = Arc::new(Shared {
            issuer,
            clock,
            state: Mutex::new(state),
        });
        let router = answers::router(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let provider = Self { shared, server };
        provider.person(json!({
            "sub": "alex-1", "email": "alex@corp.example", "email_verified": true,
            "given_name": "Alex", "family_name": "Reed",
        }));
        provider
    }

    /// The issuer URL.
    pub fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    /// Who signs in from now on: their claims, `sub` among them.
    pub fn person(&self, claims: Value) {
        let Value::Object(claims) = claims else {
            panic!("claims are an object")
        };
        self.shared.state().person = claims;
    }

    /// Misbehaves from now on, in addition to what was said before.
    pub fn quirk(&self, quirk: Quirk) {
        self.shared.state().quirks.push(quirk);
    }

    /// Behaves again.
    pub fn behave(&self) {
        self.shared.state().quirks.clear();
    }

    /// Replaces the signing keys; the old ones are gone from the key set.
    pub fn rotate_keys(&self) {
        self.shared.state().keys.rotate();
    }

    /// The client's public keys (RFC 7517), registered for `private_key_jwt`.
    pub fn client_keys(&self, keys: Value) {
        self.shared.state().client_keys = Some(keys);
    }

    /// How often each endpoint was asked so far.
    pub fn calls(&self) -> Calls {
        self.shared.state().calls
    }

    /// The parameters of the last authorization request.
    pub fn last_authorize(&self) -> HashMap<String, String> {
        self.shared.state().last_authorize.clone()
    }

    /// Plays the browser of a person who agrees to everything: from the authorization URL to the callback URL.
    pub fn browse(&self, authorize: &Url) -> Url {
        assert!(
            authorize
                .as_str()
                .starts_with(&format!("{}/authorize?", self.issuer())),
            "{authorize}"
        );
        self.shared
            .authorize(authorize.query_pairs().into_owned().collect())
    }

    /// A logout token for Alex's session as an honest provider sends it, but for what `change` does to its claims.
    pub fn logout_token(&self, change: impl FnOnce(&mut Map<String, Value>)) -> String {
        self.logout_token_as(Signing::Es256, json!({ "typ": "logout+jwt" }), change)
    }

    /// The same, signed in another way or with other members in its header.
    pub fn logout_token_as(
        &self,
        signing: Signing,
        header: Value,
        change: impl FnOnce(&mut Map<String, Value>),
    ) -> String {
        let now = self.shared.clock.now().as_secs();
        let mut state = self.shared.state();
        state.issued += 1;
        let claims = json!({
            "iss": self.issuer(), "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": format!("t-{}", state.issued),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
            "sub": "alex-1", "sid": "session-1",
        });
        let Value::Object(mut claims) = claims else {
            panic!("claims are an object")
        };
        change(&mut claims);
        state.keys.sign_with(signing, &header, &claims, CLIENT_SECRET)
    }

    /// Plays the browser of a person who ends their session here: to where it is sent afterwards.
    pub fn end_session(&self, url: &Url) -> Url {
        assert!(
            url.as_str()
                .starts_with(&format!("{}/end-session?", self.issuer())),
            "{url}"
        );
        self.shared.end_session(&url.query_pairs().into_owned().collect())
    }
}

impl Drop for FakeProvider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn authorize(&self, request: HashMap<String, String>) -> Url {
        let mut state = self.state();
        let mut back = Url::parse(&request["redirect_uri"]).unwrap();
        assert_eq!(request["response_type"], "code");
        assert_eq!(request["client_id"], CLIENT_ID);
        state.issued += 1;
        let code = format!("code-{}", state.issued);
        let error = state.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Error(error) => Some(*error),
            _ => None,
        });
        match error {
            Some(error) => back.query_pairs_mut().append_pair("error", error),
            None => back.query_pairs_mut().append_pair("code", &code),
        };
        back.query_pairs_mut().append_pair("state", &request["state"]);
        let iss = state.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Iss(iss) => Some(*iss),
            _ => None,
        });
        if let Some(iss) = iss.unwrap_or(Some(&self.issuer)) {
            back.query_pairs_mut().append_pair("iss", iss);
        }
        if request.contains_key("code_challenge") {
            assert_eq!(request["code_challenge_method"], "S256");
        }
        let grant = Grant {
            redirect_uri: request["redirect_uri"].clone(),
            nonce: request.get("nonce").cloned(),
            challenge: request.get("code_challenge").cloned(),
            person: state.person.clone(),
        };
        state.grants.insert(code, grant);
        state.last_authorize = request;
        back
    }

    fn end_session(&self, request: &HashMap<String, String>) -> Url {
        let mut back = Url::parse(&request["post_logout_redirect_uri"]).unwrap();
        if let Some(state) = request.get("state") {
            back.query_pairs_mut().append_pair("state", state);
        }
        back
    }
}
