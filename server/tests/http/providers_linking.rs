//! Same address, other way in: the table, through HTTP. An identity is never an e-mail address.

use crate::support::{ADDRESS, PASSWORD, Provider, TestApp, Trust, Visitor};
use app::api::Answer;
use domain::{customers::CustomerStatus, time::Span, values::Fault};
use rstest::rstest;
use serde_json::json;

/// Somebody at the provider who says that this address is theirs.
fn claims(provider: &Provider, email: &str, verified: bool) {
    provider.person(json!({
        "sub": "eve-1", "email": email, "email_verified": verified, "given_name": "Eve", "family_name": "Ng",
    }));
}

/// Goes through the provider, and follows the link that then comes by mail.
async fn prove(
    app: &TestApp,
    visitor: &mut Visitor,
    provider: &Provider,
    email: &str,
) -> crate::support::Page {
    let page = visitor.through(provider).await;
    assert_eq!(page.location(), "/register/check-mail");
    visitor
        .follow(&page)
        .await
        .expect(200, "registration.check_mail_heading");
    let link = app.only_mail(email).await.link();
    assert!(link.starts_with("/confirm-address?token="));
    visitor.follow_link(&link).await
}

#[rstest]
#[case::trusted_and_verified(true, true)]
#[case::trusted_but_unverified(true, false)]
#[case::verified_but_not_trusted(false, true)]
#[tokio::test]
async fn no_claim_alone_links_a_customer_whose_address_is_proven(
    #[case] trusted: bool,
    #[case] verified: bool,
) {
    let app = TestApp::start().await;
    let provider = app
        .provider_with(
            "north",
            Trust {
                email: trusted,
                account_code: false,
            },
        )
        .await;
    app.settings(|settings| settings.approval = false).await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    claims(&provider, "ADA@example.org", verified);
    let mut eve = app.visitor();
    assert_eq!(eve.through(&provider).await.location(), "/register/check-mail");
    assert_eq!(
        (app.database.count("identities").await, app.open_sessions().await),
        (0, 0)
    );
    let link = app.only_mail("ADA@example.org").await.link();

    let mut other_browser = app.visitor();
    other_browser
        .follow_link(&link)
        .await
        .expect(422, "faults.other_browser");
    assert_eq!(
        app.database.count("identities").await,
        0,
        "the mail alone connects nothing"
    );

    let page = eve.follow_link(&link).await;
    assert_eq!(page.location(), "/");
    assert!(eve.get("/").await.text().contains("Ada"));
    let told = app.only_mail("ada@example.org").await;
    assert!(told.subject.contains("north"), "{}", told.subject);
    assert_eq!(
        (
            app.database.count("customers").await,
            app.database.count("identities").await
        ),
        (1, 1)
    );
    eve.follow_link_is_dead(&link).await;
}

#[rstest]
#[case("true")]
#[case("false")]
#[case(false)]
#[tokio::test]
async fn only_the_boolean_true_says_that_an_address_is_verified(#[case] said: impl Into<serde_json::Value>) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let said: serde_json::Value = said.into();
    provider.person(json!({ "sub": "eve-1", "email": "eve@corp.example", "email_verified": said }));
    let mut eve = app.visitor();
    assert_eq!(eve.through(&provider).await.location(), "/register/check-mail");
    assert_eq!(
        (app.database.count("customers").await, app.open_sessions().await),
        (0, 0)
    );
    app.only_mail("eve@corp.example").await;
}

#[tokio::test]
async fn an_unproven_address_of_nobody_is_proven_by_a_link_first() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut olga = app.operations().await;
    claims(&provider, "eve@corp.example", false);
    let mut eve = app.visitor();
    assert_eq!(eve.through(&provider).await.location(), "/register/check-mail");
    assert_eq!(
        (
            app.database.count("customers").await,
            app.database.count("identities").await
        ),
        (0, 0),
        "a stranger can't wait in an account for the owner of the address"
    );
    assert!(olga.queue().await.is_empty());
    let link = app.only_mail("eve@corp.example").await.link();
    app.visitor()
        .follow_link(&link)
        .await
        .expect(422, "faults.other_browser");
    assert_eq!(app.database.count("customers").await, 0);
    let page = eve.follow_link(&link).await;
    assert!(page.location().starts_with("/register/status/"));
    assert_eq!(app.mails().await.len(), 2);
    assert_eq!(olga.queue().await.len(), 1);
    eve.through(&provider)
        .await
        .expect(200, "registration.waiting_heading");
}

#[tokio::test]
async fn without_an_address_the_person_is_asked_for_one_and_proves_it() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    provider.person(json!({ "sub": "eve-1", "given_name": "Eve" }));
    let mut eve = app.visitor();
    let page = eve.through_to(&provider, "/offers/yoga-course").await;
    assert_eq!(page.location(), "/register/address");
    let page = eve.follow(&page).await;
    eve.fill(&page, "/register/address", &[("email", "eve")])
        .await
        .expect(422, "faults.not_an_email");
    let before = app.people().await;
    let page = eve
        .fill(&page, "/register/address", &[("email", "eve@corp.example")])
        .await;
    assert_eq!(page.location(), "/register/check-mail");
    let link = app.only_mail("eve@corp.example").await.link();
    assert_eq!(
        app.people().await[..5],
        before[..5],
        "nothing is created before the proof"
    );
    assert_eq!(
        eve.follow_link(&link).await.location(),
        "/account/profile?next=%2Foffers%2Fyoga-course"
    );
    assert!(eve.is_signed_in().await);
}

#[tokio::test]
async fn a_person_who_went_away_is_named_before_somebody_else_gives_an_address() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    provider.person(json!({ "sub": "eve-1", "given_name": "Eve", "family_name": "Ng" }));
    let mut shared = app.visitor();
    shared.through(&provider).await;
    let page = shared.get("/register/address").await;
    assert!(page.text().contains("Eve Ng"), "{}", page.text());
    // Whoever signs in or out in this browser has nothing to do with Eve any more.
    shared.sign_in("ada@example.org", PASSWORD).await.location();
    shared
        .get("/register/address")
        .await
        .expect(404, "shop.not_found_heading");
    let mut other = app.visitor();
    other.through(&provider).await;
    app.time.turn(Span::minutes(15));
    other
        .get("/register/address")
        .await
        .expect(404, "shop.not_found_heading");
}

#[tokio::test]
async fn nobody_gives_an_address_without_a_sign_in_that_asked_for_it() {
    let app = TestApp::start().await;
    let answer = app
        .visitor()
        .call("/register/address", &[("email", "eve@corp.example")])
        .await;
    assert_eq!(answer, Ok(Answer::form(Fault::LinkExpired)));
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_provider_that_is_disabled_while_the_address_is_proven_creates_nothing() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    provider.person(json!({ "sub": "eve-1", "given_name": "Eve" }));
    let mut eve = app.visitor();
    eve.through(&provider).await.location();
    eve.post("/register/address", &[("email", "eve@corp.example")])
        .await
        .location();
    let link = app.only_mail("eve@corp.example").await.link();
    app.switch(&provider, false, true).await;
    let before = app.people().await;
    let page = eve.follow_link(&link).await;
    assert!(
        !page.status.is_redirection() || page.location() == "/",
        "{} {}",
        page.status,
        page.text()
    );
    assert_eq!(app.people().await, before);
    assert!(!eve.is_signed_in().await);
}

#[tokio::test]
async fn the_identity_wins_over_a_local_customer_who_never_proved_the_address() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().register().await;
    let squatters_link = app.only_mail(ADDRESS).await.link();
    claims(&provider, ADDRESS, true);
    let mut owner = app.visitor();
    assert_eq!(owner.through(&provider).await.location(), "/account/profile");
    assert!(owner.get("/").await.text().contains("Eve Ng"));
    let told = app.only_mail(ADDRESS).await;
    assert!(told.text.contains("through north"), "{}", told.text);

    let mut squatter = app.visitor();
    squatter
        .sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    squatter
        .follow_link(&squatters_link)
        .await
        .expect(422, "faults.link_spent");
    assert!(!squatter.is_signed_in().await);
    assert_eq!(
        app.database
            .count("customers WHERE password_hash IS NOT NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn a_customer_of_another_provider_is_connected_by_the_bound_link_only() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await.location();
    claims(&south, "alex@corp.example", true);
    let mut alex = app.visitor();
    let page = prove(&app, &mut alex, &south, "alex@corp.example").await;
    assert_eq!(page.location(), "/account/profile");
    app.only_mail("alex@corp.example").await;
    assert_eq!(
        (
            app.database.count("customers").await,
            app.database.count("identities").await
        ),
        (1, 2)
    );
}

#[rstest]
#[case::waiting(CustomerStatus::Waiting)]
#[case::rejected(CustomerStatus::Rejected)]
#[case::disabled(CustomerStatus::Disabled)]
#[tokio::test]
async fn who_may_not_come_in_gets_no_session_through_a_provider(#[case] status: CustomerStatus) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.insert_customer("ada@example.org", status).await;
    for (subject, verified) in [("one", true), ("two", false)] {
        provider.person(json!({ "sub": subject, "email": "ada@example.org", "email_verified": verified }));
        let mut ada = app.visitor();
        let page = ada.through(&provider).await;
        let page = match app.mails().await.pop() {
            Some(mail) => ada.follow_link(&mail.link()).await,
            None => page,
        };
        assert!(
            !page.status.is_redirection() || page.location().starts_with("/register/status/"),
            "{}",
            page.text()
        );
        assert!(!ada.is_signed_in().await);
    }
    assert_eq!(
        (
            app.database.count("sessions").await,
            app.database.count("identities").await
        ),
        (0, 0)
    );
    assert_eq!(app.status_of("ada@example.org").await, status.as_str());
}

#[rstest]
#[case::rejected(CustomerStatus::Rejected, 403, "providers.declined_heading")]
#[case::disabled(CustomerStatus::Disabled, 403, "providers.closed_heading")]
#[case::waiting(CustomerStatus::Waiting, 200, "registration.waiting_heading")]
#[tokio::test]
async fn a_known_identity_of_somebody_who_may_not_come_in_is_told_so(
    #[case] status: CustomerStatus,
    #[case] code: u16,
    #[case] heading: &str,
) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    app.database
        .execute(&format!("UPDATE customers SET status = '{status}'"))
        .await;
    assert!(!alex.is_signed_in().await);
    alex.through(&provider).await.expect(code, heading);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn a_bound_link_is_good_for_its_identity_alone_and_for_a_day() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    claims(&provider, "ada@example.org", true);
    let mut eve = app.visitor();
    eve.through(&provider).await.location();
    let link = app.only_mail("ada@example.org").await.link();
    provider.person(json!({ "sub": "mallory", "email": "ada@example.org", "email_verified": true }));
    eve.through(&provider).await.location();
    let newer = app.only_mail("ada@example.org").await.link();
    assert_eq!(eve.follow_link(&link).await.location(), "/");
    assert_eq!(
        app.database.texts("SELECT subject FROM identities").await,
        ["eve-1"],
        "it proves nothing for another"
    );
    app.only_mail("ada@example.org").await;
    app.time.turn(Span::hours(24));
    eve.get(&newer).await.expect(410, "links.expired_heading");
    assert_eq!(
        app.database.count("identities WHERE subject = 'mallory'").await,
        0
    );
}

#[tokio::test]
async fn a_match_that_the_provider_does_not_control_waits_after_the_proof_too() {
    let app = TestApp::start().await;
    let trust = Trust {
        email: false,
        account_code: false,
    };
    let provider = app.provider_with("north", trust).await;
    app.settings(|settings| settings.approval = false).await;
    app.account("A-77").await;
    provider.person(json!({ "sub": "mia-1", "email": ADDRESS, "email_verified": true, "account": "A-77" }));
    let mut mia = app.visitor();
    let page = prove(&app, &mut mia, &provider, ADDRESS).await;
    assert!(
        page.location().starts_with("/register/status/"),
        "{}",
        page.location()
    );
    app.mails().await;
    assert_eq!(app.status_of(ADDRESS).await, "waiting");
    assert!(!mia.is_signed_in().await);
}
