//! `/office/conformance`: what is green and what is red about each connection, and the sign-outs on a client's page.

use super::office_clients::{id_of, make};
use crate::support::TestApp;
use domain::time::Span;
use rstest::rstest;

const PAGE: &str = "/office/conformance";

#[tokio::test]
async fn nothing_is_connected_at_first() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    anton.get(PAGE).await.expect(200, "conformance.empty_heading");
}

#[tokio::test]
async fn clients_and_providers_are_looked_at() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let _north = app.provider("north").await;
    let page = anton.get(PAGE).await;
    page.expect(200, "conformance.issuer_wrong");
    assert!(
        page.says("conformance.logout_weak"),
        "nobody tells it of a logout"
    );
    let link = |href: &str| page.all("a").iter().any(|a| a.get("href") == Some(href));
    assert!(link(&path));
    assert!(page.text().contains("north"), "{}", page.text());

    // A client that is switched off does no harm.
    app.database.execute("UPDATE clients SET active = FALSE").await;
    assert!(!anton.get(PAGE).await.text().contains("Harbour Magazine"));
}

#[tokio::test]
async fn tokens_in_the_browser_are_told_and_no_logout_where_nobody_signs_in() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let no_codes = [("type_code", ""), ("grant_authorization_code", "")];
    let implicit = [no_codes.as_slice(), &[("type_id_token", "on")]].concat();
    make(&mut anton, "Harbour Magazine", &implicit).await;
    assert!(anton.get(PAGE).await.says("conformance.flows_wrong"));

    app.database.execute("DELETE FROM clients").await;
    let own = [no_codes.as_slice(), &[("grant_client_credentials", "on")]].concat();
    make(&mut anton, "Harbour Broker", &own).await;
    let page = anton.get(PAGE).await;
    assert!(page.text().contains("Harbour Broker"), "{}", page.text());
    assert!(!page.says("conformance.flows_wrong") && !page.says("conformance.logout_weak"));
}

#[tokio::test]
async fn an_old_secret_and_none_at_all_are_told() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    make(&mut anton, "Harbour Magazine", &[]).await;
    assert!(!anton.get(PAGE).await.says("conformance.secret_weak"));
    let old = app.portico.now().minus(Span::days(366)).as_millis();
    app.database
        .execute(&format!("UPDATE client_secrets SET created_at = {old}"))
        .await;
    assert!(anton.get(PAGE).await.says("conformance.secret_weak"));
    app.database.execute("DELETE FROM client_secrets").await;
    assert!(anton.get(PAGE).await.says("conformance.secret_wrong"));
}

#[rstest]
#[case::told("told", "clients.logout_told")]
#[case::waiting("waiting", "clients.logout_waiting")]
#[case::given_up("given_up", "clients.logout_given_up")]
#[tokio::test]
async fn what_became_of_a_sign_out_stands_on_the_clients_page(#[case] status: &str, #[case] words: &str) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let bye = [("back_channel_logout_uri", "https://app.example/bye")];
    let path = make(&mut anton, "Harbour Magazine", &bye).await;
    assert!(!anton.get(&path).await.says("clients.logouts"));
    let ada = app.customer("ada@example.org").await;
    let (client, customer) = (id_of(&path), ada.id);
    app.database
        .execute(&format!(
            "INSERT INTO client_logouts (client_id, sid, customer_id, status, attempts, next_attempt_at, last_error, created_at)
             VALUES ('{client}', 's', '{customer}', '{status}', 3, 0, 'it answered 500', 0)"
        ))
        .await;
    let page = anton.get(&path).await;
    page.expect(200, words);
    assert!(page.text().contains("it answered 500"));
    let page = anton.get(PAGE).await;
    assert_eq!(page.says("conformance.logout_wrong"), status == "given_up");
    assert_eq!(page.says("conformance.logout_weak"), status == "waiting");
}
