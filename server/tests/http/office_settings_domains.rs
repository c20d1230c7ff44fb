//! `/office/settings/domains`: whose addresses customers may have.

use crate::support::{ADDRESS, TestApp, application};
use app::api::{Answer, ApiError, Problems};
use domain::{providers::Rule, values::Fault};
use rstest::rstest;
use serde_json::json;

const SETTINGS: &str = "/office/settings/domains";

/// A shop whose administrator saved these lists.
async fn shop(allow: &str, deny: &str) -> TestApp {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    let saved = anton
        .fill(&page, SETTINGS, &[("allow", allow), ("deny", deny)])
        .await;
    anton.follow(&saved).await.expect(200, "office.settings_saved");
    app
}

fn refused() -> Result<Answer, ApiError> {
    let problems = Problems::default().with("email", Fault::DomainNotAdmitted);
    Ok(Answer::Problems(problems))
}

#[tokio::test]
async fn a_saved_list_is_shown_as_it_is_compared_and_written_to_the_history() {
    let app = shop("Bücher.example", "spam.example, bulk.example").await;
    let mut anton = app.staff("Anna", &[domain::staff::Role::Administrator]).await;
    let page = anton.get(SETTINGS).await;
    assert_eq!(page.value("allow").trim(), "xn--bcher-kva.example");
    assert_eq!(page.value("deny").trim(), "spam.example\nbulk.example");
    let history = anton.get("/office/history").await;
    assert!(
        history.text().contains("spam.example, bulk.example"),
        "{}",
        history.text()
    );
}

#[rstest]
#[case::denied("", "example.org", false)]
#[case::not_allowed("corp.example", "", false)]
#[case::allowed("example.org", "", true)]
#[tokio::test]
async fn registering(#[case] allow: &str, #[case] deny: &str, #[case] admitted: bool) {
    let app = shop(allow, deny).await;
    let answer = app.visitor().call("/register", &application()).await;
    if admitted {
        assert_eq!(answer, Ok(Answer::go("/register/check-mail")));
        app.only_mail(ADDRESS).await;
    } else {
        assert_eq!(answer, refused());
        let page = app.visitor().register().await;
        page.expect(422, "faults.domain_not_admitted");
        assert_eq!(page.value("email"), ADDRESS, "what was typed comes back");
        assert_eq!(app.database.count("customers").await, 0);
    }
}

#[tokio::test]
async fn changing_the_address() {
    let app = shop("", "spam.example").await;
    let mut ada = app.customer("ada@example.org").await;
    let to = async |ada: &mut crate::support::Customer, email| {
        ada.call("/account/security/address", &[("email", email)]).await
    };
    assert_eq!(to(&mut ada, "ada@mail.spam.example").await, refused());
    assert!(matches!(to(&mut ada, "ada@new.example").await, Ok(Answer::Go(_))));
    app.only_mail("ada@new.example").await;
}

#[tokio::test]
async fn coming_through_a_provider() {
    let app = shop("", "spam.example").await;
    app.settings(|settings| settings.approval = false).await;
    let north = app.provider("north").await;
    north.person(json!({ "sub": "eve-1", "email": "eve@spam.example", "email_verified": true }));
    let mut eve = app.visitor();
    assert_eq!(eve.through(&north).await.location(), "/register/address");
    assert_eq!(app.database.count("customers").await, 0);
    let page = eve.get("/register/address").await;
    eve.fill(&page, "/register/address", &[("email", "eve@spam.example")])
        .await
        .expect(422, "faults.domain_not_admitted");
    eve.fill(&page, "/register/address", &[("email", ADDRESS)])
        .await
        .location();
    let link = app.only_mail(ADDRESS).await.link();
    eve.follow_link(&link).await.location();
    assert_eq!(app.status_of(ADDRESS).await, "active");
}

#[tokio::test]
async fn an_address_that_a_provider_changes() {
    let app = shop("", "spam.example").await;
    app.settings(|settings| settings.approval = false).await;
    let north = app.provider("north").await;
    app.rule(&north, Rule::Always).await;
    for email in [ADDRESS, "eve@spam.example"] {
        north.person(json!({ "sub": "eve-1", "email": email, "email_verified": true }));
        let mut eve = app.visitor();
        eve.through(&north).await.location();
        assert!(eve.is_signed_in().await, "{email}");
        assert_eq!(app.status_of(ADDRESS).await, "active", "{email}");
    }
    app.mails().await;
}

#[tokio::test]
async fn whoever_is_here_already_stays() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@spam.example").await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    anton
        .fill(&page, SETTINGS, &[("deny", "spam.example")])
        .await
        .location();
    assert!(ada.is_signed_in().await);
    let mut phone = app.visitor();
    assert_eq!(
        phone
            .sign_in("ada@spam.example", crate::support::PASSWORD)
            .await
            .location(),
        "/"
    );
}

#[rstest]
#[case("allow", "ada@example.org")]
#[case("deny", "*.example.org")]
#[case("deny", "localhost")]
#[tokio::test]
async fn a_line_that_is_no_domain_is_refused_beside_its_field(#[case] field: &str, #[case] value: &str) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    assert_eq!(
        anton.call(SETTINGS, &[("version", "0"), (field, value)]).await,
        Ok(Answer::field(field, Fault::NotADomain))
    );
    let mut olga = app.operations().await;
    assert_eq!(
        olga.call(SETTINGS, &[("version", "0")]).await,
        Err(ApiError::Forbidden)
    );
}
