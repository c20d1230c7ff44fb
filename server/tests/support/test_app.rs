//! The shop itself.

use super::{
    away::Line,
    database::{Backend, TestDatabase},
    mailbox::{Letter, Post},
};
use axum::Router;
use domain::{
    settings::{SecondFactorPolicy, ShopSettings},
    staff::Roles,
    time::{Clock, Span, Timestamp},
    values::Language,
};
use server::{
    boot,
    config::{Config, from_sources},
    crypto::{Entropy, Keyring, PasswordHasher, SystemEntropy},
    http::{self, assets::Site},
    jobs::{Job, Runner},
    mail::{Memory, Outbox, Renderer},
    providers::{AddressPolicy, HttpClient, OpenIdClient, http::Limits},
    state::{Parts, Portico},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use storage::{ByLanguage, Database, Options, legal_texts, offers};

/// 2026-11-21T09:00:00Z.
const START: Timestamp = Timestamp::from_secs(1_795_251_600);

/// A clock that stands still until it is turned.
pub struct Time(AtomicI64);

impl Time {
    pub fn turn(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for Time {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A shop of its own for one test. When it is dropped, the test fails if mails are left that it never looked at.
pub struct TestApp {
    pub time: Arc<Time>,
    pub portico: Portico,
    pub database: TestDatabase,
    pub post: Post,
    pub router: Router,
}

/// What is different from the usual shop.
pub struct Builder {
    backend: Backend,
    variables: BTreeMap<String, String>,
    options: Options,
    demo: bool,
}

impl Builder {
    /// Which database.
    pub fn on(mut self, backend: Backend) -> Self {
        self.backend = backend;
        self
    }

    /// One variable of the configuration.
    pub fn set(mut self, variable: &str, value: &str) -> Self {
        self.variables.insert(variable.to_owned(), value.to_owned());
        self
    }

    /// With the sample mailbox.
    pub fn demo(mut self) -> Self {
        self.demo = true;
        self
    }

    /// A pool that gives up sooner.
    pub fn impatient(mut self) -> Self {
        self.options.acquire_timeout = Duration::from_millis(300);
        self
    }

    pub async fn start(self) -> TestApp {
        let database = TestDatabase::create(self.backend).await;
        let url = database.url.clone();
        self.start_on(database, &url).await
    }

    /// A shop on PostgreSQL whose line to it can be cut.
    pub async fn start_behind_a_line(self) -> (TestApp, Line) {
        let database = TestDatabase::create(Backend::Postgres).await;
        let (line, url) = Line::to(&database.url).await;
        (self.start_on(database, &url).await, line)
    }

    async fn start_on(self, database: TestDatabase, url: &str) -> TestApp {
        let config = from_sources(None, &self.variables).unwrap();
        let time = Arc::new(Time(AtomicI64::new(START.as_millis())));
        let storage = Database::connect(url, &self.options).await.unwrap();
        let portico = Portico::new(parts(config, storage, time.clone(), self.demo));
        let mailbox = Arc::new(Memory::default());
        let worker = boot::mail_worker(&portico, mailbox.clone());
        let router = http::router(portico.clone());
        let app = TestApp {
            time,
            portico,
            database,
            post: Post::new(worker, mailbox),
            router,
        };
        app.stock().await;
        // What a test does not ask about does not stand in its way.
        app.factor_policy(|policy| policy.factor_roles = Roles::default())
            .await;
        app
    }
}

fn parts(config: Config, database: Database, clock: Arc<Time>, demo: bool) -> Parts {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy::default());
    let policy = AddressPolicy::new(&[], config.development()).unwrap();
    let limits = Limits {
        total: Duration::from_secs(2),
        ..Limits::default()
    };
    let client = HttpClient::with_limits(policy, limits).unwrap();
    let site = Site::load(&config.shop).unwrap_or_else(|fault| {
        panic!("{fault}. Run `cargo xtask test server`, which builds the site first.")
    });
    Parts {
        outbox: Outbox::new(config.server.public_url.host(), entropy.clone()),
        renderer: Arc::new(Renderer::new(&config.shop, &config.server.public_url).unwrap()),
        openid: Arc::new(OpenIdClient::new(client, clock.clone(), entropy.clone())),
        site: Arc::new(site),
        passwords: PasswordHasher::new(&config.passwords, 2, entropy.clone()).unwrap(),
        refused: config.passwords.refused().unwrap(),
        keyring: match &config.secrets.keys {
            Some(_) => Keyring::load(&config.secrets, &*entropy).unwrap(),
            None => Keyring::generate(&*entropy),
        },
        config,
        database,
        clock,
        entropy,
        catalogue: server::state::Catalogue::default(),
        keys: server::signing::Keys::default(),
        discovery: server::kept::Kept::default(),
        logouts: tokio::sync::Notify::new(),
        demo,
    }
}

impl TestApp {
    /// Cheap password hashes, an address for operations; else the defaults.
    pub fn builder() -> Builder {
        let variables = [
            ("PORTICO_PASSWORDS__MEMORY_KIB", "64"),
            ("PORTICO_PASSWORDS__ITERATIONS", "1"),
            ("PORTICO_MAIL__OPERATIONS", "operations@tidewater.example"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Builder {
            backend: Backend::Sqlite,
            variables: variables.into(),
            options: Options {
                max_connections: 8,
                acquire_timeout: Duration::from_secs(10),
            },
            demo: false,
        }
    }

    /// The usual shop on SQLite.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// The usual shop on this database.
    pub async fn on(backend: Backend) -> Self {
        Self::builder().on(backend).start().await
    }

    /// A second process on the same database, which remembers nothing.
    pub fn replica(&self) -> Router {
        let portico = &self.portico;
        let (config, database) = (portico.config.clone(), portico.database.clone());
        let mut parts = parts(config, database, self.time.clone(), portico.demo);
        parts.keyring = portico.keyring.clone();
        http::router(Portico::new(parts))
    }

    /// Two offers, and the shop's own texts in their first version.
    async fn stock(&self) {
        let mut tx = self.portico.database.begin().await.unwrap();
        for (position, slug) in ["yoga-course", "bicycle-service"].into_iter().enumerate() {
            let text = |language: &str| offers::OfferText {
                name: format!("{slug} ({language})"),
                summary: "One sentence.".to_owned(),
                text: "A paragraph.".to_owned(),
            };
            let offer = offers::Offer {
                id: domain::ids::OfferId::new(self.time.now(), self.portico.random()),
                slug: slug.to_owned(),
                position: i64::try_from(position).unwrap(),
                kind: "course".to_owned(),
                picture: "yoga-course.svg".to_owned(),
                price_minor: 1800,
                member_price_minor: Some(1200),
                currency: "EUR".to_owned(),
                texts: ByLanguage {
                    en: text("en"),
                    de: text("de"),
                    el: text("el"),
                },
            };
            offers::upsert(&mut tx, &offer).await.unwrap();
        }
        tx.commit().await.unwrap();
        self.publish_texts(1).await;
    }

    /// Publishes a version of terms, privacy notice and imprint.
    pub async fn publish_texts(&self, version: i64) {
        let mut tx = self.portico.database.begin().await.unwrap();
        for kind in [
            legal_texts::Kind::Terms,
            legal_texts::Kind::Privacy,
            legal_texts::Kind::Imprint,
        ] {
            for language in Language::ALL {
                let text = legal_texts::LegalText {
                    kind,
                    version,
                    language: *language,
                    title: format!("{kind} {version} ({language})"),
                    body: "## First\n\nA paragraph.\n\n- one\n- two".to_owned(),
                    published_at: self.time.now(),
                };
                legal_texts::insert_if_absent(&mut tx, &text).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
    }

    /// Changes the settings, as an administrator of another replica does.
    pub async fn settings(&self, change: impl FnOnce(&mut ShopSettings)) {
        let mut tx = self.portico.database.begin().await.unwrap();
        let row = storage::settings::load(&mut tx).await.unwrap();
        let mut settings = row.shop;
        change(&mut settings);
        assert!(
            storage::settings::save(&mut tx, &settings, row.version)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
    }

    /// Changes who must have a second factor, as an administrator of another replica does.
    pub async fn factor_policy(&self, change: impl FnOnce(&mut SecondFactorPolicy)) {
        let mut tx = self.portico.database.begin().await.unwrap();
        let mut kept = storage::policies::load::<SecondFactorPolicy>(&mut tx)
            .await
            .unwrap();
        change(&mut kept.policy);
        let saved = storage::policies::save(&mut tx, &kept.policy, kept.version).await;
        assert!(saved.unwrap());
        tx.commit().await.unwrap();
    }

    /// Sends the mails that are due, and gives those that the test has not seen yet; those about a new browser are left
    /// out, since a sign-in with a second one brings them whatever the test is about.
    pub async fn mails(&self) -> Vec<Letter> {
        let mut letters = self.post.collect().await;
        letters.retain(|letter| !is_about_a_browser(letter));
        letters
    }

    /// The same, and only those about a new browser.
    pub async fn mails_about_browsers(&self) -> Vec<Letter> {
        let mut letters = self.post.collect().await;
        letters.retain(is_about_a_browser);
        letters
    }

    /// The same, when one mail to this address is all that there is.
    pub async fn only_mail(&self, to: &str) -> Letter {
        let mut letters = self.mails().await;
        assert_eq!(letters.len(), 1, "{letters:#?}");
        let letter = letters.remove(0);
        assert_eq!(letter.to, to);
        letter
    }

    /// The same, when one of the mails goes to this address.
    pub async fn mail_to(&self, to: &str) -> Letter {
        let letters = self.mails().await;
        let mut own = letters.iter().filter(|letter| letter.to == to);
        match (own.next(), own.next()) {
            (Some(letter), None) => letter.clone(),
            _ => panic!("not one mail to {to}: {letters:#?}"),
        }
    }

    /// Runs the periodic jobs that are due.
    pub async fn jobs(&self) -> Vec<Job> {
        let portico = &self.portico;
        let runner = Runner::new(
            portico.database.clone(),
            portico.clock.clone(),
            portico.entropy.clone(),
            portico.outbox.clone(),
        )
        .with_shop(portico.clone());
        let ran = runner.run_due().await;
        runner.refresh_providers().await;
        runner.rotate_keys().await;
        ran
    }
}

fn is_about_a_browser(letter: &Letter) -> bool {
    letter.text.contains("/account/sessions")
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let database = &self.database;
        let left = || async {
            let waiting = "SELECT template || ' to ' || recipient FROM mails
                           WHERE status = 'queued' AND template <> 'new_device'";
            let left = if std::thread::panicking() {
                Vec::new()
            } else {
                database.texts(waiting).await
            };
            database.remove().await;
            left
        };
        // A runtime can't be blocked from within itself.
        let left = std::thread::scope(|scope| {
            let runtime = || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
            };
            scope.spawn(move || runtime().block_on(left())).join()
        });
        if !std::thread::panicking() {
            let left = left.unwrap();
            assert!(left.is_empty(), "the test never looked at these mails: {left:#?}");
        }
    }
}
