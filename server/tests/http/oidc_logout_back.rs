//! The way back to a client after a logout: which address it may be, how long, and what becomes of it meanwhile.

use super::oidc_logout::{BACK, logout, scene};
use axum::http::{HeaderValue, header};
use rstest::rstest;

#[tokio::test]
async fn the_way_back_is_the_very_address_that_was_registered() {
    let (app, _magazine, mut ada, hint) = scene().await;
    app.database
        .execute("UPDATE clients SET post_logout_redirect_uris = '[\"http://127.0.0.1:4000/bye\"]'")
        .await;
    let to = |uri| logout(&[("id_token_hint", &*hint), ("post_logout_redirect_uri", uri)]);
    let page = ada.get(&to("http://127.0.0.1:4001/bye")).await;
    page.expect(200, "logout.confirm_heading");
    assert!(!page.leads_back());
    let own = "http://127.0.0.1:4000/bye";
    assert_eq!(ada.get(&to(own)).await.location(), own);
}

/// The longest way back, which the browser keeps, and one that is longer.
#[rstest]
#[case::the_longest(2800, true)]
#[case::one_longer(2801, false)]
#[tokio::test]
async fn a_way_back_fits_into_a_cookie(#[case] length: usize, #[case] fits: bool) {
    let (_app, magazine, mut ada, _) = scene().await;
    let id = magazine.id.to_string();
    let state = "s".repeat(length - BACK.len() - "?state=".len());
    let asked = [
        ("client_id", &*id),
        ("post_logout_redirect_uri", BACK),
        ("state", &*state),
    ];
    let page = ada.get(&logout(&asked)).await;
    page.expect(200, "logout.confirm_heading");
    assert_eq!(page.leads_back(), fits);
    let cookies = page.headers.get_all(header::SET_COOKIE);
    let longest = cookies.iter().map(HeaderValue::len).max();
    assert!(longest.is_none_or(|octets| octets <= 4096), "{longest:?}");
    let page = ada.post("/logout", &[("choice", "local"), ("asked", "1")]).await;
    let to = format!("{BACK}?state={state}");
    let leads = page.code() == 200 && page.all("a").iter().any(|a| a.get("href") == Some(to.as_str()));
    assert_eq!(leads, fits);
}

#[rstest]
#[case::the_address_is_gone("post_logout_redirect_uris = '[]'")]
#[case::the_client_is_switched_off("active = FALSE")]
#[tokio::test]
async fn a_way_back_is_looked_at_again_when_it_is_gone(#[case] change: &str) {
    let (app, magazine, mut ada, _) = scene().await;
    let id = magazine.id.to_string();
    let asked = [("client_id", &*id), ("post_logout_redirect_uri", BACK)];
    ada.get(&logout(&asked))
        .await
        .expect(200, "logout.confirm_heading");
    app.database
        .execute(&format!("UPDATE clients SET {change}"))
        .await;
    let page = ada.post("/logout", &[("choice", "local"), ("asked", "1")]).await;
    assert_eq!(page.location(), "/signed-out");
}
