//! Portico as an OpenID client: everything that talks to foreign providers.
//!
//! No database here. A service turns its rows into a [`config::ProviderConfig`], keeps the secrets of an attempt
//! ([`start::AttemptSecrets`]) until the browser returns, and gets back either a person whom the provider vouches
//! for ([`callback::SignedIn`]) or one closed error ([`callback::CallbackFault`]).
//!
//! Standards: OpenID Connect Core 1.0 (code flow, section 3.1), Discovery 1.0, RP-Initiated Logout 1.0, Back-Channel
//! Logout 1.0, RFC 7636 (PKCE), RFC 9207 (`iss` response parameter), RFC 9700 (security best current practice).

pub mod address;
pub mod assertion;
pub mod callback;
pub mod client;
pub mod config;
pub mod discovery;
mod exchange;
pub mod http;
pub(crate) mod id_token;
mod jwks;
pub(crate) mod jws;
pub mod logout;
pub(crate) mod logout_token;
pub mod registry;
pub mod start;
mod userinfo;

pub use self::http::HttpClient;
pub use address::AddressPolicy;
pub use callback::{Answer, BadAnswer, CallbackFault, CallbackQuery, ErrorCode, Expected, SignedIn, Silent};
pub use client::OpenIdClient;
pub use config::ProviderConfig;
pub use discovery::{DiscoveryFault, Metadata};
pub use jws::LEEWAY;
pub use logout_token::{LogoutToken, LogoutTokenFault};
pub use start::{AttemptSecrets, AuthorizeOptions, Prompt, authorize_url};
