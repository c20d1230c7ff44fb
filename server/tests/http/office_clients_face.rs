//! `/office/clients`: how a client looks to people, by its logo and by its colour.

use super::office_clients::{DELETE, NEW, SAVE, id_of, make};
use crate::support::{Page, TestApp, picture};
use app::api::ApiError;
use axum::http::header;
use domain::staff::Role;
use image::ImageFormat;
use rstest::rstest;

const LOGO: &str = "/office/clients/logo";
const REMOVE: &str = "/office/clients/logo/remove";
const NOBODYS: &str = "00000000-0000-7000-8000-00000000000f";
const HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Address of the logo on the client's page.
fn logo_on(page: &Page) -> Option<String> {
    let pictures = page.all("img");
    let mut paths = pictures.iter().filter_map(|img| img.get("src"));
    paths.find(|src| src.starts_with("/clients/")).map(str::to_owned)
}

async fn colours(app: &TestApp) -> Vec<String> {
    app.database
        .texts("SELECT COALESCE(colour, 'none') FROM clients")
        .await
}

#[tokio::test]
async fn a_logo_is_uploaded_shown_and_taken_away() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let other = make(&mut anton, "Weekly", &[]).await;
    assert!(anton.get(&path).await.says("clients.logo_none"));
    let page = anton
        .upload(LOGO, id_of(&path), &picture(300, ImageFormat::Png))
        .await;
    assert_eq!(page.location(), format!("{path}?done=saved"));
    let page = anton.follow(&page).await;
    let first = logo_on(&page).expect("a logo");
    let logo = app.visitor().get(&first).await;
    assert_eq!(logo.code(), 200);
    assert_eq!(logo.header("content-type"), "image/webp");
    assert_eq!(logo.header("x-content-type-options"), "nosniff");
    assert!(
        logo.headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let hash = first.rsplit('/').next().unwrap();
    let elsewhere = format!("/clients/{}/logo/{hash}", id_of(&other));
    assert_eq!(
        app.visitor().get(&elsewhere).await.code(),
        404,
        "it is nobody else's"
    );

    let page = anton
        .upload(LOGO, id_of(&path), &picture(20, ImageFormat::WebP))
        .await;
    let page = anton.follow(&page).await;
    assert_ne!(
        logo_on(&page),
        Some(first.clone()),
        "another picture, another address"
    );
    assert_eq!(app.visitor().get(&first).await.code(), 404);
    assert_eq!(anton.fill(&page, SAVE, &[("name", "Magazine")]).await.code(), 303);
    assert!(
        logo_on(&anton.get(&path).await).is_some(),
        "saving the settings leaves it"
    );

    let page = anton.fill(&page, REMOVE, &[]).await;
    let page = anton.follow(&page).await;
    assert!(logo_on(&page).is_none() && !page.has_form(REMOVE));
    assert_eq!(app.database.count("client_logos").await, 0);
    let history = anton.get("/office/history").await.text();
    for words in ["Logo of an application changed", "Logo of an application removed"] {
        assert!(history.contains(words), "{history}");
    }
    let kept = "SELECT action FROM history WHERE action LIKE 'client.logo%' ORDER BY action";
    assert_eq!(
        app.database.texts(kept).await,
        [
            "client.logo_changed",
            "client.logo_changed",
            "client.logo_removed"
        ]
    );
}

#[tokio::test]
async fn a_logo_goes_with_its_client() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let file = picture(8, ImageFormat::Png);
    let page = anton.upload(LOGO, id_of(&path), &file).await;
    let page = anton.follow(&page).await;
    let logo = logo_on(&page).expect("a logo");
    anton.fill(&page, DELETE, &[]).await.location();
    assert_eq!(app.visitor().get(&logo).await.code(), 404);
    assert_eq!(app.database.count("client_logos").await, 0);
}

#[tokio::test]
async fn a_file_that_is_no_logo_is_refused_beside_its_field() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let id = id_of(&path);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let page = anton.upload(LOGO, id, svg).await;
    page.expect(422, "faults.not_a_picture");
    let field = page.field("logo").expect("the field");
    assert!(field.get("aria-describedby").unwrap().contains("fault-logo"));
    anton.upload(LOGO, id, b"").await.expect(422, "faults.required");
    let page = anton.upload(LOGO, id, &vec![7; 512 * 1024 + 1]).await;
    assert!(
        page.code() == 422 && page.text().contains("at most 512 KB"),
        "{}",
        page.text()
    );
    assert_eq!(
        anton.upload(LOGO, id, &vec![7; 5 * 1024 * 1024]).await.code(),
        413
    );
    for id in [NOBODYS, "nonsense", "", "a\0b"] {
        let page = anton.upload(LOGO, id, &picture(8, ImageFormat::Png)).await;
        assert_eq!(page.code(), 404, "{id}");
        assert_eq!(
            anton.call(REMOVE, &[("id", id)]).await,
            Err(ApiError::NotFound),
            "{id}"
        );
    }
    assert_eq!(app.database.count("client_logos").await, 0);
}

#[rstest]
#[case::operations(Role::Operations)]
#[case::auditor(Role::Auditor)]
#[tokio::test]
async fn whoever_does_not_administer_sees_the_logo_and_leaves_it(#[case] role: Role) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let file = picture(8, ImageFormat::Png);
    anton.upload(LOGO, id_of(&path), &file).await.location();
    let mut member = app.staff("Audrey", &[role]).await;
    let page = member.get(&path).await;
    assert!(logo_on(&page).is_some());
    assert!(!page.has_form(LOGO) && !page.has_form(REMOVE));
    let id = [("id", id_of(&path))];
    assert_eq!(member.upload(LOGO, id_of(&path), &file).await.code(), 403);
    assert_eq!(member.call(REMOVE, &id).await, Err(ApiError::Forbidden));
    let mut visitor = app.visitor();
    let page = visitor.upload(LOGO, id_of(&path), &file).await;
    assert!(
        page.location().starts_with("/office/login"),
        "{}",
        page.location()
    );
    assert_eq!(visitor.call(REMOVE, &id).await, Err(ApiError::SignInNeeded));
    assert_eq!(app.database.count("client_logos").await, 1);
}

#[rstest]
#[case::of_nobody(format!("/clients/{NOBODYS}/logo/{HASH}"))]
#[case::no_id(format!("/clients/nonsense/logo/{HASH}"))]
#[case::no_hash(format!("/clients/{NOBODYS}/logo/x"))]
#[case::a_zero(format!("/clients/%00/logo/{HASH}"))]
#[tokio::test]
async fn an_invented_logo_is_not_there(#[case] path: String) {
    let app = TestApp::start().await;
    app.visitor().get(&path).await.assert_client_error();
}

#[rstest]
#[case::too_light("#ffd400", "faults.colour_too_light")]
#[case::too_dark("#003366", "faults.colour_too_dark")]
#[case::a_name("blue", "faults.not_a_colour")]
#[case::more_css("#1a73e8;}", "faults.not_a_colour")]
#[tokio::test]
async fn a_colour_that_people_would_not_see_is_refused_beside_its_field(
    #[case] colour: &str,
    #[case] fault: &str,
) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(NEW).await;
    let fields = [
        ("name", "Harbour Magazine"),
        ("redirect_uris", "https://app.example/callback"),
        ("colour", colour),
    ];
    let page = anton.fill(&page, SAVE, &fields).await;
    page.expect(422, fault);
    let field = page.field("colour").expect("the field");
    assert!(field.get("aria-describedby").unwrap().contains("fault-colour"));
    assert_eq!(field.get("value"), Some(colour), "what was typed stays");
    assert_eq!(app.database.count("clients").await, 0);
}

#[tokio::test]
async fn a_colour_is_kept_in_small_letters_until_the_field_is_emptied() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[("colour", "#1A73E8")]).await;
    assert_eq!(colours(&app).await, ["#1a73e8"]);
    let page = anton.get(&path).await;
    assert_eq!(page.value("colour"), "#1a73e8");
    let fields = [("colour", ""), ("name", "Magazine")];
    anton.fill(&page, SAVE, &fields).await.location();
    assert_eq!(colours(&app).await, ["none"]);
    let changes = "SELECT new_value FROM history WHERE action = 'client.changed'";
    let told = app.database.texts(changes).await.join(" ");
    assert!(told.contains(r#""colour":"""#), "{told}");
    assert!(anton.get("/office/history").await.text().contains("Colour"));
}

#[tokio::test]
async fn a_colour_has_a_stylesheet_of_its_own() {
    let app = TestApp::start().await;
    let sheet = app.visitor().get("/colours/c2410c.css").await;
    assert_eq!(sheet.code(), 200);
    assert_eq!(sheet.body, ":root{--client:#c2410c;--on-client:#ffffff}\n");
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(sheet.header("x-content-type-options"), "nosniff");
    assert!(sheet.header("cache-control").contains("immutable"));
    let sheet = app.visitor().get("/colours/00a651.css").await;
    assert!(sheet.body.contains("--on-client:#000000"), "{}", sheet.body);
}

#[rstest]
#[case::another_spelling("C2410C.css")]
#[case::too_light("ffd400.css")]
#[case::too_dark("003366.css")]
#[case::a_name("red.css")]
#[case::no_ending("c2410c")]
#[case::another_ending("c2410c.js")]
#[case::more_css("c2410c%7D*%7B.css")]
#[case::a_hash("%23c2410c.css")]
#[case::a_blank("c2410c%20.css")]
#[case::nothing(".css")]
#[case::a_zero("%00.css")]
#[tokio::test]
async fn no_other_colour_has_one(#[case] file: &str) {
    let app = TestApp::start().await;
    let page = app.visitor().get(&format!("/colours/{file}")).await;
    assert_eq!(page.code(), 404, "{}", page.body);
    assert!(!page.header("cache-control").contains("immutable"));
}
