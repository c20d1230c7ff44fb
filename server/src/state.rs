//! What every request needs, passed in once at start.

use crate::{
    config::Config,
    crypto::{Entropy, Keyring, PasswordHasher},
    http::assets::Site,
    mail::Outbox,
    providers::client::OpenIdClient,
};
use domain::time::{Clock, Timestamp};
use std::{ops::Deref, sync::Arc};
use storage::Database;

/// The running shop. Cheap to clone.
#[derive(Clone)]
pub struct Portico(Arc<Parts>);

/// The parts of the running shop.
pub struct Parts {
    /// Validated configuration.
    pub config: Config,
    /// The database.
    pub database: Database,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The bounded pool that hashes passwords.
    pub passwords: PasswordHasher,
    /// Keys for secrets at rest.
    pub keyring: Keyring,
    /// Mails on their way.
    pub outbox: Outbox,
    /// Talks to foreign OpenID providers.
    pub openid: Arc<OpenIdClient>,
    /// Files that pages load.
    pub site: Arc<Site>,
    /// Sample data and the built-in mailbox.
    pub demo: bool,
}

impl Portico {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Octets for a new id.
    pub fn random(&self) -> [u8; 10] {
        self.entropy.random10()
    }
}

impl Deref for Portico {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
