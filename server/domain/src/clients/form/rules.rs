//! The rules between the fields of a client's form.

use super::Faults;
use crate::clients::{GrantType, RedirectUri, ResponseType, Scope, Scopes, Settings};
use crate::providers::ClientAuth;
use crate::values::Fault;

/// What does not go together, each beside the field that mends it.
pub(super) fn broken(client: &Settings) -> Faults {
    let types = &client.response_types;
    let any = |has: fn(ResponseType) -> bool| types.iter().any(|kind| has(*kind));
    let grants = |grant| client.grant_types.contains(&grant);
    let has_code = any(ResponseType::has_code);
    let (codes, refreshes) = (
        grants(GrantType::AuthorizationCode),
        grants(GrantType::RefreshToken),
    );
    let own = grants(GrantType::ClientCredentials);
    let offline = client.scopes.has(Scope::OfflineAccess);
    let public = client.auth_method == ClientAuth::None;
    let rules = [
        // It could do nothing.
        (
            types.is_empty() && client.grant_types.is_empty(),
            "type_code",
            Fault::NoFlow,
        ),
        // A code is of use at the token endpoint only, and the token endpoint needs one (RFC 7591 §2.1).
        (
            has_code && !codes,
            "grant_authorization_code",
            Fault::CodeWithoutGrant,
        ),
        (codes && !has_code, "type_code", Fault::GrantWithoutCode),
        // A client without a secret can't show that a request is its own (RFC 6749 §4.4).
        (
            public && own,
            "grant_client_credentials",
            Fault::NotForPublicClients,
        ),
        // Refresh tokens come with a code, and for the scope that asks for them (OpenID Connect Core 1.0 §11).
        (
            refreshes && !codes,
            "grant_refresh_token",
            Fault::RefreshWithoutCode,
        ),
        (
            refreshes && codes && !offline,
            "scope_offline_access",
            Fault::RefreshWithoutScope,
        ),
        (
            offline && !refreshes,
            "grant_refresh_token",
            Fault::ScopeWithoutRefresh,
        ),
        // Every answer of the authorization endpoint goes to one of them.
        (
            !types.is_empty() && client.redirect_uris.is_empty(),
            "redirect_uris",
            Fault::Required,
        ),
        // An ID token needs the scope that asks for it (OpenID Connect Core 1.0 §3.1.2.1).
        (
            any(ResponseType::has_id_token) && !client.scopes.has(Scope::Openid),
            "scope_openid",
            Fault::IdTokenWithoutScope,
        ),
        // A request without a scope is refused.
        (
            !types.is_empty() && client.scopes == Scopes::NONE,
            "scope_openid",
            Fault::NoScope,
        ),
        // Who answers at a private scheme or on the person's machine may be somebody else (RFC 8252 §8.6).
        (
            client.trusted && public && !client.redirect_uris.iter().all(is_https),
            "trusted",
            Fault::TrustNeedsHttps,
        ),
        // The browser shows the page within ours: it must be the client's own (Front-Channel Logout 1.0 §2).
        (
            strange(client),
            "front_channel_logout_uri",
            Fault::OriginNotRegistered,
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, ..)| *broken);
    broken.map(|(_, field, fault)| (field, fault)).collect()
}

fn is_https(uri: &RedirectUri) -> bool {
    uri.as_str().starts_with("https:")
}

/// Whether the front-channel logout URI has an origin that no redirect URI has.
fn strange(client: &Settings) -> bool {
    let uri = client.front_channel_logout_uri.as_deref();
    // It was read by the same parser.
    let uri = uri.and_then(|uri| RedirectUri::parse(uri).ok());
    let origin = uri.as_ref().and_then(RedirectUri::origin);
    origin.is_some_and(|origin| {
        let mut known = client.redirect_uris.iter().filter_map(RedirectUri::origin);
        !known.any(|known| known == origin)
    })
}
