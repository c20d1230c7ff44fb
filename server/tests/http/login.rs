//! `/login`: the table of the Login button, and signing in with a password.

use crate::support::{Browser, PASSWORD, Page, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{customers::CustomerStatus, time::Span, values::Fault};
use rstest::rstest;

fn buttons(page: &Page) -> Vec<String> {
    let links = page
        .all("a")
        .into_iter()
        .filter_map(|a| a.get("href").map(str::to_owned));
    links.filter(|href| href.starts_with("/providers/")).collect()
}

#[tokio::test]
async fn local_sign_in_on_without_provider_shows_the_form() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/login").await;
    assert_eq!(page.code(), 200);
    assert!(page.has_form("/login"));
    assert!(buttons(&page).is_empty());
}

#[tokio::test]
async fn local_sign_in_on_with_providers_shows_the_form_and_their_buttons() {
    let app = TestApp::start().await;
    let (_north, _south) = (app.provider("north").await, app.provider("south").await);
    let page = app.visitor().get("/login?next=/offers/yoga-course").await;
    assert!(page.has_form("/login"));
    let next = "next=%2Foffers%2Fyoga-course";
    assert_eq!(
        buttons(&page),
        [
            format!("/providers/north/start?{next}"),
            format!("/providers/south/start?{next}")
        ]
    );
    assert!(page.text().contains("north login (en)"));
}

#[tokio::test]
async fn local_sign_in_off_with_one_visible_provider_leads_straight_to_it() {
    let app = TestApp::start().await;
    let (_north, hidden) = (app.provider("north").await, app.provider("hidden").await);
    app.switch(&hidden, true, false).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let page = app.visitor().get("/login?next=/offers/yoga-course").await;
    assert_eq!(
        page.location(),
        "/providers/north/start?next=%2Foffers%2Fyoga-course"
    );
}

#[tokio::test]
async fn local_sign_in_off_with_two_providers_shows_their_buttons_only() {
    let app = TestApp::start().await;
    let (_north, _south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.local_sign_in = false).await;
    let page = app.visitor().get("/login").await;
    assert_eq!((page.code(), buttons(&page).len()), (200, 2));
    assert!(!page.has_form("/login"));
    assert_eq!(app.visitor().get("/forgot").await.code(), 404);
}

#[tokio::test]
async fn a_link_that_names_an_enabled_provider_opens_it_even_when_it_is_hidden() {
    let app = TestApp::start().await;
    let hidden = app.provider("hidden").await;
    app.switch(&hidden, true, false).await;
    let mut visitor = app.visitor();
    assert!(buttons(&visitor.get("/login").await).is_empty());
    assert_eq!(
        visitor.get("/login?provider=hidden").await.location(),
        "/providers/hidden/start"
    );
    app.switch(&hidden, false, false).await;
    assert_eq!(visitor.get("/login?provider=hidden").await.code(), 200);
    assert_eq!(visitor.get("/providers/hidden/start").await.code(), 404);
}

#[tokio::test]
async fn a_change_of_settings_acts_on_the_very_next_request() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut visitor = app.visitor();
    let page = visitor.get("/login").await;
    assert!(page.has_form("/login") && buttons(&page).len() == 1);

    app.settings(|settings| settings.local_sign_in = false).await;
    let late = visitor
        .fill(
            &page,
            "/login",
            &[("email", "ada@example.org"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(late.code(), 422);
    assert_eq!(app.open_sessions().await, 0);
    assert_eq!(visitor.get("/login").await.location(), "/providers/north/start");

    app.settings(|settings| settings.local_sign_in = true).await;
    app.switch(&provider, true, false).await;
    let page = visitor.get("/login").await;
    assert!(page.has_form("/login") && buttons(&page).is_empty());
}

#[tokio::test]
async fn without_customer_accounts_there_is_no_way_in_and_no_session_opens_anything() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut customer = app.customer("ada@example.org").await;
    let profile = customer.get("/account/profile").await;
    app.settings(|settings| settings.customer_accounts = false).await;
    for path in [
        "/login",
        "/register",
        "/account",
        "/account/profile",
        "/forgot",
        "/activate",
        "/reset?token=x",
    ] {
        assert_eq!(customer.get(path).await.code(), 404, "{path}");
        assert_eq!(app.visitor().get(path).await.code(), 404, "{path}");
    }
    let home = customer.get("/").await;
    assert_eq!(home.code(), 200);
    assert!(!home.says("common.sign_in") && !home.says("common.register") && !home.text().contains("Ada"));
    let sign_in = [("email", "ada@example.org"), ("password", PASSWORD)];
    assert_eq!(
        app.visitor().call("/login", &sign_in).await,
        Err(ApiError::NotFound)
    );
    assert_eq!(
        app.visitor()
            .call("/register", &crate::support::application())
            .await,
        Err(ApiError::NotFound)
    );
    let saved = customer
        .fill(&profile, "/account/profile", &[("given_name", "Eve")])
        .await;
    assert!(saved.code() == 404 || saved.location().starts_with("/login"));
    assert_eq!(app.database.count("customers WHERE given_name = 'Eve'").await, 0);
    assert_eq!(
        app.visitor()
            .get(&format!("/providers/{}/start", provider.slug))
            .await
            .code(),
        404
    );

    app.settings(|settings| settings.customer_accounts = true).await;
    assert!(customer.is_signed_in().await, "sessions live on");
}

#[tokio::test]
async fn who_is_signed_in_goes_on() {
    let app = TestApp::start().await;
    let mut customer = app.customer("ada@example.org").await;
    assert_eq!(
        customer.get("/login?next=/offers/yoga-course").await.location(),
        "/offers/yoga-course"
    );
    assert_eq!(customer.get("/login").await.location(), "/");
}

#[tokio::test]
async fn signing_in_leads_to_where_the_person_wanted_to_go() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut visitor = app.visitor();
    let home = visitor.get("/offers/yoga-course").await;
    let way_in = home.all("a").into_iter().find_map(|a| {
        a.get("href")
            .filter(|h| h.starts_with("/login"))
            .map(str::to_owned)
    });
    let page = visitor.get(&way_in.unwrap()).await;
    let wrong = visitor
        .fill(
            &page,
            "/login",
            &[("email", "ada@example.org"), ("password", "not this one")],
        )
        .await;
    assert_eq!(wrong.code(), 422);
    assert_eq!(
        wrong.value("next"),
        "/offers/yoga-course",
        "a wrong password loses nothing"
    );
    assert_eq!(wrong.value("email"), "ada@example.org");
    let right = visitor.fill(&wrong, "/login", &[("password", PASSWORD)]).await;
    assert_eq!(right.location(), "/offers/yoga-course");
    assert!(visitor.is_signed_in().await);
}

#[rstest]
#[case("//evil.example")]
#[case("https://evil.example/")]
#[case("/\\evil.example")]
#[case("/%2F/evil.example")]
#[case("javascript:alert(1)")]
#[case("/login")]
#[case("/\nevil")]
#[case("")]
#[tokio::test]
async fn nobody_is_sent_elsewhere(#[case] next: &str) {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let fields = [
        ("email", "ada@example.org"),
        ("password", PASSWORD),
        ("next", next),
    ];
    let mut visitor = app.visitor();
    assert_eq!(visitor.post("/login", &fields).await.location(), "/");
    let query: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    assert_eq!(
        visitor.get(&format!("/login?next={query}")).await.location(),
        "/",
        "signed in already"
    );
    assert_eq!(app.visitor().call("/login", &fields).await, Ok(Answer::go("/")));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer_after_the_same_work() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut answers = Vec::new();
    for email in ["ada@example.org", "nobody@example.org"] {
        let before = app.portico.passwords.work();
        let page = app.visitor().sign_in(email, "not this one").await;
        page.expect(422, "faults.wrong_credentials");
        assert!(
            !page.body.contains("not this one"),
            "the password is never sent back"
        );
        answers.push((page.text(), app.portico.passwords.work() - before));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.open_sessions().await, 0);
}

#[rstest]
#[case::waiting(CustomerStatus::Waiting, Fault::AwaitingApproval)]
#[case::rejected(CustomerStatus::Rejected, Fault::Declined)]
#[case::disabled(CustomerStatus::Disabled, Fault::AccountClosed)]
#[case::unproven(CustomerStatus::Unproven, Fault::NotActivated)]
#[case::anonymised(CustomerStatus::Anonymised, Fault::WrongCredentials)]
#[tokio::test]
async fn only_the_password_tells_how_an_account_stands_and_nobody_gets_a_session(
    #[case] status: CustomerStatus,
    #[case] fault: Fault,
) {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", status).await;
    let mut visitor = app.visitor();
    let wrong = visitor
        .call(
            "/login",
            &[("email", "ada@example.org"), ("password", "not this one")],
        )
        .await;
    assert_eq!(wrong, Ok(Answer::form(Fault::WrongCredentials)));
    let right = visitor
        .call("/login", &[("email", "ada@example.org"), ("password", PASSWORD)])
        .await;
    assert_eq!(right, Ok(Answer::form(fault)));
    assert_eq!(
        (
            app.database.count("sessions").await,
            visitor.cookie("__Host-portico")
        ),
        (0, None)
    );
    let mails = app.mails().await;
    assert_eq!(
        mails.len(),
        usize::from(status == CustomerStatus::Unproven),
        "{mails:?}"
    );
}

#[tokio::test]
async fn faults_stand_beside_their_fields() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let answer = visitor
        .call("/login", &[("email", "ada"), ("password", "")])
        .await;
    let problems = Problems::default()
        .with("email", Fault::NotAnEmail)
        .with("password", Fault::Required);
    assert_eq!(answer, Ok(Answer::Problems(problems)));
    let page = visitor
        .post("/login", &[("email", "ada"), ("password", "")])
        .await;
    page.expect(422, "faults.not_an_email");
    let field = page.field("email").unwrap();
    assert_eq!(field.get("aria-invalid"), Some("true"));
    assert_eq!(field.get("aria-describedby"), Some("fault-email"));
    assert!(page.tags().iter().any(|tag| tag.get("id") == Some("fault-email")));
}

#[tokio::test]
async fn tries_are_counted_for_address_and_requester_so_that_a_stranger_locks_nobody_out() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut stranger = app.visitor();
    for _ in 0..10 {
        stranger
            .sign_in("ada@example.org", "not this one")
            .await
            .expect(422, "faults.wrong_credentials");
    }
    let before = app.portico.passwords.work();
    stranger
        .sign_in("ADA@example.org", PASSWORD)
        .await
        .expect(429, "faults.too_many_tries");
    assert_eq!(app.portico.passwords.work(), before, "nothing is hashed any more");
    app.time.turn(Span::minutes(5));
    let page = stranger.sign_in("ada@example.org", PASSWORD).await;
    assert_eq!(page.header("retry-after"), "600", "when the window ends");

    let mut ada = app.visitor();
    ada.address = "[2001:db8:1:2::3]:50000".parse().unwrap();
    assert_eq!(ada.sign_in("ada@example.org", PASSWORD).await.location(), "/");

    app.time.turn(Span::minutes(10));
    assert_eq!(
        stranger.sign_in("ada@example.org", PASSWORD).await.location(),
        "/"
    );
}

#[tokio::test]
async fn one_line_of_internet_access_is_one_requester() {
    let app = TestApp::start().await;
    let mut stranger = app.visitor();
    for n in 0..100 {
        stranger.address = format!("[2001:db8:1:2::{n:x}]:50000").parse().unwrap();
        let fault = stranger
            .call(
                "/login",
                &[("email", &format!("n{n}@example.org")), ("password", "x")],
            )
            .await;
        assert_eq!(fault, Ok(Answer::form(Fault::WrongCredentials)), "{n}");
    }
    let tries = |browser: &mut Browser| browser.clone();
    let mut same = tries(&mut stranger);
    let full = same
        .call("/login", &[("email", "new@example.org"), ("password", "x")])
        .await;
    assert_eq!(full, Ok(Answer::form(Fault::TooManyTries)));
    stranger.address = "[2001:db8:1:3::1]:50000".parse().unwrap();
    let other = stranger
        .call("/login", &[("email", "new@example.org"), ("password", "x")])
        .await;
    assert_eq!(other, Ok(Answer::form(Fault::WrongCredentials)));
}

#[tokio::test]
async fn signing_in_rightly_gives_the_budget_back() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut ada = app.visitor();
    for _ in 0..3 {
        for _ in 0..9 {
            ada.sign_in("ada@example.org", "not this one")
                .await
                .expect(422, "faults.wrong_credentials");
        }
        assert_eq!(ada.sign_in("ada@example.org", PASSWORD).await.location(), "/");
    }
}
