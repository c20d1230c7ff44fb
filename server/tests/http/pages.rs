//! Every page: its language, its title, its heading, in all languages and for everybody.

use crate::support::{Browser, Page, TestApp, words};
use app::api::shop;
use domain::staff::Role;

/// Pages of the storefront that everybody may open.
pub const OPEN: [&str; 9] = [
    "/",
    "/offers/yoga-course",
    "/login",
    "/register",
    "/forgot",
    "/forgot?sent=1",
    "/terms",
    "/privacy",
    "/imprint",
];
/// Pages that are open and lead nowhere without more.
pub const LOOSE: [&str; 6] = [
    "/signed-out",
    "/register/check-mail",
    "/register/address",
    "/office/login",
    "/login?done=password",
    "/login?finish=1",
];
/// Pages that say that there is nothing.
pub const DEAD: [&str; 8] = [
    "/no-such-page",
    "/offers/no-such-offer",
    "/register/status/x",
    "/activate?token=x",
    "/reset?token=x",
    "/confirm-address?token=x",
    "/office/invitation?token=x",
    "/providers/nobody/start",
];
/// Pages of a customer.
pub const ACCOUNT: [&str; 3] = ["/account/profile", "/account/profile?done=saved", "/"];
/// Pages of staff.
pub const OFFICE: [&str; 7] = [
    "/office/requests",
    "/office/requests?show=decided",
    "/office/providers",
    "/office/providers/new",
    "/office/settings",
    "/office/history",
    "/office/no-such-page",
];

/// Every page that can be reached, as whoever may reach it.
pub async fn walk(app: &TestApp, language: &'static str) -> Vec<(String, Page)> {
    let provider = app.provider(&format!("north-{language}")).await;
    let mut pages = Vec::new();
    let mut visitor = app.visitor().0;
    let mut customer = app.customer(&format!("ada-{language}@example.org")).await.browser;
    let name = format!("Sam{language}");
    let mut staff = app
        .staff(&name, &[Role::Operations, Role::Administrator])
        .await
        .browser;
    app.settings(|settings| settings.approval = true).await;
    let mut waiting = app.visitor().0;
    for browser in [&mut visitor, &mut customer, &mut staff, &mut waiting] {
        browser.language = language;
        browser.set_cookie("portico-language", language);
    }
    let mut take = async |browser: &mut Browser, paths: &[&str]| {
        for path in paths {
            pages.push(((*path).to_owned(), browser.get(path).await));
        }
    };
    take(&mut visitor, &OPEN).await;
    take(&mut visitor, &LOOSE).await;
    take(&mut visitor, &DEAD).await;
    take(&mut customer, &ACCOUNT).await;
    take(&mut staff, &OFFICE).await;
    take(&mut staff, &[&format!("/office/providers/{}", provider.id)]).await;
    pages.push(("waiting".to_owned(), waiting.through(&provider).await));
    let request = app
        .database
        .texts("SELECT id FROM registration_requests")
        .await
        .remove(0);
    pages.push((
        "request".to_owned(),
        staff.get(&format!("/office/requests/{request}")).await,
    ));
    pages.push(("wrong".to_owned(), visitor.sign_in("ada", "").await));
    pages.push(("register".to_owned(), visitor.post("/register", &[]).await));
    app.mails().await;
    pages
}

#[tokio::test]
async fn every_page_says_its_language_and_has_a_title_and_one_heading_in_it() {
    let mut titles = Vec::new();
    for language in ["en", "de", "el"] {
        let app = TestApp::start().await;
        let mut own = Vec::new();
        for (path, page) in walk(&app, language).await {
            assert_eq!(page.lang(), language, "{path}");
            let (title, shop) = page
                .title()
                .rsplit_once(" · ")
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .unwrap_or_default();
            assert!(
                !title.is_empty() && shop == app.portico.config.shop.name,
                "{path}: {:?}",
                page.title()
            );
            assert_eq!(page.all("h1").len(), 1, "{language} {path}: {}", page.text());
            assert_eq!(page.all("main").len(), 1, "{path}");
            assert!(page.code() < 500, "{path} {}", page.status);
            assert!(
                page.header("content-type")
                    .starts_with("text/html; charset=utf-8"),
                "{path}"
            );
            own.push((path, title));
        }
        titles.push(own);
    }
    for ((path, english), (german, greek)) in titles[0].iter().zip(titles[1].iter().zip(&titles[2])) {
        let proper = ["Alex Reed", "north-en", "Terms", "Imprint", "Privacy"];
        if proper
            .iter()
            .any(|name| english.to_lowercase().contains(&name.to_lowercase()))
        {
            continue;
        }
        assert!(
            *english != german.1 && *english != greek.1,
            "{path}: {english:?} is not translated"
        );
    }
}

#[tokio::test]
async fn no_page_is_left_without_the_texts_of_its_catalogue() {
    let app = TestApp::start().await;
    for (path, page) in walk(&app, "en").await {
        let text = page.text();
        assert!(!text.contains("{{") && !text.contains("}}"), "{path}: {text}");
    }
}

#[tokio::test]
async fn dead_pages_have_their_status() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    for (path, status) in [
        ("/no-such-page", 404),
        ("/offers/no-such-offer", 404),
        ("/offers/%00", 404),
        ("/register/status/x", 404),
        ("/providers/nobody/start", 404),
        ("/activate?token=x", 410),
        ("/reset?token=x", 410),
        ("/confirm-address?token=x", 410),
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.code(), status, "{path} {}", page.text());
        assert!(
            page.all("a").iter().any(|a| a.get("href") == Some("/")),
            "{path} leads on"
        );
    }
    visitor
        .get("/no-such-page")
        .await
        .expect(404, "shop.not_found_heading");
    let mut staff = app.operations().await;
    staff
        .get("/office/no-such-page")
        .await
        .expect(404, "office.not_found_text");
}

#[tokio::test]
async fn the_catalogue_and_the_legal_texts_are_shown_from_the_database() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    visitor.language = "de-AT,de;q=0.9";
    let home = visitor.get("/").await;
    assert!(
        home.text().contains("yoga-course (de)") && home.text().contains("18,00"),
        "{}",
        home.text()
    );
    assert!(
        home.all("a")
            .iter()
            .any(|a| a.get("href") == Some("/offers/bicycle-service"))
    );
    assert!(visitor.get("/terms").await.text().contains("terms 1 (de)"));
    app.publish_texts(2).await;
    assert!(visitor.get("/terms").await.text().contains("terms 2 (de)"));
    let offers = visitor.get("/ui/offers").await;
    let offers: Vec<shop::OfferCard> = serde_json::from_str(&offers.body).unwrap();
    assert_eq!(offers.len(), 2);
}

#[tokio::test]
async fn an_empty_shop_says_so() {
    let app = TestApp::start().await;
    app.database.execute("DELETE FROM offers").await;
    app.visitor()
        .get("/")
        .await
        .expect(200, "shop.offers_empty_heading");
}

#[tokio::test]
async fn the_header_knows_who_is_here() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let home = ada.get("/").await;
    assert!(home.text().contains("Ada Lovelace") && home.says("common.sign_out"));
    assert!(!home.says("common.register"));
    let home = app.visitor().get("/").await;
    assert!(home.says("common.sign_in") && home.says("common.register"));
    assert!(!home.text().contains(&words("en", "common.sign_out")));
}

#[tokio::test]
async fn a_page_that_a_shopper_opens_never_loads_the_back_office() {
    let app = TestApp::start().await;
    for (path, page) in walk(&app, "en").await {
        let office = page.body.contains("/assets/office-");
        let storefront = page.body.contains("/assets/shop-") || page.body.contains("/assets/account-");
        let is_office = path.starts_with("/office") || path == "request";
        assert_eq!((office, storefront), (is_office, !is_office), "{path}");
    }
}

#[tokio::test]
async fn a_slash_at_the_end_leads_around_no_rule() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| {
        settings.local_registration = false;
        settings.local_sign_in = false;
    })
    .await;
    let mut visitor = app.visitor();
    for path in ["/register", "/register/", "/forgot", "/forgot/"] {
        assert_eq!(visitor.get(path).await.code(), 404, "{path}");
    }
    for path in ["/login", "/login/"] {
        let start = format!("/providers/{}/start", provider.slug);
        assert_eq!(visitor.get(path).await.location(), start, "{path}");
    }
    for path in ["/account/profile/", "/office/settings/"] {
        assert!(
            visitor.get(path).await.location().contains("/login?next="),
            "{path}"
        );
    }
}
