//! Portico as an OpenID client, against a provider that misbehaves on demand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/fake_provider.rs"]
mod fake_provider;

mod providers {
    mod address;
    mod callback_query;
    mod client_key;
    mod discovery;
    mod end_session;
    mod id_token;
    mod key_rotation;
    mod setup;
    mod start;
    mod transport;
    mod userinfo;
}
