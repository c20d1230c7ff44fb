//! Budgets of tries and of mails: nobody uses up what others need.

use crate::support::{ADDRESS, PASSWORD, TestApp};
use domain::customers::CustomerStatus;

#[tokio::test]
async fn a_right_password_uses_up_nothing_of_what_people_behind_one_address_share() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let sign_in = async || app.visitor().sign_in("ada@example.org", PASSWORD).await;
    sign_in().await.location();
    let shared = "UPDATE throttles SET count = 99 WHERE bucket LIKE 'sign-in:%'";
    assert_eq!(app.database.execute(shared).await, 1);
    for _ in 0..3 {
        assert_eq!(sign_in().await.location(), "/");
    }
    let page = app.visitor().sign_in("ada@example.org", "not this one").await;
    page.expect(422, "faults.wrong_credentials");
    sign_in().await.expect(429, "faults.too_many_tries");
    app.mails_about_browsers().await;
}

#[tokio::test]
async fn a_stranger_who_asks_for_reset_links_keeps_nobody_from_registering() {
    let app = TestApp::start().await;
    for n in 1..=11 {
        let mut stranger = app.visitor();
        stranger.address = format!("198.51.100.{n}:50000").parse().unwrap();
        stranger.post("/forgot", &[("email", ADDRESS)]).await;
    }
    let page = app.visitor().register().await;
    assert_eq!(page.location(), "/register/check-mail");
    assert!(
        app.only_mail(ADDRESS)
            .await
            .link()
            .starts_with("/activate?token=")
    );
}
