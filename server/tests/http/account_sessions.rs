//! `/account/sessions`: where a customer is signed in, ending that elsewhere, and the mail about a new browser.

use crate::support::{Browser, Customer, PASSWORD, TestApp};
use app::api::ApiError;
use axum::http::header;
use domain::{customers::CustomerStatus, time::Span};

const ADA: &str = "ada@example.org";
const PAGE: &str = "/account/sessions";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Another browser in which the same customer signs in.
async fn another(app: &TestApp, user_agent: &'static str) -> Browser {
    let mut browser = app.visitor().0;
    browser.user_agent = user_agent;
    assert_eq!(browser.sign_in(ADA, PASSWORD).await.location(), "/");
    browser
}

/// Ids of the sessions that the page offers to end.
async fn offered(ada: &mut Customer) -> Vec<String> {
    let page = ada.get(PAGE).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    let inputs = page.all("input").into_iter();
    inputs
        .filter(|input| input.get("name") == Some("id"))
        .filter_map(|input| input.get("value").map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn moments_are_told_by_the_clocks_of_the_time_zone_that_was_chosen() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get("/account/profile").await;
    ada.fill(&page, "/account/profile", &[("time_zone", "Europe/Athens")])
        .await
        .location();
    let text = ada.get(PAGE).await.text();
    assert!(text.contains("11:00 EET") && !text.contains("UTC"), "{text}");
    another(&app, FIREFOX).await;
    let mails = app.mails_about_browsers().await;
    let text = mails[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("11:00 EET"), "{text}");
}

#[tokio::test]
async fn every_place_is_listed_and_this_one_is_named() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.time.turn(Span::minutes(10));
    another(&app, FIREFOX).await;
    let page = ada.get(PAGE).await;
    page.expect(200, "sessions.here");
    let text = page.text();
    assert!(
        text.contains("Firefox, Linux") && text.contains("203.0.113.7"),
        "{text}"
    );
    assert!(page.says("sessions.unknown_device"), "{text}");
    assert!(
        text.contains("09:00 UTC") && text.contains("09:10 UTC"),
        "began and seen: {text}"
    );
    assert_eq!(
        offered(&mut ada).await.len(),
        1,
        "this one is signed out by signing out"
    );
    let current = page
        .all("a")
        .into_iter()
        .find(|a| a.get("aria-current") == Some("page"));
    assert_eq!(current.unwrap().get("href"), Some(PAGE));
}

#[tokio::test]
async fn one_ends_and_the_others_stay() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut phone = another(&app, FIREFOX).await;
    let mut tablet = another(&app, "").await;
    let phone_id = app
        .database
        .texts("SELECT id FROM sessions WHERE user_agent LIKE '%Firefox%'")
        .await
        .remove(0);
    assert_eq!(offered(&mut ada).await.len(), 2);
    let page = ada.post("/account/sessions/end", &[("id", &phone_id)]).await;
    ada.follow(&page).await.expect(200, "sessions.ended_one");
    assert!(!phone.is_signed_in().await, "at once");
    assert!(tablet.is_signed_in().await && ada.is_signed_in().await);
    let page = ada.post("/account/sessions/end", &[("id", &phone_id)]).await;
    assert_eq!(page.location(), "/account/sessions?done=one", "twice is no error");
    assert_eq!(
        app.database
            .texts("SELECT new_value FROM history WHERE action = 'session.ended_elsewhere'")
            .await,
        [r#"{"device":"Firefox, Linux"}"#]
    );
}

#[tokio::test]
async fn all_others_end_at_once() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut phone = another(&app, FIREFOX).await;
    let mut tablet = another(&app, "").await;
    let page = ada.get(PAGE).await;
    let page = ada.fill(&page, "/account/sessions/end-others", &[]).await;
    let page = ada.follow(&page).await;
    page.expect(200, "sessions.ended_others");
    assert!(
        !page.has_form("/account/sessions/end-others"),
        "nothing is left to end"
    );
    assert!(!phone.is_signed_in().await && !tablet.is_signed_in().await);
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session_or_learns_of_it() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut eve = app.customer("eve@example.org").await;
    let ids = app.database.texts("SELECT id FROM sessions").await;
    for id in ids.iter().map(String::as_str).chain(["", "x", "%00", "../1"]) {
        let page = eve.post("/account/sessions/end", &[("id", id)]).await;
        assert_eq!(page.code(), 404, "{id}");
    }
    assert!(
        ada.is_signed_in().await && eve.is_signed_in().await,
        "nor their own by this way"
    );
    let mut visitor = app.visitor();
    for path in ["/account/sessions/end", "/account/sessions/end-others"] {
        assert_eq!(
            visitor.call(path, &[("id", &ids[0])]).await,
            Err(ApiError::SignInNeeded)
        );
    }
    assert_eq!(visitor.get("/ui/sessions").await.code(), 401);
}

#[tokio::test]
async fn a_session_past_its_limit_is_not_listed() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    another(&app, FIREFOX).await;
    app.time.turn(Span::minutes(59));
    assert_eq!(offered(&mut ada).await.len(), 1);
    app.time.turn(Span::minutes(1));
    assert_eq!(offered(&mut ada).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_browser_calls_itself_is_never_shown() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    another(&app, "<script>alert(1)</script> Chrome/1 \"><img src=x>").await;
    let page = ada.get(PAGE).await;
    assert!(page.text().contains("Chrome"), "{}", page.text());
    assert!(!page.body.contains("alert(1)") && !page.body.contains("src=x"));
}

#[tokio::test]
async fn a_new_browser_is_told_by_mail_and_a_known_one_is_not() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut laptop = app.visitor().0;
    laptop.sign_in(ADA, PASSWORD).await.location();
    assert!(
        app.mails_about_browsers().await.is_empty(),
        "the very first sign-in"
    );

    let mut phone = app.visitor().0;
    phone.user_agent = FIREFOX;
    phone.sign_in(ADA, PASSWORD).await.location();
    let letters = app.mails_about_browsers().await;
    assert!(letters.len() == 1 && letters[0].to == ADA, "{letters:?}");
    let text = letters[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in ["Firefox, Linux", "203.0.113.7", "/account/sessions"] {
        assert!(text.contains(told), "{text}");
    }

    for browser in [&mut laptop, &mut phone] {
        browser.post("/logout", &[("choice", "local")]).await.location();
        browser.user_agent = "Something/2.0";
        browser.sign_in(ADA, PASSWORD).await.location();
    }
    assert!(
        app.mails_about_browsers().await.is_empty(),
        "known by its mark, whatever it calls itself, and after signing out"
    );
    phone.set_cookie("__Host-portico-device", &"A".repeat(43));
    phone.sign_in(ADA, PASSWORD).await.location();
    assert_eq!(app.mails_about_browsers().await.len(), 1);
}

#[tokio::test]
async fn the_mark_of_a_browser_is_safe_and_hashed_at_rest() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor().0;
    let page = ada.sign_in(ADA, PASSWORD).await;
    let lines = page.headers.get_all(header::SET_COOKIE).iter();
    let mark = lines
        .map(|line| line.to_str().unwrap())
        .find(|line| line.starts_with("__Host-portico-device="))
        .unwrap();
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=34560000"] {
        assert!(mark.contains(attribute), "{mark}");
    }
    let token = ada.cookie("__Host-portico-device").unwrap();
    let hashes = app.database.texts("SELECT token_hash FROM devices").await;
    assert!(hashes.len() == 1 && hashes[0] != token, "{hashes:?}");
}
