//! The home page of a customer who is signed in: from the database, and from constants.

use crate::{
    constant,
    measure::{Compared, Plan, Slice, compare, rate},
    shop::{EMAIL, Shop},
};
use anyhow::{Result, ensure};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use std::sync::Arc;
use tower::ServiceExt;

/// Larger than any page.
const LIMIT: usize = 10_000_000;

/// Measures both in turns.
///
/// # Errors
/// A page that is not the home page.
pub async fn measure(shop: &Shop, plan: &Plan) -> Result<Compared> {
    let cookie = shop.sign_in("/login", EMAIL).await?;
    let constant = constant::router(shop, &cookie).await?;
    let ours = get(&shop.router, &cookie).await?;
    let same = get(&constant, &cookie).await?;
    ensure!(
        ours.contains("Mia Sommer") && same.contains("Mia Sommer") && ours.len().abs_diff(same.len()) < 200,
        "the two pages differ: {} and {} bytes",
        ours.len(),
        same.len()
    );
    let mut slices = Vec::new();
    for _ in 0..plan.slices {
        let database = rate(plan.slice, plan.cores, |slice| {
            again(shop.router.clone(), cookie.clone(), slice)
        })
        .await?;
        let constants = rate(plan.slice, plan.cores, |slice| {
            again(constant.clone(), cookie.clone(), slice)
        })
        .await?;
        slices.push((database, constants));
    }
    Ok(compare(&slices))
}

async fn again(router: Router, cookie: String, slice: Arc<Slice>) -> Result<()> {
    while slice.goes_on() {
        get(&router, &cookie).await?;
        slice.count();
    }
    Ok(())
}

async fn get(router: &Router, cookie: &str) -> Result<String> {
    let request = Request::get("/")
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    ensure!(
        response.status() == StatusCode::OK,
        "the home page answers {}",
        response.status()
    );
    let body = to_bytes(response.into_body(), LIMIT).await?;
    Ok(String::from_utf8(body.to_vec())?)
}
