//! What an administrator should know about a provider before its customers do (spec 02).

use crate::time::{Span, Timestamp};

/// How long before its day a secret is said to expire.
const SECRET_NOTICE: Span = Span::days(30);
/// How long something has to fail before operations get a mail: a restart of the provider is no news.
const LASTING: Span = Span::hours(1);

/// What is known of a provider.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Health {
    /// The beginning of the day on which our secret expires.
    pub secret_expires_at: Option<Timestamp>,
    /// Since when its discovery document can't be fetched or is wrong.
    pub discovery_failing_since: Option<Timestamp>,
    /// Since when its keys can't be fetched or used.
    pub keys_failing_since: Option<Timestamp>,
    /// Since when its keys don't verify its ID tokens.
    pub signatures_failing_since: Option<Timestamp>,
}

/// One thing that is wrong, or soon will be, with its day or its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Warning {
    /// The secret expires on that day, within 30 days.
    SecretExpires(Timestamp),
    /// The secret expired on that day.
    SecretExpired(Timestamp),
    /// Discovery has failed since then.
    DiscoveryFails(Timestamp),
    /// The keys can't be fetched or used since then.
    KeysFail(Timestamp),
    /// The keys have not verified an ID token since then.
    SignaturesFail(Timestamp),
}

impl Warning {
    /// Its name in mails and on pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecretExpires(_) => "secret_expires",
            Self::SecretExpired(_) => "secret_expired",
            Self::DiscoveryFails(_) => "discovery_fails",
            Self::KeysFail(_) => "keys_fail",
            Self::SignaturesFail(_) => "signatures_fail",
        }
    }

    /// Its day, or since when it is so.
    pub const fn at(self) -> Timestamp {
        match self {
            Self::SecretExpires(at)
            | Self::SecretExpired(at)
            | Self::DiscoveryFails(at)
            | Self::KeysFail(at)
            | Self::SignaturesFail(at) => at,
        }
    }

    /// What tells it from every other warning about the same provider, so that each is told once: another day of the
    /// secret, or a failure that began anew, is another one.
    pub fn key(self) -> String {
        format!("{}:{}", self.name(), self.at().as_millis())
    }

    /// Whether operations get a mail about it by now.
    pub fn is_news(self, now: Timestamp) -> bool {
        match self {
            Self::SecretExpires(_) | Self::SecretExpired(_) => true,
            Self::DiscoveryFails(since) | Self::KeysFail(since) | Self::SignaturesFail(since) => {
                now.since(since) >= LASTING
            }
        }
    }
}

/// All warnings about a provider, the gravest first.
pub fn warnings(health: Health, now: Timestamp) -> Vec<Warning> {
    let secret = health.secret_expires_at.and_then(|at| {
        if now >= at {
            Some(Warning::SecretExpired(at))
        } else if at.since(now) <= SECRET_NOTICE {
            Some(Warning::SecretExpires(at))
        } else {
            None
        }
    });
    [
        health.signatures_failing_since.map(Warning::SignaturesFail),
        health.keys_failing_since.map(Warning::KeysFail),
        health.discovery_failing_since.map(Warning::DiscoveryFails),
        secret,
    ]
    .into_iter()
    .flatten()
    .collect()
}
