//! `/office/providers`: logos, the order on the login page, and the end of a provider.

use crate::support::{Browser, Page, Quirk, TestApp, picture};
use app::api::Answer;
use axum::http::{Method, header};
use domain::values::Fault;
use image::ImageFormat;
use rstest::rstest;
use serde_json::Value;

const LOGO: &str = "/office/providers/logo";

/// Uploads a provider's logo.
async fn upload(browser: &mut Browser, id: &str, file: &[u8]) -> Page {
    browser.upload(LOGO, id, file).await
}

/// Names of the buttons on the login page, from top to bottom.
async fn buttons(app: &TestApp) -> Vec<String> {
    let body = app.visitor().get("/login").await.body;
    let starts = body.split("/providers/").skip(1);
    let slugs = starts.filter_map(|rest| rest.split_once("/start").map(|(slug, _)| slug.to_owned()));
    slugs.filter(|slug| !slug.contains('/')).collect()
}

/// Address of the logo on the login page.
async fn logo_shown(app: &TestApp) -> Option<String> {
    let body = app.visitor().get("/login").await.body;
    let (_, rest) = body.split_once("src=\"/providers/")?;
    Some(format!("/providers/{}", rest.split('"').next().unwrap()))
}

#[rstest]
#[case::png(ImageFormat::Png)]
#[case::webp(ImageFormat::WebP)]
#[tokio::test]
async fn a_logo_is_written_anew_and_stands_on_the_button(#[case] format: ImageFormat) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let id = north.id.to_string();
    assert_eq!(logo_shown(&app).await, None);
    let page = upload(&mut anton, &id, &picture(300, format)).await;
    assert_eq!(page.location(), format!("/office/providers/{id}?done=saved"));
    let path = logo_shown(&app).await.unwrap();
    assert!(anton.get("/office/providers").await.body.contains(&path));
    let logo = app.visitor().get(&path).await;
    assert_eq!(logo.code(), 200);
    assert_eq!(logo.headers[header::CONTENT_TYPE], "image/webp");
    assert_eq!(logo.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(
        logo.headers[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );

    upload(&mut anton, &id, &picture(20, format)).await.location();
    assert_ne!(
        logo_shown(&app).await,
        Some(path.clone()),
        "another picture, another address"
    );
    assert_eq!(app.visitor().get(&path).await.code(), 404);
    let page = anton.get(&format!("/office/providers/{id}")).await;
    anton
        .fill(&page, "/office/providers/logo/remove", &[])
        .await
        .location();
    assert_eq!(logo_shown(&app).await, None);
    assert_eq!(app.database.count("provider_logos").await, 0);
}

#[tokio::test]
async fn a_file_that_is_no_logo_is_refused_beside_its_field() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let id = north.id.to_string();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    upload(&mut anton, &id, svg)
        .await
        .expect(422, "faults.not_a_picture");
    upload(&mut anton, &id, b"").await.expect(422, "faults.required");
    for size in [512 * 1024 + 1, 2 * 1024 * 1024] {
        let page = upload(&mut anton, &id, &vec![7; size]).await;
        assert_eq!(page.code(), 422);
        assert!(page.text().contains("at most 512 KB"), "{}", page.text());
    }
    let page = upload(&mut anton, &id, &vec![7; 5 * 1024 * 1024]).await;
    assert_eq!(page.code(), 413);
    let page = upload(&mut anton, &id, &picture(2049, ImageFormat::Png)).await;
    assert!(page.text().contains("at most 2048 pixels"), "{}", page.text());
    for id in ["0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa", "nonsense", ""] {
        let page = upload(&mut anton, id, &picture(8, ImageFormat::Png)).await;
        assert_eq!(page.code(), 404, "{id}");
    }
    let request = anton
        .request(Method::POST, LOGO)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data");
    assert_eq!(anton.send(request, "no boundary").await.code(), 400);
    assert_eq!(app.database.count("provider_logos").await, 0);
    let mut vera = app.operations().await;
    let page = upload(&mut vera, &id, &picture(8, ImageFormat::Png)).await;
    assert_eq!(page.code(), 403, "operations only look");
}

#[rstest]
#[case("/providers/north/logo/0000000000000000000000000000000000000000000000000000000000000000")]
#[case("/providers/nobody/logo/x")]
#[case("/providers/north/logo/%00")]
#[tokio::test]
async fn an_invented_logo_is_not_there(#[case] path: &str) {
    let app = TestApp::start().await;
    app.provider("north").await;
    app.visitor().get(path).await.assert_client_error();
}

#[tokio::test]
async fn providers_move_one_place_up_or_down() {
    let app = TestApp::start().await;
    let mut ids = Vec::new();
    for slug in ["north", "east", "south"] {
        ids.push(app.provider(slug).await.id.to_string());
    }
    let mut anton = app.administrator().await;
    assert_eq!(buttons(&app).await, ["north", "east", "south"]);
    for (id, direction, expected) in [
        (&ids[2], "up", ["north", "south", "east"]),
        (&ids[0], "down", ["south", "north", "east"]),
        (&ids[2], "up", ["south", "north", "east"]),
        (&ids[1], "down", ["south", "north", "east"]),
    ] {
        let fields = [("id", id.as_str()), ("direction", direction)];
        let page = anton.post("/office/providers/move", &fields).await;
        assert_eq!(page.location(), "/office/providers");
        assert_eq!(buttons(&app).await, expected);
    }
    let list = anton.get("/office/providers").await.body;
    assert_eq!(
        list.matches("value=\"up\"").count(),
        2,
        "the first one can't go up"
    );
    assert_eq!(list.matches("value=\"down\"").count(), 2);
    for (id, direction, status) in [(ids[0].as_str(), "sideways", 400), ("nonsense", "up", 404)] {
        let fields = [("id", id), ("direction", direction)];
        assert_eq!(anton.post("/office/providers/move", &fields).await.code(), status);
    }
}

#[tokio::test]
async fn a_provider_that_nobody_uses_is_deleted_with_all_that_belongs_to_it() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    let mut anton = app.administrator().await;
    let id = north.id.to_string();
    upload(&mut anton, &id, &picture(8, ImageFormat::Png))
        .await
        .location();
    let path = format!("/office/providers/{id}");
    let page = anton.get(&path).await;
    let saved = anton
        .fill(&page, "/office/providers/save", &[("domains", "corp.example")])
        .await;
    assert_eq!(saved.code(), 303);
    app.visitor().start("/providers/north/start").await;
    let page = anton.get(&path).await;
    let page = anton.fill(&page, "/office/providers/delete", &[]).await;
    assert_eq!(page.location(), "/office/providers?done=deleted");
    assert_eq!(anton.get(&path).await.code(), 404);
    assert_eq!(buttons(&app).await, ["south"]);
    let history = app.database.texts("SELECT action FROM history").await;
    assert!(history.contains(&"provider.deleted".to_owned()));
    drop(south);
}

#[tokio::test]
async fn a_provider_that_somebody_uses_stays() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await.location();
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", north.id);
    let page = anton.get(&path).await;
    anton
        .fill(&page, "/office/providers/delete", &[])
        .await
        .expect(422, "faults.provider_in_use");
    assert_eq!(anton.get(&path).await.code(), 200);
}

#[tokio::test]
async fn the_last_way_in_is_not_deleted() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut anton = app.administrator().await;
    let page = anton.get(&format!("/office/providers/{}", north.id)).await;
    anton
        .fill(&page, "/office/providers/delete", &[])
        .await
        .expect(422, "faults.no_way_in");
    let id = north.id.to_string();
    let stale = anton
        .call(
            "/office/providers/delete",
            &[("id", id.as_str()), ("version", "1")],
        )
        .await;
    assert_eq!(stale, Ok(Answer::form(Fault::Stale)));
}

#[tokio::test]
async fn our_own_key_is_made_sealed_published_and_signs_people_in() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let jwks = "/providers/north/jwks.json";
    assert_eq!(app.visitor().get(jwks).await.code(), 404, "there is no key yet");
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", north.id);
    let save = "/office/providers/save";
    let page = anton.get(&path).await;
    anton
        .fill(&page, save, &[("client_auth", "private_key_jwt")])
        .await
        .location();
    let page = anton.get(&path).await;
    assert!(
        page.text()
            .contains("http://localhost:3000/providers/north/jwks.json")
    );
    let keys: Value = serde_json::from_str(&app.visitor().get(jwks).await.body).unwrap();
    assert_eq!(keys["keys"][0]["alg"], "ES256", "as discovery says");
    north.client_keys(keys.clone());
    assert_eq!(app.visitor().through(&north).await.location(), "/account/profile");

    // Another setting leaves the key that is registered at the provider.
    anton
        .fill(&page, save, &[("scopes", "openid email")])
        .await
        .location();
    assert_eq!(
        serde_json::from_str::<Value>(&app.visitor().get(jwks).await.body).unwrap(),
        keys
    );
    let sealed = app.database.texts("SELECT private_key FROM provider_keys").await;
    assert!(sealed[0].starts_with("v1."));

    let page = anton.get(&path).await;
    anton
        .fill(&page, save, &[("client_auth", "none")])
        .await
        .location();
    assert_eq!(app.database.count("provider_keys").await, 0);
    assert_eq!(app.visitor().get(jwks).await.code(), 404);
}

#[tokio::test]
async fn a_provider_that_takes_no_algorithm_of_ours_takes_no_key() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let algorithms = "token_endpoint_auth_signing_alg_values_supported";
    north.quirk(Quirk::Document(algorithms, Some(serde_json::json!(["HS256"]))));
    let mut anton = app.administrator().await;
    let page = anton.get(&format!("/office/providers/{}", north.id)).await;
    anton
        .fill(
            &page,
            "/office/providers/save",
            &[("client_auth", "private_key_jwt")],
        )
        .await
        .expect(422, "faults.no_client_authentication");
}
