//! A database for each test, and people and things to put into it.

use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::approvals::Status;
use domain::customers::CustomerStatus;
use domain::ids::{CustomerId, IdentityId, ProviderId, RequestId, SessionId, StaffId};
use domain::providers::{AuthorizeParameters, ClaimMapping, ClientAuth};
use domain::registration::Entry;
use domain::sessions::Began;
use domain::time::{Span, Timestamp};
use domain::values::{Email, Language};
use serde_json::json;
use sqlx::{Connection, Executor};
use storage::customers::NewCustomer;
use storage::providers::ProviderSettings;
use storage::registration_requests::NewRequest;
use storage::sessions::NewSession;
use storage::{ByLanguage, Database, Options, Tx};
use tokio::runtime::Handle;

/// The moment at which every test begins.
pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// The moment that lies so many seconds after the beginning.
pub const fn at(seconds: i64) -> Timestamp {
    NOW.plus(Span::seconds(seconds))
}

/// Runs each body on both databases.
macro_rules! on_both {
    ($($body:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $body() {
                    crate::contract::support::on_sqlite(super::$body).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $body() {
                    crate::contract::support::on_postgres(super::$body).await;
                }
            )+
        }
    };
}

/// A migrated database and its address.
#[derive(Clone)]
pub struct Store {
    pub db: Database,
    pub url: String,
}

/// Few connections, since many tests run at once.
pub const OPTIONS: Options = Options {
    max_connections: 4,
    acquire_timeout: Duration::from_secs(10),
};

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Ten octets that no other call gets, in growing order.
pub fn unique() -> [u8; 10] {
    let mut octets = [0; 10];
    octets[2..].copy_from_slice(&COUNTER.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    octets
}

/// Runs a body on a file of its own. What a failed test leaves can be looked at.
pub async fn on_sqlite(body: impl AsyncFnOnce(Store)) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name());
    let url = format!("sqlite://{}", folder.join("portico.db").display());
    body(Store {
        db: open(&url).await,
        url,
    })
    .await;
    std::fs::remove_dir_all(folder).unwrap();
}

/// Runs a body on a database of its own. What a failed test leaves can be looked at.
pub async fn on_postgres(body: impl AsyncFnOnce(Store)) {
    let (server, name) = (postgres_url(), name());
    execute(&server, &format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let url = sibling(&server, &name);
    body(Store {
        db: open(&url).await,
        url,
    })
    .await;
    execute(&server, &format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .unwrap();
}

fn name() -> String {
    format!(
        "contract_{}_{}",
        std::process::id(),
        COUNTER.fetch_add(1, Ordering::Relaxed)
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test server is named by the environment, not the program's"
)]
fn postgres_url() -> String {
    std::env::var("PORTICO_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "PORTICO_TEST_POSTGRES is not set: `cargo xtask test storage` starts a PostgreSQL and sets it, \
             or set it to the URL of a role that may create databases"
        )
    })
}

/// The URL of another database on the same server.
fn sibling(server: &str, name: &str) -> String {
    let (address, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(a, q)| (a, format!("?{q}")));
    let authority = address.find("://").map_or(0, |at| at + 3);
    let end = address[authority..]
        .find('/')
        .map_or(address.len(), |at| authority + at);
    format!("{}/{name}{query}", &address[..end])
}

/// The address of an empty schema, which goes away together with the store.
pub async fn another_schema(store: &Store) -> String {
    if store.url.starts_with("sqlite://") {
        return format!("{}.empty", store.url);
    }
    execute(&store.url, "CREATE SCHEMA another").await.unwrap();
    let separator = if store.url.contains('?') { '&' } else { '?' };
    format!("{}{separator}options[search_path]=another", store.url)
}

async fn open(url: &str) -> Database {
    let db = Database::connect(url, &OPTIONS).await.unwrap();
    db.migrate().await.unwrap();
    db
}

/// Sends a statement past the crate, as a person at the console would.
pub async fn execute(url: &str, sql: &str) -> sqlx::Result<u64> {
    let sql = sqlx::AssertSqlSafe(sql);
    if let Some(path) = url.strip_prefix("sqlite://") {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(Duration::from_secs(5));
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
        let written = connection.execute(sql).await?.rows_affected();
        connection.close().await?;
        Ok(written)
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await?;
        let written = connection.execute(sql).await?.rows_affected();
        connection.close().await?;
        Ok(written)
    }
}

/// Does the same thing on so many threads that begin together, and answers how many said yes.
pub async fn winners(
    db: &Database,
    threads: usize,
    act: impl AsyncFn(Database, usize) -> bool + Sync,
) -> usize {
    let (runtime, start) = (Handle::current(), Barrier::new(threads));
    let one = &|number| {
        start.wait();
        runtime.block_on(act(db.clone(), number))
    };
    tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads)
                .map(|number| scope.spawn(move || one(number)))
                .collect();
            running
                .into_iter()
                .map(|thread| usize::from(thread.join().unwrap()))
                .sum()
        })
    })
}

/// Does one thing in a transaction of its own.
pub async fn commit<T>(db: &Database, act: impl AsyncFnOnce(&mut Tx) -> storage::Result<T>) -> T {
    let mut tx = db.begin().await.unwrap();
    let done = act(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    done
}

pub fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// An active customer to change for the test.
pub fn new_customer(email: Option<&Email>) -> NewCustomer<'_> {
    NewCustomer {
        id: CustomerId::new(NOW, unique()),
        account_id: None,
        status: CustomerStatus::Active,
        email,
        address_proven_at: None,
        given_name: "Ada",
        family_name: "Lovelace",
        phone: None,
        language: Language::En,
        password_hash: Some("$argon2id$old"),
        terms_version: None,
        now: NOW,
    }
}

/// An active customer with a password.
pub async fn customer(db: &Database, address: &str) -> CustomerId {
    let address = email(address);
    let new = new_customer(Some(&address));
    commit(db, async |tx| storage::customers::insert(tx, &new).await).await;
    new.id
}

pub fn labels() -> ByLanguage<String> {
    ByLanguage {
        en: "Sign in".into(),
        de: "Anmelden".into(),
        el: "Σύνδεση".into(),
    }
}

/// Settings to change for the test.
pub fn provider_settings<'a>(
    slug: &'a str,
    labels: &'a ByLanguage<String>,
    claims: &'a ClaimMapping,
) -> ProviderSettings<'a> {
    ProviderSettings {
        slug,
        name: slug,
        labels,
        issuer: "https://id.example",
        client_id: "portico",
        client_auth: ClientAuth::ClientSecretBasic,
        client_secret: Some("v1.k1.c2VhbGVk"),
        secret_expires_at: None,
        scopes: "openid email profile",
        authorize_parameters: AuthorizeParameters::default(),
        claims,
        trusts_email_verified: true,
        account_code_controlled: false,
        pkce: true,
    }
}

/// A provider that is enabled, and visible if wanted; its version is then 2.
pub async fn provider(db: &Database, slug: &str, visible: bool) -> ProviderId {
    let id = ProviderId::new(NOW, unique());
    commit(db, async |tx| {
        let (labels, claims) = (labels(), ClaimMapping::default());
        storage::providers::insert(tx, id, &provider_settings(slug, &labels, &claims), NOW).await?;
        storage::providers::set_flags(tx, id, 1, true, visible, NOW).await
    })
    .await;
    id
}

/// Connects an identity.
pub async fn identity(
    db: &Database,
    provider_id: ProviderId,
    subject: &str,
    customer_id: CustomerId,
) -> IdentityId {
    let id = IdentityId::new(NOW, unique());
    let new = storage::identities::NewIdentity {
        id,
        provider_id,
        issuer: "https://id.example",
        subject,
        customer_id,
        email: None,
        claimed: &domain::providers::Claimed::default(),
        now: NOW,
    };
    commit(db, async |tx| storage::identities::insert(tx, &new).await).await;
    id
}

/// A session to change for the test.
pub fn new_session(token_hash: &str, customer_id: CustomerId) -> NewSession<'_> {
    NewSession {
        id: SessionId::new(NOW, unique()),
        token_hash,
        sid: token_hash,
        customer_id,
        began: Began::Password,
        provider_id: None,
        identity_id: None,
        upstream_sid: None,
        upstream_subject: None,
        id_token: None,
        auth_time: NOW,
        amr: "pwd",
        keep: false,
        user_agent: "Browser/1.0",
        requester: "192.0.2.1",
        now: NOW,
    }
}

/// A waiting request to change for the test.
pub fn new_request<'a>(status_token_hash: &'a str, claims: &'a serde_json::Value) -> NewRequest<'a> {
    NewRequest {
        id: RequestId::new(NOW, unique()),
        status: Status::Waiting,
        customer_id: None,
        account_id: None,
        matched: false,
        entry: Entry::Form,
        provider_id: None,
        issuer: None,
        subject: None,
        claims,
        email: None,
        given_name: "Grace",
        family_name: "Hopper",
        company: None,
        phone: None,
        message: Some("Please"),
        language: Language::De,
        return_to: Some("/offers/climbing"),
        status_token_hash,
        address_proven_at: None,
        expires_at: Some(at(90)),
        now: NOW,
    }
}

/// A waiting request of a known address.
pub async fn request(db: &Database, status_token_hash: &str, address: &str) -> RequestId {
    let (address, claims) = (email(address), json!({}));
    let new = NewRequest {
        email: Some(&address),
        ..new_request(status_token_hash, &claims)
    };
    commit(db, async |tx| {
        storage::registration_requests::insert(tx, &new).await
    })
    .await;
    new.id
}

/// A member of staff without any role.
pub async fn staff(db: &Database, address: &str) -> StaffId {
    let (id, address) = (StaffId::new(NOW, unique()), email(address));
    let new = storage::staff::NewStaff {
        id,
        backend: "native",
        identifier: address.as_str(),
        email: &address,
        name: "One",
        roles: &domain::staff::Roles::default(),
        password_hash: None,
        language: Language::En,
        now: NOW,
    };
    commit(db, async |tx| storage::staff::insert(tx, &new).await).await;
    id
}
