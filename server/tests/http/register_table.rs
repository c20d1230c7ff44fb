//! What registering with the form leads to: the table, row by row.

use crate::support::{ADDRESS, PASSWORD, Quirk, TestApp, application};
use domain::{customers::CustomerStatus, time::Span};

#[tokio::test]
async fn without_approval_the_link_signs_in_and_my_profile_opens() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let mut mia = app.visitor();
    let page = mia.get("/register?next=/offers/yoga-course").await;
    assert!(page.field("new_password").is_some());
    assert!(page.field("message").is_none(), "nobody would read it");
    let page = mia.fill(&page, "/register", &application()).await;
    assert_eq!(page.location(), "/register/check-mail");
    mia.follow(&page)
        .await
        .expect(200, "registration.check_mail_heading");
    assert!(!mia.is_signed_in().await);
    assert_eq!(app.status_of(ADDRESS).await, "unproven");

    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    assert_eq!(page.location(), "/account/profile?next=%2Foffers%2Fyoga-course");
    assert_eq!(app.status_of(ADDRESS).await, "active");
    mia.follow(&page).await.expect(200, "profile.heading");
    assert_eq!(
        app.database
            .texts("SELECT status FROM registration_requests")
            .await,
        ["activated"]
    );
}

#[tokio::test]
async fn with_approval_operations_decide_after_the_address_is_proven() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.visitor();
    let page = mia.get("/register?next=/offers/yoga-course").await;
    assert!(page.field("new_password").is_some() && page.field("message").is_some());
    mia.fill(
        &page,
        "/register",
        &[application(), vec![("message", "I row.")]].concat(),
    )
    .await;
    assert!(
        olga.queue().await.is_empty(),
        "an address that nobody proved waits for nothing"
    );

    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    assert!(
        page.location().starts_with("/register/status/"),
        "{}",
        page.location()
    );
    mia.follow(&page).await.expect(200, "registration.status_waiting");
    assert!(!mia.is_signed_in().await);
    let told = app.mails().await;
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told.iter()
            .any(|mail| mail.to == "operations@tidewater.example" && mail.text.contains("Mia Vogel"))
    );
    assert!(
        told.iter()
            .any(|mail| mail.to == ADDRESS && mail.link() == page.location())
    );
    mia.sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.awaiting_approval");

    let page = olga.approve().await;
    olga.follow(&page).await.expect(200, "office.approved_done");
    let mail = app.only_mail(ADDRESS).await;
    assert!(mail.text.contains("http://localhost:3000/login"));
    let page = mia.sign_in(ADDRESS, PASSWORD).await;
    let wanted = "/account/profile?next=%2Foffers%2Fyoga-course";
    assert_eq!(
        page.location(),
        wanted,
        "the first time My Profile opens, on the way to what was wanted"
    );
    assert_eq!(
        mia.sign_in(ADDRESS, PASSWORD).await.location(),
        "/",
        "only the first time"
    );
}

#[tokio::test]
async fn a_rejected_person_is_told_why_and_never_gets_in() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.decide(&[("decision", "reject")])
        .await
        .expect(422, "faults.required");
    let page = olga
        .decide(&[("decision", "reject"), ("reason", "We are <full>.")])
        .await;
    olga.follow(&page).await.expect(200, "office.rejected_done");
    let mail = app.only_mail(ADDRESS).await;
    assert!(mail.text.contains("We are <full>.") && mail.html.contains("We are &lt;full&gt;."));
    let status = mia.get(&mail.link()).await;
    status.expect(200, "registration.status_rejected");
    assert!(status.text().contains("We are <full>."));
    mia.sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.declined");
    mia.post("/forgot", &[("email", ADDRESS)]).await;
    assert!(app.mails().await.is_empty(), "a reset would be another path");
    assert_eq!(app.database.count("sessions").await, 0);
}

#[tokio::test]
async fn with_local_sign_in_off_the_form_asks_for_no_password_and_always_waits() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| (settings.local_sign_in, settings.approval) = (false, false))
        .await;
    let mut olga = app.operations().await;
    let mut mia = app.visitor();
    let page = mia.get("/register").await;
    assert!(page.field("new_password").is_none() && page.field("message").is_some());
    assert_eq!(mia.register().await.location(), "/register/check-mail");
    assert_eq!(
        app.database
            .count("customers WHERE password_hash IS NOT NULL")
            .await,
        0
    );
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    assert!(
        page.location().starts_with("/register/status/"),
        "it waits, whatever the setting says"
    );
    app.mails().await;

    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.get(&link).await;
    assert!(page.text().contains("Continue with north"), "{}", page.text());
    let page = mia.fill(&page, "/activate", &[]).await;
    assert_eq!(page.location(), "/providers/north/leave?finish=1");
    // A redirect out of the form would be stopped by its policy: a page goes on.
    let leave = mia.follow(&page).await;
    assert_eq!(leave.code(), 200);
    let start = "/providers/north/start?finish=1";
    assert!(
        leave.all("a").iter().any(|a| a.get("href") == Some(start)),
        "{}",
        leave.text()
    );
    provider.person(serde_json::json!({ "sub": "mia-1", "email": ADDRESS, "email_verified": true }));
    let page = mia.through_from(&provider, start).await;
    assert_eq!(page.location(), "/account/profile");
    assert!(mia.is_signed_in().await);
    assert_eq!(
        app.database.count("customers").await,
        1,
        "the identity became connected"
    );
    assert_eq!(
        app.database.texts("SELECT subject FROM identities").await,
        ["mia-1"]
    );
    assert_eq!(mia.get(&link).await.code(), 410, "the link is used up");
}

#[tokio::test]
async fn with_several_providers_the_approval_link_lets_the_person_choose() {
    let app = TestApp::start().await;
    let (_north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    assert_eq!(page.location(), "/login?finish=1");
    let page = mia.follow(&page).await;
    page.expect(200, "login.choose_to_finish");
    south
        .person(serde_json::json!({ "sub": "m", "email": "mia.vogel@corp.example", "email_verified": true }));
    let button = "/providers/south/start?finish=1";
    assert!(page.all("a").iter().any(|a| a.get("href") == Some(button)));
    let page = mia.through_from(&south, button).await;
    assert_eq!(page.location(), "/account/profile");
    let noted = app
        .database
        .texts("SELECT new_value FROM history WHERE action = 'identity.connected'")
        .await;
    assert!(
        noted[0].contains("mia.vogel@corp.example"),
        "the other address is noted: {noted:?}"
    );
}

#[tokio::test]
async fn an_approval_link_that_meets_somebody_elses_identity_is_refused() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&provider).await.location();
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    let before = app.people().await;
    mia.through_from(&provider, page.location())
        .await
        .expect(403, "providers.taken_heading");
    assert_eq!(app.people().await, before);
    assert_eq!(mia.get(&link).await.code(), 200, "nothing is used up");
}

#[tokio::test]
async fn somebody_elses_sign_in_in_the_same_browser_finishes_nothing() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    mia.follow_link(&link).await;
    // Mia gives up; Tom signs in on the same browser by the Login button.
    provider
        .person(serde_json::json!({ "sub": "tom-1", "email": "tom@example.org", "email_verified": true }));
    mia.through(&provider)
        .await
        .expect(200, "registration.waiting_heading");
    assert_eq!(
        app.database
            .texts("SELECT subject FROM identities WHERE customer_id = (SELECT customer_id FROM links WHERE purpose = 'finish')")
            .await
            .len(),
        0
    );
    assert_eq!(mia.get(&link).await.code(), 200, "the link still works");
    app.mails().await;
}

#[tokio::test]
async fn an_approval_link_lives_for_fourteen_days() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    app.time.turn(Span::millis(Span::days(14).as_millis() - 1));
    assert_eq!(mia.get(&link).await.code(), 200);
    let page = mia.follow_link(&link).await;
    let authorize = mia.start(page.location()).await;
    app.time.turn(Span::millis(1));
    let expired = mia.get(&link).await;
    expired.expect(410, "links.expired_heading");
    mia.fill(&expired, "/activate/again", &[]).await;
    let renewed = app.only_mail(ADDRESS).await.link();
    assert_eq!(mia.get(&renewed).await.code(), 200);
    provider.person(serde_json::json!({ "sub": "mia-1", "email": ADDRESS, "email_verified": true }));
    let callback = provider.browse(&authorize);
    let page = mia.get(callback.as_str()).await;
    assert!(!page.status.is_redirection(), "{} {}", page.status, page.text());
    assert_eq!(
        (app.open_sessions().await, app.database.count("identities").await),
        (0, 0)
    );
}

#[tokio::test]
async fn with_registration_off_there_is_no_button_and_no_handler() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    let page = mia.get("/register").await;
    app.settings(|settings| settings.local_registration = false).await;
    assert_eq!(mia.fill(&page, "/register", &application()).await.code(), 404);
    assert_eq!(mia.get("/register").await.code(), 404);
    for path in ["/", "/login"] {
        let page = mia.get(path).await;
        let links = page
            .all("a")
            .into_iter()
            .filter_map(|a| a.get("href").map(str::to_owned));
        assert_eq!(
            links.filter(|href| href.starts_with("/register")).count(),
            0,
            "{path}"
        );
    }
    assert_eq!(app.database.count("customers").await, 0);
}

#[tokio::test]
async fn a_registration_without_a_password_is_never_admitted_by_a_reset() {
    let app = TestApp::start().await;
    let _provider = app.provider("north").await;
    app.settings(|settings| (settings.local_sign_in, settings.approval) = (false, false))
        .await;
    let mut mia = app.visitor();
    assert_eq!(mia.register().await.location(), "/register/check-mail");
    app.only_mail(ADDRESS).await;
    app.settings(|settings| settings.local_sign_in = true).await;
    mia.post("/forgot", &[("email", ADDRESS)]).await;
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.get(&link).await;
    mia.fill(&page, "/reset", &[("new_password", "another lantern 77")])
        .await;
    app.mails().await;
    assert_eq!(
        app.status_of(ADDRESS).await,
        CustomerStatus::Waiting.as_str(),
        "it always waits for approval"
    );
    mia.sign_in(ADDRESS, "another lantern 77")
        .await
        .expect(422, "faults.awaiting_approval");
}

#[tokio::test]
async fn the_approval_link_counts_the_providers_when_it_is_opened_not_when_it_was_sent() {
    let app = TestApp::start().await;
    let (_north, south) = (app.provider("north").await, app.provider("south").await);
    app.switch(&south, true, false).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let mail = app.only_mail(ADDRESS).await;
    assert!(mail.text.contains("Sign in with north"), "{}", mail.text);
    app.switch(&south, true, true).await;
    let page = mia.get(&mail.link()).await;
    assert!(page.says("links.finish_submit"), "{}", page.text());
    assert_eq!(mia.follow_link(&mail.link()).await.location(), "/login?finish=1");
    app.switch(&south, true, false).await;
    let page = mia.get(&mail.link()).await;
    assert!(page.text().contains("Continue with north"), "{}", page.text());
    let page = mia.follow_link(&mail.link()).await;
    assert_eq!(page.location(), "/providers/north/leave?finish=1");
}

#[tokio::test]
async fn where_no_provider_is_left_the_approval_link_leads_to_a_password() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await;
    let link = app.only_mail(ADDRESS).await.link();
    app.settings(|settings| settings.local_sign_in = true).await;
    app.switch(&north, false, false).await;
    mia.get(&link).await.expect(200, "links.finish_password_text");
    let page = mia.follow_link(&link).await;
    assert_eq!(page.location(), "/forgot");
    mia.post("/forgot", &[("email", ADDRESS)]).await.location();
    let reset = app.only_mail(ADDRESS).await.link();
    let page = mia.get(&reset).await;
    mia.fill(&page, "/reset", &[("new_password", "another lantern 77")])
        .await
        .location();
    app.mails().await;
    let page = mia.sign_in(ADDRESS, "another lantern 77").await;
    assert_eq!(page.location(), "/account/profile");
}

#[tokio::test]
async fn a_person_who_refuses_consent_at_the_provider_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let before = app.people().await;
    let mut mia = app.visitor();
    provider.quirk(Quirk::Error("access_denied"));
    mia.through(&provider)
        .await
        .expect(403, "providers.denied_heading");
    assert_eq!(app.people().await, before);
    assert!(app.mails().await.is_empty());
}
