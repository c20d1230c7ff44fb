//! A clock turned by hand, entropy that counts, databases and folders of a test's own.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::time::{Clock, Span, Timestamp};
use server::config::{Config, from_sources};
use server::crypto::{Entropy, Keyring, LinkTokens};
use server::mail::{Memory, Outbox, Renderer, Worker};
use storage::{Database, Options};

/// 2026-11-21T09:00:00Z.
pub const START: Timestamp = Timestamp::from_secs(1_795_251_600);

pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn turn(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Bytes that differ from call to call and are the same in every run.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_add(1)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&next.to_be_bytes()[..chunk.len()]);
        }
    }
}

/// A new folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("foundation")
        .join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A new SQLite database with the whole schema.
pub async fn database(name: &str) -> Database {
    let url = format!("sqlite://{}", folder(name).join("portico.db").display());
    let database = Database::connect(&url, &Options::default()).await.unwrap();
    database.migrate().await.unwrap();
    database
}

/// The defaults.
pub fn config() -> Config {
    from_sources(None, &BTreeMap::new()).unwrap()
}

pub fn tokens() -> LinkTokens {
    Keyring::generate(&Counting::default()).links()
}

/// A program's mail part, with a mailbox in memory.
pub struct Post {
    pub database: Database,
    pub clock: Arc<HandClock>,
    pub tokens: LinkTokens,
    pub mailbox: Arc<Memory>,
    pub outbox: Outbox,
    pub worker: Worker,
}

pub async fn post(name: &str) -> Post {
    let database = database(name).await;
    let clock = Arc::new(HandClock(AtomicI64::new(START.as_millis())));
    let entropy: Arc<dyn Entropy> = Arc::new(Counting::default());
    let mailbox = Arc::new(Memory::default());
    let config = config();
    let outbox = Outbox::new(config.server.public_url.host(), Arc::clone(&entropy));
    let worker = Worker {
        database: database.clone(),
        clock: clock.clone(),
        entropy,
        renderer: Arc::new(Renderer::new(&config.shop, &config.server.public_url).unwrap()),
        tokens: tokens(),
        transport: mailbox.clone(),
        outbox: outbox.clone(),
    };
    Post {
        database,
        clock,
        tokens: tokens(),
        mailbox,
        outbox,
        worker,
    }
}
