//! Budgets of tries and of mails: nobody uses up what others need.

use super::office_staff::{ACCESS, id_of, page_of};
use crate::support::{ADDRESS, Customer, PASSWORD, TestApp};
use domain::{customers::CustomerStatus, staff::Role, time::Span};
use rstest::rstest;

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

const ADA: &str = "ada@example.org";
const OLGA: &str = "olga@tidewater.example";

/// Wrong passwords from many requesters, five from each.
async fn guess(app: &TestApp, path: &str, email: &str, times: i64) -> Vec<u16> {
    let mut codes = Vec::new();
    for n in 0..times {
        let mut stranger = app.visitor();
        stranger.address = format!("198.51.{}.{}:50000", times % 200, n / 5).parse().unwrap();
        let page = stranger
            .post(path, &[("email", email), ("password", "harbour lantern 42")])
            .await;
        codes.push(page.code());
    }
    codes
}

#[tokio::test]
async fn an_account_that_many_requesters_guess_at_rests_but_not_for_its_owner() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    assert_eq!(guess(&app, "/login", ADA, 50).await, [422; 50]);
    let hashes = app.portico.passwords.work();
    let mut new = app.visitor();
    let page = new.sign_in(ADA, PASSWORD).await;
    page.expect(429, "faults.too_many_wrong_passwords");
    assert!(
        !page.headers.contains_key("retry-after"),
        "it is not for strangers to know"
    );
    assert_eq!(app.portico.passwords.work(), hashes, "nothing is hashed for it");
    app.time.turn(Span::hours(23));
    new.sign_in(ADA, PASSWORD)
        .await
        .expect(429, "faults.too_many_wrong_passwords");

    assert_eq!(
        ada.sign_in(ADA, PASSWORD).await.location(),
        "/",
        "her own browser"
    );
    assert_eq!(
        new.sign_in(ADA, PASSWORD).await.location(),
        "/",
        "which gave them back"
    );
    app.mails_about_browsers().await;
}

#[tokio::test]
async fn a_browser_that_is_known_has_tries_of_its_own_but_not_without_end() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    guess(&app, "/login", ADA, 50).await;
    for n in 0..50 {
        ada.address = format!("192.0.2.{}:50000", n / 5).parse().unwrap();
        ada.sign_in(ADA, "not this one")
            .await
            .expect(422, "faults.wrong_credentials");
    }
    ada.sign_in(ADA, PASSWORD)
        .await
        .expect(429, "faults.too_many_wrong_passwords");
}

#[tokio::test]
async fn who_knew_the_old_password_is_a_stranger_and_uses_up_nothing_of_the_owners() {
    let app = TestApp::start().await;
    let mut thief = app.customer(ADA).await;
    let mut ada = app.visitor();
    ada.post("/forgot", &[("email", ADA)]).await;
    let page = ada.get(&app.only_mail(ADA).await.link()).await;
    let new = "another lantern 77";
    ada.fill(&page, "/reset", &[("new_password", new)]).await;
    guess(&app, "/login", ADA, 50).await;
    for _ in 0..9 {
        thief
            .sign_in(ADA, PASSWORD)
            .await
            .expect(429, "faults.too_many_wrong_passwords");
    }
    assert_eq!(
        app.database
            .count("throttles WHERE bucket LIKE 'password-known:%'")
            .await,
        0
    );
    assert_eq!(ada.sign_in(ADA, new).await.location(), "/");
    app.mails().await;
}

#[tokio::test]
async fn a_browser_is_known_to_its_own_customer_only() {
    let app = TestApp::start().await;
    let mut eve = app.customer("eve@example.org").await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    guess(&app, "/login", ADA, 50).await;
    eve.sign_in(ADA, PASSWORD)
        .await
        .expect(429, "faults.too_many_wrong_passwords");
}

#[tokio::test]
async fn a_reset_by_mail_lets_the_owner_in_while_strangers_go_on_guessing() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    guess(&app, "/login", ADA, 50).await;
    let mut ada = app.visitor();
    ada.post("/forgot", &[("email", ADA)]).await;
    let page = ada.get(&app.only_mail(ADA).await.link()).await;
    let new = "another lantern 77";
    assert_eq!(
        ada.fill(&page, "/reset", &[("new_password", new)]).await.code(),
        303
    );
    assert_eq!(
        guess(&app, "/login", ADA, 51).await.last(),
        Some(&429),
        "they have new ones"
    );
    assert_eq!(ada.sign_in(ADA, new).await.location(), "/");
    app.only_mail(ADA).await;
}

#[tokio::test]
async fn tries_that_a_requester_does_not_have_count_for_no_account() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    for _ in 0..60 {
        app.visitor().sign_in(ADA, "not this one").await;
    }
    let mut ada = app.visitor();
    ada.address = "192.0.2.1:50000".parse().unwrap();
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn the_current_password_and_the_sign_in_share_what_an_account_has() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let change = async |ada: &mut Customer, n: i64, current| {
        ada.address = format!("192.0.2.{}:50000", n / 5).parse().unwrap();
        let fields = [
            ("current_password", current),
            ("new_password", "another lantern 77"),
        ];
        ada.post("/account/security/password", &fields).await
    };
    for n in 0..100 {
        change(&mut ada, n, "not this one")
            .await
            .expect(422, "faults.wrong_password");
    }
    change(&mut ada, 100, PASSWORD)
        .await
        .expect(429, "faults.too_many_wrong_passwords");
    ada.sign_in(ADA, PASSWORD)
        .await
        .expect(429, "faults.too_many_wrong_passwords");
}

#[rstest]
#[case::customers("/login", ADA)]
#[case::staff("/office/login", OLGA)]
#[tokio::test]
async fn a_known_address_rests_as_an_unknown_one_does(#[case] path: &str, #[case] known: &str) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let mut answers = Vec::new();
    for email in [known, "nobody@example.org"] {
        let codes = guess(&app, path, email, 50).await;
        let mut stranger = app.visitor();
        // Somebody else's marks.
        for name in ["__Host-portico-device", "__Host-portico-office-device"] {
            stranger.set_cookie(name, &"A".repeat(43));
        }
        let statements = app.portico.database.statements();
        let page = stranger
            .post(path, &[("email", email), ("password", PASSWORD)])
            .await;
        let statements = app.portico.database.statements() - statements;
        answers.push((codes, page.code(), statements, page.body.contains(email)));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, 429);
}

#[tokio::test]
async fn staff_go_on_in_the_browser_that_they_used_and_after_their_access_was_opened_again() {
    let app = TestApp::start().await;
    let mut olga = app.staff("Olga", &[Role::Operations]).await;
    let mut root = app.staff("Root", &[Role::Administrator]).await;
    guess(&app, "/office/login", OLGA, 50).await;
    let sign_in = [("email", OLGA), ("password", PASSWORD)];
    let page = app.visitor().post("/office/login", &sign_in).await;
    page.expect(429, "faults.too_many_wrong_passwords_of_staff");
    assert_eq!(
        root.post("/office/login", &sign_in).await.code(),
        429,
        "it is Root's browser"
    );
    assert_eq!(olga.post("/office/login", &sign_in).await.code(), 303);

    guess(&app, "/office/login", OLGA, 51).await;
    let path = page_of(&id_of(&app, "Olga").await);
    for switch in ["close", "open"] {
        let page = root.get(&path).await;
        assert_eq!(root.fill(&page, ACCESS, &[("switch", switch)]).await.code(), 303);
    }
    assert_eq!(app.visitor().post("/office/login", &sign_in).await.code(), 303);

    guess(&app, "/office/login", OLGA, 52).await;
    let address = domain::values::Email::parse(OLGA).unwrap();
    let had_one = server::services::second_factor::reset_staff(&app.portico, &address).await;
    assert!(!had_one.unwrap());
    assert_eq!(
        app.database
            .count("history WHERE action = 'staff.tries_given_back'")
            .await,
        1
    );
    assert_eq!(
        app.visitor().post("/office/login", &sign_in).await.code(),
        303,
        "by the console"
    );
    app.mails().await;
}

#[tokio::test]
async fn guesses_at_an_account_count_for_a_day_and_asking_without_tries_leaves_no_row() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    guess(&app, "/login", ADA, 50).await;
    app.time.turn(Span::hours(24));
    assert_eq!(app.visitor().sign_in(ADA, PASSWORD).await.location(), "/");

    let mut flood = app.visitor();
    flood.address = "192.0.2.9:50000".parse().unwrap();
    for n in 0..103 {
        flood.sign_in(&format!("nobody{n}@example.org"), PASSWORD).await;
    }
    let rows = "UPDATE throttles SET count = count WHERE bucket LIKE 'password:%'";
    assert_eq!(app.database.execute(rows).await, 100);
    app.mails_about_browsers().await;
}
