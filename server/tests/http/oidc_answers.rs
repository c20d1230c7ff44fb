//! Ways of answering: fragments, forms, and names of people by sector.

use crate::support::{
    TestApp,
    oidc::{answer, authorize, claims},
};
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

#[tokio::test]
async fn a_form_posts_itself_to_the_client_and_nowhere_else() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
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
    assert!(
        page.header("content-security-policy")
            .contains("form-action https://app.example;")
    );
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
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
