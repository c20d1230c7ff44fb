//! The words for what a client can be.

use crate::tr;
use domain::{
    clients::{GrantType, Overlap, Scope},
    providers::ClientAuth,
};

/// What kind of application shows who it is so.
pub fn kind_words(auth: ClientAuth) -> &'static str {
    match auth {
        ClientAuth::ClientSecretBasic | ClientAuth::ClientSecretPost => tr!(clients.kind_secret),
        ClientAuth::PrivateKeyJwt => tr!(clients.kind_key),
        ClientAuth::None => tr!(clients.kind_public),
    }
}

/// How an application shows who it is.
pub fn auth_method_words(auth: ClientAuth) -> &'static str {
    match auth {
        ClientAuth::ClientSecretBasic => tr!(office.client_auth_basic),
        ClientAuth::ClientSecretPost => tr!(office.client_auth_post),
        ClientAuth::PrivateKeyJwt => tr!(clients.auth_key),
        ClientAuth::None => tr!(office.client_auth_none),
    }
}

/// What a grant type is good for.
pub fn grant_words(grant: GrantType) -> &'static str {
    match grant {
        GrantType::AuthorizationCode => tr!(clients.grant_code),
        GrantType::RefreshToken => tr!(clients.grant_refresh),
        GrantType::ClientCredentials => tr!(clients.grant_own),
    }
}

/// What a scope lets an application know or do.
pub fn scope_words(scope: Scope) -> &'static str {
    match scope {
        Scope::Openid => tr!(clients.scope_openid),
        Scope::Profile => tr!(clients.scope_profile),
        Scope::Email => tr!(clients.scope_email),
        Scope::Phone => tr!(clients.scope_phone),
        Scope::OfflineAccess => tr!(clients.scope_offline),
    }
}

/// What becomes of the secrets before a new one.
pub fn overlap_words(overlap: Overlap) -> &'static str {
    match overlap {
        Overlap::None => tr!(clients.overlap_none),
        Overlap::Hour => tr!(clients.overlap_hour),
        Overlap::Day => tr!(clients.overlap_day),
        Overlap::Week => tr!(clients.overlap_week),
        Overlap::Month => tr!(clients.overlap_month),
    }
}
