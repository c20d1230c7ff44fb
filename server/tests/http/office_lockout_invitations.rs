//! Inviting those who would lose their last way in to another one.

use super::office_lockout::{SETTINGS, passwords_off, press};
use crate::support::{ADDRESS, Browser, PASSWORD, Page, Provider, TestApp};
use domain::{customers::CustomerStatus, staff::Role, time::Span, values::Email};

#[tokio::test]
async fn the_invitation_leads_to_a_provider_that_stays() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    assert!(page.says("lockout.invite_provider"));
    let invited = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
    anton.follow(&invited).await.expect(200, "lockout.invited");
    let twice = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
    twice.location();
    anton.fill(&page, SETTINGS, &[]).await.location();
    app.jobs().await;
    let link = app.only_mail(ADDRESS).await.link();
    app.time.turn(Span::minutes(1));
    app.jobs().await;
    assert!(app.mails().await.is_empty(), "once");

    app.settings(|settings| settings.local_sign_in = true).await;
    let page = passwords_off(&mut anton).await;
    assert!(
        page.text().contains("Invited on 21 November 2026"),
        "{}",
        page.text()
    );
    let again = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
    anton.follow(&again).await.expect(200, "lockout.invited");
    app.time.turn(Span::minutes(1));
    app.jobs().await;
    assert!(app.mails().await.is_empty(), "the first link is open still");
    app.settings(|settings| settings.local_sign_in = false).await;

    let mut mia = app.visitor();
    mia.get(&link).await.expect(200, "links.connect_heading");
    accept(&mut mia, &link, &north).await;
    let told = app.only_mail(ADDRESS).await;
    assert!(told.subject.contains("north"), "{}", told.subject);
    assert!(
        mia.is_signed_in().await,
        "the password is gone, the account is not"
    );
    assert_eq!(app.database.count("customers").await, 1);
    assert_eq!(app.database.count("identities").await, 1);
    assert_eq!(
        app.database
            .count("history WHERE action = 'customers.invited'")
            .await,
        2
    );
}

/// Invites those who would lose their password; gives the link that Ada gets.
async fn invited(app: &TestApp) -> String {
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    anton
        .fill(&page, "/office/settings/preview/invite", &[])
        .await
        .location();
    app.jobs().await;
    app.only_mail(ADDRESS).await.link()
}

/// Follows the link of an invitation and signs in through the provider. Gives the answer of our callback.
async fn accept(browser: &mut Browser, link: &str, provider: &Provider) -> Page {
    let start = browser.follow_link(link).await.location().to_owned();
    browser.through_from(provider, &start).await
}

#[tokio::test]
async fn an_invitation_is_good_for_the_address_that_it_was_sent_to() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let ada = app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let link = invited(&app).await;
    let new = Email::parse("new@example.org").unwrap();
    let mut tx = app.portico.database.begin().await.unwrap();
    let now = app.portico.now();
    storage::customers::set_address(&mut tx, ada, &new, Some(now), now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    accept(&mut app.visitor(), &link, &north)
        .await
        .expect(400, "providers.expired_heading");
    assert_eq!(app.database.count("identities").await, 0);
}

#[tokio::test]
async fn a_new_password_closes_an_invitation() {
    let app = TestApp::start().await;
    app.provider("north").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let invitation = invited(&app).await;
    let mut ada = app.visitor();
    ada.post("/forgot", &[("email", ADDRESS)]).await.location();
    let reset = app.only_mail(ADDRESS).await.link();
    let page = ada.get(&reset).await;
    ada.fill(&page, "/reset", &[("new_password", "harbour lantern 42")])
        .await
        .location();
    ada.follow_link_is_dead(&invitation).await;
    app.mails().await;
}

#[tokio::test]
async fn who_was_invited_so_long_ago_that_no_link_is_open_is_invited_again() {
    let app = TestApp::start().await;
    app.provider("north").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    for name in ["Anton", "Berta"] {
        let mut anton = app.staff(name, &[Role::Administrator]).await;
        let page = passwords_off(&mut anton).await;
        let invited = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
        invited.location();
        app.jobs().await;
        let mails = app.mails().await;
        let hers: Vec<_> = mails.iter().filter(|mail| mail.to == ADDRESS).collect();
        assert_eq!(hers.len(), 1, "{name}: {mails:?}");
        app.time.turn(Span::days(15));
    }
}

#[tokio::test]
async fn an_invitation_tells_of_no_approval_when_every_provider_is_gone() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    let invited = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
    invited.location();
    app.jobs().await;
    let link = app.only_mail(ADDRESS).await.link();
    app.switch(&north, false, false).await;
    let mut mia = app.visitor();
    let page = mia.get(&link).await;
    page.expect(200, "links.by_password_heading");
    assert!(!page.says("links.finish_heading"), "{}", page.text());
    assert_eq!(mia.fill(&page, "/activate", &[]).await.location(), "/forgot");
}

#[tokio::test]
async fn an_invitation_leads_nobody_past_a_second_factor() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.customer_with_app(ADDRESS).await;
    let link = invited(&app).await;
    let mut ada = app.visitor();
    let page = accept(&mut ada, &link, &north).await;
    assert_eq!(page.location(), "/login?next=%2Faccount%2Flogins&factor=1");
    ada.follow(&page).await.expect(200, "login.factor_stands");
    assert_eq!(app.database.count("identities").await, 0);
    app.settings(|settings| settings.local_sign_in = false).await;
    accept(&mut ada, &link, &north).await.location();
    assert!(ada.is_signed_in().await, "there are no passwords any more");
    app.only_mail(ADDRESS).await;
}

#[tokio::test]
async fn the_invitation_leads_to_a_password_where_there_are_some() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut nadia = app.visitor();
    nadia.through(&north).await;
    app.mails().await;
    let address = app.database.texts("SELECT email FROM customers").await.remove(0);
    let mut anton = app.administrator().await;
    let page = press(&app, &mut anton, "north", "disable").await;
    let page = anton.follow(&page).await;
    assert!(page.says("lockout.invite_password"));
    anton
        .fill(&page, "/office/settings/preview/invite", &[])
        .await
        .location();
    app.jobs().await;
    let mail = app.only_mail(&address).await;
    assert!(mail.text.contains("/forgot"), "{mail:?}");
    anton.fill(&page, "/office/providers", &[]).await.location();
    let mut nadia = app.visitor();
    nadia.post("/forgot", &[("email", &address)]).await.location();
    let link = app.only_mail(&address).await.link();
    let page = nadia.get(&link).await;
    nadia
        .fill(&page, "/reset", &[("new_password", PASSWORD)])
        .await
        .location();
    app.mails().await;
    nadia.sign_in(&address, PASSWORD).await.location();
    assert!(nadia.is_signed_in().await);
}
