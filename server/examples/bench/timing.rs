//! Whether the time of an answer tells that an address is known: the three forms, known and unknown addresses in turns.

use crate::{
    measure::{median, now},
    shop::{PASSWORD, Shop},
};
use anyhow::{Result, ensure};
use axum::{
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use domain::{
    customers::CustomerStatus,
    ids::CustomerId,
    values::{Email, Language},
};
use serde::Serialize;
use std::net::{Ipv4Addr, SocketAddr};
use storage::customers::{NewCustomer, insert};
use tower::ServiceExt;

/// Pairs for each form; half of them begin with the known address.
const PAIRS: usize = 300;

/// What one form showed.
#[derive(Serialize)]
pub struct Timing {
    /// Its path.
    form: &'static str,
    /// Median in milliseconds, known address.
    known_ms: f64,
    /// Median in milliseconds, unknown address.
    unknown_ms: f64,
    /// How likely the known one takes longer: 0.5 tells nothing (Mann and Whitney's U, divided by the number of pairs).
    known_is_slower: f64,
    /// Two-sided, from the normal approximation: below 0.01 the difference is more than chance.
    p: f64,
}

/// Measures all three.
///
/// # Errors
/// An answer that is not the one of the form.
pub async fn measure(shop: &Shop) -> Result<Vec<Timing>> {
    people(shop).await?;
    let mut timings = Vec::new();
    for (form, rest, status) in [
        ("/login", "&password=not-the-right-one", 422),
        ("/forgot", "", 303),
        (
            "/register",
            "&given_name=Ada&family_name=Lovelace&language=en&accept=on&new_password=a+harbour+and+a+lantern",
            303,
        ),
    ] {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for pair in 0..PAIRS {
            let nobody = format!("nobody{pair}@{}.example", form.trim_start_matches('/'));
            for turn in 0..2 {
                let is_known = (pair + turn) % 2 == 0;
                let email = if is_known {
                    known_address(pair)
                } else {
                    nobody.clone()
                };
                let body = format!("email={email}{rest}");
                let taken = one(shop, form, &body, pair * 2 + turn, status).await?;
                if is_known {
                    known.push(taken)
                } else {
                    unknown.push(taken)
                }
            }
        }
        timings.push(compare(form, &known, &unknown));
    }
    Ok(timings)
}

fn known_address(number: usize) -> String {
    format!("known{number}@tidewater.example")
}

/// Customers to be known: each gets as many mails in an hour as it may.
async fn people(shop: &Shop) -> Result<()> {
    let portico = &shop.portico;
    let hash = portico.passwords.hash(&PASSWORD.to_owned().into()).await?;
    let mut tx = portico.database.begin().await?;
    for number in 0..PAIRS {
        let email = Email::parse(&known_address(number))?;
        let new = NewCustomer {
            id: CustomerId::new(portico.now(), portico.random()),
            account_id: None,
            status: CustomerStatus::Active,
            email: Some(&email),
            address_proven_at: Some(portico.now()),
            given_name: "Ada",
            family_name: "Lovelace",
            phone: None,
            language: Language::En,
            password_hash: Some(&hash),
            terms_version: None,
            now: portico.now(),
        };
        insert(&mut tx, &new).await?;
    }
    Ok(tx.commit().await?)
}

/// Milliseconds of one answer. Each comes from an address of its own, so that no budget of tries ends it.
async fn one(shop: &Shop, path: &str, body: &str, number: usize, status: u16) -> Result<f64> {
    let [.., c, d] = u32::try_from(number)?.to_be_bytes();
    let requester: SocketAddr = (Ipv4Addr::new(198, 18, c, d), 50_000).into();
    let request = Request::post(path)
        .extension(ConnectInfo(requester))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "text/html")
        .body(Body::from(body.to_owned()))?;
    let started = now();
    let response = shop.router.clone().oneshot(request).await?;
    let answered = response.status().as_u16();
    to_bytes(response.into_body(), usize::MAX).await?;
    let taken = started.elapsed().as_secs_f64() * 1000.0;
    ensure!(answered == status, "{path} answered {answered}");
    Ok(taken)
}

/// Mann and Whitney's test of two samples that nobody knows the distribution of.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn compare(form: &'static str, known: &[f64], unknown: &[f64]) -> Timing {
    let slower = |a: f64| -> f64 {
        let points = unknown.iter().map(|b| match a.total_cmp(b) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        });
        points.sum()
    };
    let u: f64 = known.iter().map(|a| slower(*a)).sum();
    let (n, m) = (known.len() as f64, unknown.len() as f64);
    let z = (u - n * m / 2.0) / (n * m * (n + m + 1.0) / 12.0).sqrt();
    Timing {
        form,
        known_ms: median(known.iter().copied()),
        unknown_ms: median(unknown.iter().copied()),
        known_is_slower: u / (n * m),
        p: beyond(z.abs()),
    }
}

/// Twice the upper tail of the normal distribution (Abramowitz and Stegun 7.1.26, to seven digits).
fn beyond(z: f64) -> f64 {
    let x = z / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let terms = [
        1.061_405_429,
        -1.453_152_027,
        1.421_413_741,
        -0.284_496_736,
        0.254_829_592,
    ];
    terms.iter().fold(0.0, |sum, term| (sum + term) * t) * (-x * x).exp()
}
