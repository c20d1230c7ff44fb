//! What every request needs, passed in once at start.

use crate::{
    config::Config,
    crypto::{Entropy, Keyring, PasswordHasher},
    http::assets::Site,
    kept::Kept,
    mail::{Outbox, Renderer},
    passwords::Refused,
    providers::client::OpenIdClient,
    signing::Keys,
};
use domain::time::{Clock, Timestamp};
use std::{
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};
use storage::{Database, offers::Offer};
use tokio::sync::Notify;

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
    /// The passwords that nobody may choose.
    pub refused: Refused,
    /// Keys for secrets at rest.
    pub keyring: Keyring,
    /// Mails on their way.
    pub outbox: Outbox,
    /// What mails say.
    pub renderer: Arc<Renderer>,
    /// Talks to foreign OpenID providers.
    pub openid: Arc<OpenIdClient>,
    /// Files that pages load.
    pub site: Arc<Site>,
    /// The offers as they were read last.
    pub catalogue: Catalogue,
    /// The keys that sign what clients get, as they were read last.
    pub keys: Keys,
    /// What this provider can do, as JSON.
    pub discovery: Kept<String>,
    /// Rung when clients are to be told of a logout, so that the receipt need not wait for the next look.
    pub logouts: Notify,
    /// Sample data and the built-in mailbox.
    pub demo: bool,
}

/// The offers in memory, with the version that they had when they were read. Every page reads the version anew, so a
/// change is seen by the next request, whichever replica made it.
#[derive(Default)]
pub struct Catalogue(Mutex<Option<(i64, Arc<Vec<Offer>>)>>);

impl Catalogue {
    /// The offers, if they were read at this version.
    pub fn at(&self, version: i64) -> Option<Arc<Vec<Offer>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|(read_at, _)| *read_at == version)
            .map(|(_, offers)| Arc::clone(offers))
    }

    /// Keeps what was read after the version was.
    pub fn keep(&self, version: i64, offers: &Arc<Vec<Offer>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((version, Arc::clone(offers)));
    }
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
