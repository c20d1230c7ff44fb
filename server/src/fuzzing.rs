//! Each parser of what strangers send, with what stands around it held fixed: what the fuzz targets call (`fuzz/`), and
//! the tests with each file of the corpus. A function panics where its parser breaks a promise.

use crate::{
    http::oidc::{
        credentials,
        form::{decoded, pairs},
    },
    providers::{
        AddressPolicy, Expected, Metadata, ProviderConfig, discovery,
        id_token::Check,
        jws::{Jws, is_plain},
        logout_token::Unchecked,
    },
    services::oidc::authenticate::{Shown, vouches},
};
use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clients::{
        ClientFacts, GrantType, Parameters, RedirectUri, ResponseMode, ResponseType, Scope, Scopes,
        TokenRequest, client_id, read, token_request,
    },
    providers::{AuthorizeParameters, ClientAuth},
    time::Timestamp,
};
use openidconnect::{AccessToken, core::CoreJsonWebKeySet};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

/// What takes the octets of a stranger.
pub type Target = fn(&[u8]);

/// Every target by its name in `fuzz/fuzz_targets` and `fuzz/corpus`.
pub const TARGETS: [(&str, Target); 7] = [
    ("authorize_query", authorize_query),
    ("basic_header", basic_header),
    ("discovery", discovery),
    ("key_set", key_set),
    ("token", token),
    ("token_body", token_body),
    ("token_claims", token_claims),
];

const ISSUER: &str = "https://id.example";
const CLIENT: &str = "portico";
/// 2026-03-01T09:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_772_355_600_000);

/// Names and values, which read the same when they are written anew.
fn form(data: &[u8]) -> Option<Vec<(String, String)>> {
    let read = pairs(data)?;
    let mut written = form_urlencoded::Serializer::new(String::new());
    let written = written.extend_pairs(&read).finish();
    assert_eq!(pairs(written.as_bytes()).as_ref(), Some(&read));
    Some(read)
}

/// A query of `/oauth2/v1/authorize`, from a client that may do everything.
pub fn authorize_query(data: &[u8]) {
    let Some(pairs) = form(data) else { return };
    let parameters = Parameters(&pairs);
    let Ok(_) = client_id(parameters) else { return };
    let uris = [
        "https://app.example/callback",
        "http://127.0.0.1/callback",
        "com.example.app:/callback",
    ];
    let redirect_uris: Vec<RedirectUri> = uris
        .into_iter()
        .filter_map(|uri| RedirectUri::parse(uri).ok())
        .collect();
    assert_eq!(redirect_uris.len(), uris.len());
    for pkce in [true, false] {
        let client = ClientFacts {
            redirect_uris: &redirect_uris,
            response_types: ResponseType::ALL,
            scopes: &Scopes::new(Scope::ALL.iter().copied()),
            pkce,
        };
        let (place, demand) = match read(parameters, client) {
            Ok(demand) => (Some(demand.place.clone()), Some(demand)),
            Err(refused) => (refused.place, None),
        };
        if let Some(place) = place {
            // Whatever is told, it goes where the client registered, and fits into a header.
            assert!(redirect_uris.iter().any(|uri| uri.accepts(&place.redirect_uri)));
            assert!(HeaderValue::from_str(&place.redirect_uri).is_ok());
        }
        if let Some(demand) = demand {
            let kind = demand.response_type;
            assert!(!pkce || !kind.has_code() || demand.challenge.is_some());
            assert!(demand.place.mode != ResponseMode::Query || kind == ResponseType::Code);
            assert!(!kind.has_id_token() || (demand.nonce.is_some() && demand.scopes.has(Scope::Openid)));
        }
    }
}

/// A body of `/oauth2/v1/token`: who sends it, and what it asks for.
pub fn token_body(data: &[u8]) {
    let Some(pairs) = form(data) else { return };
    let body = Parameters(&pairs);
    if let Ok(shown) = credentials::read(&HeaderMap::new(), body) {
        assert!(!matches!(shown, Shown::Basic(..)), "there is no header");
    }
    if let Ok(TokenRequest::Code {
        code, redirect_uri, ..
    }) = token_request(body, GrantType::ALL)
    {
        assert!(!code.is_empty() && !redirect_uri.is_empty());
    }
    assert!(token_request(body, &[]).is_err());
}

/// An `Authorization` header of a client.
pub fn basic_header(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else {
        return;
    };
    let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
    if let Ok(shown) = credentials::read(&headers, Parameters(&[])) {
        assert!(matches!(shown, Shown::Basic(id, _) if !id.is_empty()));
    }
    if let Some(text) = std::str::from_utf8(data).ok().and_then(decoded) {
        let written: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        assert_eq!(decoded(&written), Some(text));
    }
}

/// The discovery document of a provider.
pub fn discovery(data: &[u8]) {
    let Ok(metadata) = document(data) else { return };
    assert_eq!(metadata.issuer, ISSUER);
    let mut called = vec![&metadata.token_endpoint, &metadata.jwks_uri];
    called.extend(&metadata.userinfo_endpoint);
    assert!(called.iter().all(|url| url.scheme() == "https"));
    assert!(
        !metadata
            .algorithms
            .iter()
            .any(|name| name == "none" || name.starts_with("HS"))
    );
    // It is kept as JSON.
    let kept = serde_json::to_value(&metadata).and_then(serde_json::from_value::<Metadata>);
    assert_eq!(kept.ok().as_ref(), Some(&metadata));
}

fn document(data: &[u8]) -> Result<Metadata, discovery::DiscoveryFault> {
    let policy = AddressPolicy::new(&[], false).unwrap_or_else(|error| panic!("{error}"));
    discovery::read(data, ISSUER, &policy, NOW, &HeaderMap::new())
}

/// A key set of a provider or a client, and what its keys make of a signature.
pub fn key_set(data: &[u8]) {
    let Ok(keys) = serde_json::from_slice::<CoreJsonWebKeySet>(data) else {
        return;
    };
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        let token = written(&json!({ "alg": algorithm }), b"{}", &[7; 64]);
        let signed = Jws::parse(&token).map(|token| token.signed(&[algorithm.to_owned()], &keys).is_ok());
        assert_eq!(signed, Ok(false), "nobody made this signature");
    }
}

/// A token as it comes: an ID token or a logout token of a provider, an assertion of a client, a hint.
pub fn token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    checked(text);
}

/// Claims that their maker signed: what a provider or a client may say of itself.
pub fn token_claims(data: &[u8]) {
    let head = json!({ "alg": "EdDSA", "typ": "JWT" });
    let unsigned = written(&head, data, &[]);
    let message = unsigned.trim_end_matches('.');
    let signature = key().sign(message.as_bytes());
    checked(&written(&head, data, signature.as_ref()));
}

fn written(head: &Value, claims: &[u8], signature: &[u8]) -> String {
    let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    let head = encode(head.to_string().as_bytes());
    format!("{head}.{}.{}", encode(claims), encode(signature))
}

/// The key of the provider and of the client.
fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap_or_else(|error| panic!("{error}"))
}

fn keys() -> CoreJsonWebKeySet {
    let x = URL_SAFE_NO_PAD.encode(key().public_key().as_ref());
    let keys = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x }] });
    serde_json::from_value(keys).unwrap_or_else(|error| panic!("{error}"))
}

/// Has every reader of tokens look at this one.
fn checked(text: &str) {
    let Ok(token) = Jws::parse(text) else {
        assert!(Unchecked::parse(text).is_err());
        return;
    };
    let (config, metadata, expected, access_token, keys) =
        (config(), metadata(), expected(), access_token(), keys());
    let check = Check {
        config: &config,
        metadata: &metadata,
        expected: &expected,
        access_token: &access_token,
        now: NOW,
    };
    let is_us = |audience: &Value| audience.as_str() == Some(CLIENT);
    if let Ok(checked) = check.run(&token, &keys) {
        assert!(is_plain(&checked.subject) && token.audiences().iter().any(is_us));
        assert_eq!(token.text("iss"), Some(ISSUER));
        assert_eq!(token.text("nonce"), Some("n"));
    }
    let logout = Unchecked::parse(text).and_then(|token| token.check(&config, &metadata, &keys, NOW));
    if let Ok(logout) = logout {
        assert!(logout.subject.is_some() || logout.sid.is_some());
        assert!(!token.claims.contains_key("nonce"));
    }
    if let Some(jti) = vouches(&token, CLIENT, &[ISSUER.to_owned()], &keys, NOW) {
        assert!(!jti.is_empty() && token.is_unexpired(NOW));
    }
}

fn metadata() -> Metadata {
    let document_of_ours = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token",
        "jwks_uri": "https://id.example/keys",
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA"],
    });
    document(document_of_ours.to_string().as_bytes()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn config() -> ProviderConfig {
    ProviderConfig {
        slug: "id".to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: CLIENT.to_owned(),
        client_auth: ClientAuth::None,
        client_secret: None,
        client_key: None,
        scopes: Vec::new(),
        pkce: true,
        redirect_uri: Url::parse("https://shop.example/providers/id/callback")
            .unwrap_or_else(|error| panic!("{error}")),
        extra: AuthorizeParameters::default(),
        wanted_claims: Vec::new(),
    }
}

fn expected() -> Expected {
    Expected {
        nonce: "n".to_owned(),
        verifier: None,
        max_age: None,
        untold: false,
    }
}

fn access_token() -> AccessToken {
    AccessToken::new("access".to_owned())
}
