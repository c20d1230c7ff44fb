//! The first sign-in of an unknown person through a provider: the rows of the registration table.

use crate::support::{Provider, TestApp, Trust};
use rstest::rstest;
use serde_json::json;

/// What the person comes to.
#[derive(Debug, PartialEq)]
enum Met {
    Waiting,
    In,
}

async fn first_sign_in(app: &TestApp, provider: &Provider) -> Met {
    let mut alex = app.visitor();
    let page = alex.through(provider).await;
    let met = if page.status.is_redirection() {
        assert_eq!(page.location(), "/account/profile");
        Met::In
    } else {
        page.expect(200, "registration.waiting_heading");
        Met::Waiting
    };
    assert_eq!(alex.is_signed_in().await, met == Met::In);
    app.mails().await;
    met
}

#[rstest]
#[case::registration_off(true, false, false, Met::Waiting)]
#[case::registration_off_approval_on(true, false, true, Met::Waiting)]
#[case::approval_on(true, true, true, Met::Waiting)]
#[case::approval_off(true, true, false, Met::In)]
#[case::local_sign_in_does_not_matter(false, true, false, Met::In)]
#[case::local_sign_in_does_not_matter_either(false, true, true, Met::Waiting)]
#[tokio::test]
async fn each_row(
    #[case] local: bool,
    #[case] registration: bool,
    #[case] approval: bool,
    #[case] expected: Met,
) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| {
        settings.local_sign_in = local;
        settings.local_registration = registration;
        settings.approval = approval;
    })
    .await;
    assert_eq!(first_sign_in(&app, &provider).await, expected);
    assert_eq!(
        (
            app.database.count("customers").await,
            app.database.count("accounts").await
        ),
        (1, 1)
    );
}

#[rstest]
#[case::controlled(true, "A-77", Met::In, true)]
#[case::not_controlled(false, "A-77", Met::Waiting, true)]
#[case::no_such_account(true, "A-78", Met::In, false)]
#[case::another_case(true, "a-77", Met::In, false)]
#[tokio::test]
async fn an_account_is_matched_by_its_code_alone(
    #[case] controlled: bool,
    #[case] code: &str,
    #[case] expected: Met,
    #[case] matched: bool,
) {
    let app = TestApp::start().await;
    let provider = app
        .provider_with(
            "north",
            Trust {
                email: true,
                account_code: controlled,
            },
        )
        .await;
    app.settings(|settings| settings.approval = false).await;
    let corp = app.account("A-77").await;
    provider.person(json!({
        "sub": "alex-1", "email": "alex@corp.example", "email_verified": true, "account": code,
    }));
    assert_eq!(first_sign_in(&app, &provider).await, expected);
    let in_corp = app
        .database
        .count(&format!("customers WHERE account_id = '{corp}'"))
        .await;
    assert_eq!(in_corp == 1, matched);
}

#[tokio::test]
async fn registration_off_lets_no_unknown_person_past_operations_by_the_login_page() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| (settings.local_registration, settings.approval) = (false, false))
        .await;
    let mut olga = app.operations().await;
    assert_eq!(first_sign_in(&app, &provider).await, Met::Waiting);
    olga.approve().await;
    app.mails().await;
    assert_eq!(first_sign_in(&app, &provider).await, Met::In);
}
