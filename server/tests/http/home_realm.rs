//! `/login` with domains that lead to a provider: the address comes first.

use crate::support::{Browser, Provider, TestApp};
use app::api::Answer;
use domain::{settings::ShopSettings, values::Fault};
use rstest::rstest;

const WAY: &str = "/login/email";

/// A shop whose hidden or visible provider has the domain corp.example.
async fn shop(visible: bool) -> (TestApp, Provider) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.switch(&north, true, visible).await;
    let mut anton = app.administrator().await;
    let page = anton.get(&format!("/office/providers/{}", north.id)).await;
    let saved = anton
        .fill(&page, "/office/providers/save", &[("domains", "corp.example")])
        .await;
    assert_eq!(saved.code(), 303, "{}", saved.text());
    (app, north)
}

async fn go(browser: &mut Browser, email: &str) -> String {
    let page = browser
        .post(WAY, &[("email", email), ("next", "/offers/yoga-course")])
        .await;
    page.location().to_owned()
}

#[rstest]
#[case::visible(true)]
#[case::hidden(false)]
#[tokio::test]
async fn an_address_leads_to_its_provider_with_a_hint(#[case] visible: bool) {
    let (app, north) = shop(visible).await;
    let mut alex = app.visitor();
    let page = alex.get("/login?next=/offers/yoga-course").await;
    assert!(
        !page.body.contains("name=\"password\""),
        "the address comes first"
    );
    let path = go(&mut alex, "Alex@CORP.example").await;
    assert_eq!(path, "/providers/north/leave?next=%2Foffers%2Fyoga-course");
    let page = alex.get(&path).await;
    assert_eq!(page.code(), 200, "no redirect out of a form");
    let start = "/providers/north/start?next=%2Foffers%2Fyoga-course";
    assert!(page.body.contains(start), "{}", page.body);
    north.browse(&alex.start(start).await);
    assert_eq!(north.last_authorize()["login_hint"], "Alex@CORP.example");
    north.browse(&alex.start(start).await);
    assert!(!north.last_authorize().contains_key("login_hint"), "told once");
}

#[tokio::test]
async fn any_other_address_is_asked_for_its_password_known_or_not() {
    let (app, _north) = shop(true).await;
    app.customer("ada@home.example").await;
    let mut pages = Vec::new();
    for email in ["ada@home.example", "bob@home.example"] {
        let mut visitor = app.visitor();
        let path = go(&mut visitor, email).await;
        assert_eq!(path, "/login?next=%2Foffers%2Fyoga-course&step=password");
        let page = visitor.get(&path).await;
        assert_eq!(page.value("email"), email);
        assert!(page.body.contains("name=\"password\""));
        pages.push(page.text().replace(email, ""));
    }
    assert_eq!(pages[0], pages[1]);
    let mut ada = app.visitor();
    assert_eq!(ada.sign_in("ada@home.example", "wrong").await.code(), 422);
}

#[tokio::test]
async fn a_password_stays_possible_for_an_address_of_the_domain() {
    let (app, _north) = shop(true).await;
    app.insert_customer("old@corp.example", domain::customers::CustomerStatus::Active)
        .await;
    let mut old = app.visitor();
    let page = old.get("/login").await;
    assert!(page.body.contains("/login?step=password"));
    let page = old.sign_in("old@corp.example", crate::support::PASSWORD).await;
    assert_eq!(page.location(), "/", "whoever has a password is not locked out");
}

#[rstest]
#[case::one_visible_provider(1)]
#[case::several(2)]
#[tokio::test]
async fn without_passwords_the_address_leads_to_the_hidden_provider(#[case] visible: usize) {
    let (app, _north) = shop(false).await;
    for slug in &["east", "south"][..visible] {
        app.provider(slug).await;
    }
    app.settings(|settings: &mut ShopSettings| settings.local_sign_in = false)
        .await;
    let mut alex = app.visitor();
    let page = alex.get("/login").await;
    assert_eq!(
        page.code(),
        200,
        "not straight on, or nobody could type the address"
    );
    assert!(page.body.contains("/providers/east/start") && !page.body.contains("step=password"));
    assert!(
        go(&mut alex, "alex@corp.example")
            .await
            .starts_with("/providers/north/leave")
    );
    let answer = alex.call(WAY, &[("email", "ada@home.example")]).await;
    assert_eq!(answer, Ok(Answer::field("email", Fault::NoProviderForAddress)));
}

#[tokio::test]
async fn a_disabled_provider_takes_no_address() {
    let (app, north) = shop(true).await;
    app.switch(&north, false, true).await;
    let mut alex = app.visitor();
    assert!(
        alex.get("/login").await.body.contains("name=\"password\""),
        "nothing leads anywhere"
    );
    assert!(
        go(&mut alex, "alex@corp.example")
            .await
            .ends_with("step=password")
    );
    assert_eq!(alex.get("/providers/north/leave").await.code(), 404);
}

#[rstest]
#[case::empty("", Fault::Required)]
#[case::no_address("corp.example", Fault::NotAnEmail)]
#[case::nul("a\0@corp.example", Fault::BadCharacters)]
#[tokio::test]
async fn what_is_no_address_is_told(#[case] email: &str, #[case] fault: Fault) {
    let (app, _north) = shop(true).await;
    let mut alex = app.visitor();
    let answer = alex.call(WAY, &[("email", email)]).await;
    assert_eq!(answer, Ok(Answer::field("email", fault)));
    let page = alex.post(WAY, &[("email", email)]).await;
    assert_eq!(page.code(), 422);
}

#[tokio::test]
async fn a_hint_that_somebody_else_wrote_does_no_harm() {
    let (app, north) = shop(true).await;
    let mut alex = app.visitor();
    for value in ["!!!", "AAAA", "YWxleEBob21lLmV4YW1wbGU"] {
        alex.set_cookie("__Host-portico-hint", value);
        north.browse(&alex.start("/providers/north/start").await);
        assert!(!north.last_authorize().contains_key("login_hint"), "{value}");
    }
}
