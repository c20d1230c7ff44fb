//! Ways of answering: fragments, forms, and names of people by sector.

use crate::support::{
    TestApp,
    oidc::{answer, authorize, claims},
    words,
};
use rstest::rstest;
use serde_json::json;

const ADA: &str = "ada@example.org";

#[tokio::test]
async fn hybrid_and_implicit_answers_travel_in_the_fragment_and_are_bound_together() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    app.database
        .execute(r#"UPDATE clients SET response_types = '["code","id_token","code id_token token"]'"#)
        .await;
    let mut ada = app.customer(ADA).await.browser;
    let page = ada
        .get(&authorize(
            magazine.id,
            &[("response_type", "token id_token code")],
        ))
        .await;
    assert!(page.location().contains('#'));
    let fields = answer(&page);
    let told = claims(&json!(fields["id_token"]));
    assert!(told["c_hash"].is_string() && told["at_hash"].is_string());
    assert_eq!(
        magazine.userinfo(&json!(fields["access_token"])).await.code(),
        200
    );
    magazine.redeem(&fields["code"]).await;

    let implicit = [
        ("response_type", "id_token"),
        ("scope", "openid email"),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ];
    let fields = answer(&ada.get(&authorize(magazine.id, &implicit)).await);
    assert!(!fields.contains_key("code") && !fields.contains_key("access_token"));
    assert_eq!(
        claims(&json!(fields["id_token"]))["email"],
        ADA,
        "nothing else could tell it"
    );
}

#[rstest]
#[tokio::test]
async fn a_form_posts_itself_to_the_client(#[values("en", "de", "el")] language: &'static str) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    ada.set_cookie("portico-language", language);
    let page = ada
        .get(&authorize(
            magazine.id,
            &[("response_mode", "form_post"), ("state", "<\"&>")],
        ))
        .await;
    assert_eq!(page.code(), 200);
    let fields = page.form("https://app.example/callback");
    let one = |name: &str| {
        fields
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    };
    assert_eq!(one("state"), Some("<\"&>"));
    assert!(one("code").is_some());

    // Everything on it is ours, and the client may answer the form by a redirect to wherever it likes.
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("form-action"),
        "{policy}"
    );
    let scripts = page.all("script");
    let nonce = scripts[0].get("nonce").unwrap();
    assert_eq!(scripts.len(), 1);
    assert!(
        policy.contains(&format!("script-src 'nonce-{nonce}';")),
        "{policy}"
    );

    let words = |key: &str| words(language, key);
    assert_eq!(
        (page.lang().as_str(), page.title()),
        (language, words("providers.moment"))
    );
    assert_eq!(page.all("button")[0].text, words("login.go_on"));
    assert!(
        page.says_in(language, "providers.leaving_hint"),
        "{}",
        page.text()
    );
    let named = |name: &str| page.all("meta").iter().any(|meta| meta.get("name") == Some(name));
    assert!(named("viewport"), "it is read on telephones");
}

#[tokio::test]
async fn clients_of_different_sectors_know_a_person_by_different_names() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await.browser;
    let mut names = Vec::new();
    for sector in ["a.example", "a.example", "b.example"] {
        let magazine = app.trusted().await;
        app.database
            .execute(&format!(
                "UPDATE clients SET sector_identifier = '{sector}' WHERE id = '{}'",
                magazine.id
            ))
            .await;
        let code = magazine.code(&mut ada, &[]).await;
        let given = magazine.redeem(&code).await;
        let name = claims(&given["id_token"])["sub"].clone();
        assert_eq!(
            magazine.userinfo(&given["access_token"]).await.json()["sub"],
            name
        );
        names.push(name);
    }
    assert!(names[0] == names[1] && names[1] != names[2]);
}

/// Whoever made the client sees what to mend; nothing of it is markup, and nothing of it leads anywhere.
#[tokio::test]
async fn a_page_shows_what_was_asked_and_by_whom() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    let address = "https://evil.example/<b>?a=\"b\"";
    let page = app
        .visitor()
        .get(&authorize(client, &[("redirect_uri", address)]))
        .await;
    page.expect(400, "consent.fault_heading");
    let text = page.text();
    assert!(
        text.contains(&format!("redirect_uri – {address}")) && text.contains("client_id – Magazine"),
        "{text}"
    );
    let links = page.all("a");
    let mut to = links.iter().filter_map(|a| a.get("href"));
    assert!(!to.any(|href| href.starts_with(address)));
    assert!(page.all("b").is_empty());
    let nobody = "00000000-0000-7000-8000-00000000000f".parse().unwrap();
    let page = app.visitor().get(&authorize(nobody, &[])).await;
    page.expect(400, "consent.fault_heading");
    assert!(!page.text().contains("client_id –"), "{}", page.text());
}
