//! What a million customers cost: a shop with so many beside one with a thousand, the same requests in turns.

use crate::{
    measure::{Plan, median, now},
    shop::{EMAIL, PASSWORD, Shop, open},
};
use anyhow::{Result, ensure};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use serde::Serialize;
use sqlx::{SqliteConnection, query};
use std::net::{Ipv4Addr, SocketAddr};
use storage::registration_requests::index_pending;
use tower::ServiceExt;

/// Customers of the smaller shop.
const FEW: u32 = 1_000;
/// Who sees the office's pages.
const STAFF: &str = "olga@tidewater.example";
/// Pairs of requests of each kind; half of them begin with the smaller shop.
const PAIRS: u32 = 100;
/// Requests for approval whose search words are written at once.
const AT_ONCE: i64 = 1_000;

/// Customers `$1`; one of `$2` waits for a decision. Every tenth has the same given name, so that the search has a
/// full page in both shops.
const CUSTOMERS: &str = "INSERT INTO customers (id, number, status, email, address_key, address_proven_at,
                                               given_name, family_name, language, created_at, updated_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
    SELECT printf('%08x-0000-7000-8000-%012x', i, i), 10000000 + i, CASE WHEN i % $2 = 0 THEN 'waiting' ELSE 'active' END,
           printf('person%d@crowd.example', i), printf('person%d@crowd.example', i), 0,
           printf('Given%d', i % 10), printf('Family%d', i), 'en', 0, 0
    FROM n";
/// The words by which staff find them (`domain::customers::search`).
const WORDS: [&str; 6] = [
    "INSERT INTO customer_words SELECT id, number FROM customers WHERE number > 10000000",
    "INSERT INTO customer_words SELECT id, address_key FROM customers WHERE number > 10000000",
    "INSERT INTO customer_words SELECT id, 'crowd.example' FROM customers WHERE number > 10000000",
    "INSERT INTO customer_words SELECT id, printf('person%d', number - 10000000) FROM customers WHERE number > 10000000",
    "INSERT INTO customer_words SELECT id, lower(given_name) FROM customers WHERE number > 10000000",
    "INSERT INTO customer_words SELECT id, lower(family_name) FROM customers WHERE number > 10000000",
];
const REQUESTS: &str = "INSERT INTO registration_requests (id, status, customer_id, matched, entry, claims, email,
        address_key, given_name, family_name, language, status_token_hash, submitted_at, address_proven_at)
    SELECT id, 'waiting', id, FALSE, 'form', '{}', email, address_key, given_name, family_name, language, id, 0, 0
    FROM customers WHERE number > 10000000 AND status = 'waiting'";

/// One kind of request in both shops.
#[derive(Serialize)]
pub struct Grown {
    /// What is asked.
    what: &'static str,
    /// Customers of the larger shop.
    customers: u32,
    /// Median in milliseconds with a thousand customers.
    few_ms: f64,
    /// Median in milliseconds with so many.
    many_ms: f64,
    /// The one divided by the other.
    ratio: f64,
}

/// Measures the sign-in, the queue and the search for customers.
///
/// # Errors
/// An answer that is not the one of the page.
pub async fn measure(plan: &Plan) -> Result<Vec<Grown>> {
    let few = Crowd::gather("few", FEW, 10).await?;
    let many = Crowd::gather("many", plan.customers, 100).await?;
    let mut grown = Vec::new();
    for (what, page) in [
        ("sign-in", Page::SignIn),
        ("queue", Page::Office("/office/requests")),
        ("customer search", Page::Office("/office/customers?q=given1")),
    ] {
        let mut times = [Vec::new(), Vec::new()];
        for pair in 0..PAIRS {
            for turn in 0..2 {
                let is_few = (pair + turn) % 2 == 0;
                let crowd = if is_few { &few } else { &many };
                let taken = crowd.ask(page, pair).await?;
                if let Some(times) = times.get_mut(usize::from(!is_few)) {
                    times.push(taken);
                }
            }
        }
        let [few_ms, many_ms] = times.map(|times| median(times.into_iter()));
        grown.push(Grown {
            what,
            customers: plan.customers,
            few_ms,
            many_ms,
            ratio: many_ms / few_ms,
        });
    }
    Ok(grown)
}

#[derive(Clone, Copy)]
enum Page {
    SignIn,
    Office(&'static str),
}

/// A shop with its customers.
struct Crowd {
    shop: Shop,
    /// Of a member of staff.
    cookie: String,
}

impl Crowd {
    async fn gather(name: &str, customers: u32, one_waits_of: u32) -> Result<Self> {
        let shop = open(name).await?;
        let mut connection: SqliteConnection = shop.connect().await?;
        query("PRAGMA synchronous = OFF").execute(&mut connection).await?;
        query(CUSTOMERS)
            .bind(customers)
            .bind(one_waits_of)
            .execute(&mut connection)
            .await?;
        for words in WORDS {
            query(words).execute(&mut connection).await?;
        }
        query(REQUESTS).execute(&mut connection).await?;
        query("ANALYZE").execute(&mut connection).await?;
        drop(connection);
        loop {
            let mut tx = shop.portico.database.begin().await?;
            let written = index_pending(&mut tx, AT_ONCE).await?;
            tx.commit().await?;
            if written == 0 {
                break;
            }
        }
        let cookie = shop.sign_in("/office/login", STAFF).await?;
        Ok(Self { shop, cookie })
    }

    /// Milliseconds of one answer.
    async fn ask(&self, page: Page, number: u32) -> Result<f64> {
        let (request, body, status) = match page {
            Page::SignIn => {
                let form = format!("email={EMAIL}&password={PASSWORD}");
                let kind = "application/x-www-form-urlencoded";
                (
                    Request::post("/login").header(header::CONTENT_TYPE, kind),
                    form,
                    303,
                )
            }
            Page::Office(path) => (
                Request::get(path).header(header::COOKIE, &self.cookie),
                String::new(),
                200,
            ),
        };
        // Each from an address of its own, so that no budget of tries ends it.
        let [.., c, d] = number.to_be_bytes();
        let requester: SocketAddr = (Ipv4Addr::new(198, 18, c, d), 50_000).into();
        let request = request
            .header(header::ACCEPT, "text/html")
            .extension(ConnectInfo(requester))
            .body(Body::from(body))?;
        let started = now();
        let response = self.shop.router.clone().oneshot(request).await?;
        let answered = response.status().as_u16();
        to_bytes(response.into_body(), usize::MAX).await?;
        let taken = started.elapsed().as_secs_f64() * 1000.0;
        ensure!(answered == status, "{answered} where {status} was expected");
        Ok(taken)
    }
}
