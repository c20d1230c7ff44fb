//! "Same address, other way in": every cell of the table, through HTTP. Who proves nothing gets nothing, and who may
//! not come in gets a session on no path.

use crate::support::{ADDRESS, Backend, Browser, PASSWORD, Page, Provider, TestApp, Trust};
use domain::{approvals::WAITING_LIFETIME, customers::CustomerStatus, ids::CustomerId, time::Span};
use rstest::rstest;
use serde_json::json;

/// As the provider spells it.
const CLAIMED: &str = "MIA@Example.org";

/// What the provider says about the address: the table's columns.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Says {
    TrustedAndVerified,
    TrustedAndUnverified,
    UntrustedAndVerified,
    NoAddress,
}

/// What the address belongs to: the table's rows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum To {
    Nobody,
    ProvenCustomer,
    UnprovenLocalCustomer,
    CustomerOfAnotherProvider,
    WaitingRequest,
    RejectedRequest,
    DisabledCustomer,
}

/// A shop without approval, so that whoever is let in is in at once.
async fn shop(says: Says, to: To) -> (TestApp, Provider, Option<CustomerId>) {
    let app = TestApp::start().await;
    let trust = Trust {
        email: says != Says::UntrustedAndVerified,
        account_code: false,
    };
    let provider = app.provider_with("north", trust).await;
    let mut claims = json!({ "sub": "eve-1", "given_name": "Eve", "family_name": "Ng" });
    if says != Says::NoAddress {
        claims["email"] = json!(CLAIMED);
        claims["email_verified"] = json!(says != Says::TrustedAndUnverified);
    }
    provider.person(claims);
    app.settings(|settings| settings.approval = false).await;
    let customer = owner(&app, to).await;
    app.mails().await;
    (app, provider, customer)
}

/// Whom the address belongs to before Eve comes.
async fn owner(app: &TestApp, to: To) -> Option<CustomerId> {
    let status = match to {
        To::Nobody => return None,
        To::ProvenCustomer => CustomerStatus::Active,
        To::DisabledCustomer => CustomerStatus::Disabled,
        To::UnprovenLocalCustomer => {
            app.visitor().register().await.location();
            return None;
        }
        To::CustomerOfAnotherProvider => {
            let south = app.provider("south").await;
            south.person(
                json!({ "sub": "ada-1", "email": ADDRESS, "email_verified": true, "given_name": "Ada" }),
            );
            app.visitor().through(&south).await.location();
            return None;
        }
        To::WaitingRequest | To::RejectedRequest => {
            app.settings(|settings| settings.approval = true).await;
            let mut ada = app.visitor();
            ada.register().await.location();
            let link = app.only_mail(ADDRESS).await.link();
            ada.follow_link(&link).await.location();
            if to == To::RejectedRequest {
                let mut olga = app.operations().await;
                olga.decide(&[("decision", "reject"), ("reason", "We know no Mia.")])
                    .await
                    .location();
            }
            app.settings(|settings| settings.approval = false).await;
            return None;
        }
    };
    Some(app.insert_customer(ADDRESS, status).await)
}

/// Where Eve stands when the provider has sent her back, and when she has followed the link that came by mail.
#[derive(Debug, PartialEq)]
enum Met {
    In,
    Connected,
    Waiting,
    Declined,
    Closed,
}

/// Follows the bound link in the browser that Eve came with, and tells what it leads to.
async fn follow(app: &TestApp, eve: &mut Browser) -> Met {
    let link = app.only_mail(CLAIMED).await.link();
    let page = eve.follow_link(&link).await;
    met(app, eve, &page).await
}

async fn met(app: &TestApp, eve: &mut Browser, page: &Page) -> Met {
    let signed_in = eve.is_signed_in().await;
    let connected = app.database.count("identities WHERE subject = 'eve-1'").await == 1;
    let met = match page.code() {
        303 if page.location().starts_with("/register/status/") => Met::Waiting,
        303 if eve.get("/").await.text().contains("Eve Ng") => Met::In,
        303 => Met::Connected,
        200 => Met::Waiting,
        _ if page.says("faults.declined") && page.text().contains("operations@")
            || page.says("providers.declined_heading") =>
        {
            Met::Declined
        }
        _ if page.says("faults.account_closed") && page.text().contains("operations@")
            || page.says("providers.closed_heading") =>
        {
            Met::Closed
        }
        _ => panic!("{} {}", page.status, page.text()),
    };
    let comes_in = matches!(met, Met::In | Met::Connected);
    assert_eq!((signed_in, connected), (comes_in, comes_in), "{met:?}");
    app.mails().await;
    met
}

#[rstest]
#[case::nobody_trusted(To::Nobody, Met::In)]
#[case::unproven_local_customer_trusted(To::UnprovenLocalCustomer, Met::In)]
#[case::rejected_request_trusted(To::RejectedRequest, Met::Declined)]
#[case::disabled_customer_trusted(To::DisabledCustomer, Met::Closed)]
#[tokio::test]
async fn a_verified_address_of_a_trusted_provider_decides_at_once(#[case] to: To, #[case] expected: Met) {
    let (app, north, _) = shop(Says::TrustedAndVerified, to).await;
    let mut eve = app.visitor().0;
    let page = eve.through(&north).await;
    assert_eq!(met(&app, &mut eve, &page).await, expected);
}

#[rstest]
#[case::proven_customer_trusted(Says::TrustedAndVerified, To::ProvenCustomer, Met::Connected)]
#[case::customer_of_another_provider_trusted(
    Says::TrustedAndVerified,
    To::CustomerOfAnotherProvider,
    Met::Connected
)]
#[case::waiting_request_trusted(Says::TrustedAndVerified, To::WaitingRequest, Met::Waiting)]
#[case::nobody_unverified(Says::TrustedAndUnverified, To::Nobody, Met::In)]
#[case::proven_customer_unverified(Says::TrustedAndUnverified, To::ProvenCustomer, Met::Connected)]
#[case::unproven_local_customer_unverified(Says::TrustedAndUnverified, To::UnprovenLocalCustomer, Met::In)]
#[case::customer_of_another_provider_unverified(
    Says::TrustedAndUnverified,
    To::CustomerOfAnotherProvider,
    Met::Connected
)]
#[case::waiting_request_unverified(Says::TrustedAndUnverified, To::WaitingRequest, Met::Waiting)]
#[case::rejected_request_unverified(Says::TrustedAndUnverified, To::RejectedRequest, Met::Declined)]
#[case::disabled_customer_unverified(Says::TrustedAndUnverified, To::DisabledCustomer, Met::Closed)]
#[case::nobody_untrusted(Says::UntrustedAndVerified, To::Nobody, Met::In)]
#[case::proven_customer_untrusted(Says::UntrustedAndVerified, To::ProvenCustomer, Met::Connected)]
#[case::unproven_local_customer_untrusted(Says::UntrustedAndVerified, To::UnprovenLocalCustomer, Met::In)]
#[case::customer_of_another_provider_untrusted(
    Says::UntrustedAndVerified,
    To::CustomerOfAnotherProvider,
    Met::Connected
)]
#[case::waiting_request_untrusted(Says::UntrustedAndVerified, To::WaitingRequest, Met::Waiting)]
#[case::rejected_request_untrusted(Says::UntrustedAndVerified, To::RejectedRequest, Met::Declined)]
#[case::disabled_customer_untrusted(Says::UntrustedAndVerified, To::DisabledCustomer, Met::Closed)]
#[tokio::test]
async fn else_the_bound_link_proves_first(#[case] says: Says, #[case] to: To, #[case] expected: Met) {
    let (app, north, _) = shop(says, to).await;
    let mut eve = app.visitor().0;
    let before = app.people().await;
    assert_eq!(eve.through(&north).await.location(), "/register/check-mail");
    let after = app.people().await;
    assert_eq!(
        before[..5],
        after[..5],
        "nothing is made or changed before the proof"
    );
    assert!(!eve.is_signed_in().await);
    assert_eq!(follow(&app, &mut eve).await, expected);
}

#[rstest]
#[case::nobody(To::Nobody, Met::In)]
#[case::proven_customer(To::ProvenCustomer, Met::Connected)]
#[case::unproven_local_customer(To::UnprovenLocalCustomer, Met::In)]
#[case::customer_of_another_provider(To::CustomerOfAnotherProvider, Met::Connected)]
#[case::waiting_request(To::WaitingRequest, Met::Waiting)]
#[case::rejected_request(To::RejectedRequest, Met::Declined)]
#[case::disabled_customer(To::DisabledCustomer, Met::Closed)]
#[tokio::test]
async fn without_an_address_one_is_asked_for_and_proven(#[case] to: To, #[case] expected: Met) {
    let (app, north, _) = shop(Says::NoAddress, to).await;
    let mut eve = app.visitor().0;
    assert_eq!(eve.through(&north).await.location(), "/register/address");
    let page = eve.post("/register/address", &[("email", CLAIMED)]).await;
    assert_eq!(
        page.location(),
        "/register/check-mail",
        "the same for every address"
    );
    assert!(!eve.is_signed_in().await);
    assert_eq!(follow(&app, &mut eve).await, expected);
}

#[rstest]
#[tokio::test]
async fn an_unproven_local_account_never_wins(
    #[values(
        Says::TrustedAndVerified,
        Says::TrustedAndUnverified,
        Says::UntrustedAndVerified
    )]
    says: Says,
) {
    let (app, north, _) = shop(says, To::UnprovenLocalCustomer).await;
    let mut eve = app.visitor().0;
    let page = eve.through(&north).await;
    match says {
        Says::TrustedAndVerified => assert_eq!(met(&app, &mut eve, &page).await, Met::In),
        _ => assert_eq!(follow(&app, &mut eve).await, Met::In),
    }
    let mut squatter = app.visitor();
    squatter
        .sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    assert_eq!(
        app.database
            .count("customers WHERE password_hash IS NOT NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn an_identity_that_is_known_signs_its_own_customer_in_whatever_its_address_says() {
    let (app, north, _) = shop(Says::TrustedAndVerified, To::Nobody).await;
    app.visitor().through(&north).await.location();
    app.insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    north.person(json!({ "sub": "eve-1", "email": "grace@example.org", "email_verified": true }));
    let mut eve = app.visitor();
    eve.through(&north).await.location();
    assert!(eve.get("/").await.text().contains("Eve Ng"));
    app.only_mail("operations@tidewater.example").await;
}

#[rstest]
#[case::waiting(CustomerStatus::Waiting)]
#[case::rejected(CustomerStatus::Rejected)]
#[case::disabled(CustomerStatus::Disabled)]
#[tokio::test]
async fn who_may_not_come_in_gets_a_session_on_no_path(#[case] status: CustomerStatus) {
    let (app, north, _) = shop(Says::TrustedAndVerified, To::Nobody).await;
    let mut eve = app.visitor().0;
    eve.through(&north).await.location();
    let link = {
        app.visitor()
            .post("/forgot", &[("email", ADDRESS)])
            .await
            .location();
        app.mails().await.pop().map(|mail| mail.link())
    };
    let sql = format!("UPDATE customers SET status = '{status}'");
    app.database.execute(&sql).await;
    assert!(!eve.is_signed_in().await, "what was there opens nothing");
    eve.through(&north).await;
    assert!(!eve.is_signed_in().await);
    eve.sign_in(CLAIMED, PASSWORD).await;
    assert!(!eve.is_signed_in().await);
    north.person(json!({ "sub": "eve-2", "email": ADDRESS, "email_verified": true }));
    let page = eve.through(&north).await;
    if page.code() == 303 {
        for mail in app.mails().await {
            eve.follow_link(&mail.link()).await;
        }
    }
    assert!(!eve.is_signed_in().await);
    if let Some(link) = link {
        let page = eve.get(&link).await;
        if page.has_form("/reset") {
            eve.fill(&page, "/reset", &[("new_password", "lantern harbour 52")])
                .await;
        }
        eve.sign_in(ADDRESS, "lantern harbour 52").await;
        assert!(!eve.is_signed_in().await);
    }
    app.mails().await;
    assert_eq!(app.database.count("sessions").await, 1, "the one from before");
}

#[tokio::test]
async fn a_rejected_request_declines_for_its_thirty_days_only() {
    let (app, north, _) = shop(Says::TrustedAndVerified, To::RejectedRequest).await;
    app.time.turn(Span::days(29));
    let mut eve = app.visitor().0;
    let page = eve.through(&north).await;
    assert_eq!(met(&app, &mut eve, &page).await, Met::Declined);
    app.time.turn(WAITING_LIFETIME);
    app.jobs().await;
    let page = eve.through(&north).await;
    assert_eq!(met(&app, &mut eve, &page).await, Met::In);
}

#[rstest]
#[tokio::test]
async fn a_bound_link_used_twice_at_the_same_moment_connects_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let north = app.provider("north").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    north.person(json!({ "sub": "eve-1", "email": ADDRESS, "email_verified": true }));
    let mut eve = app.visitor().0;
    eve.through(&north).await.location();
    let link = app.only_mail(ADDRESS).await.link();
    let page = eve.get(&link).await;
    let mut tab = eve.clone();
    let (one, other) = tokio::join!(
        eve.fill(&page, "/confirm-address", &[]),
        tab.fill(&page, "/confirm-address", &[])
    );
    let won = [&one, &other]
        .into_iter()
        .filter(|page| page.code() == 303)
        .count();
    assert_eq!(won, 1, "{} {}", one.text(), other.text());
    assert_eq!(app.database.count("identities").await, 1);
    assert_eq!(app.database.count("sessions").await, 1);
    app.mails().await;
}

#[tokio::test]
async fn where_nobody_can_register_any_more_nothing_is_taken_over() {
    let (app, north, _) = shop(Says::TrustedAndVerified, To::UnprovenLocalCustomer).await;
    let mut owner = app.visitor().0;
    let back = north.browse(&owner.start("/providers/north/start").await);
    app.settings(|settings| settings.customer_accounts = false).await;
    assert_eq!(owner.get(back.as_str()).await.code(), 404);
    let passwords = app.database.count("customers WHERE password_hash IS NOT NULL");
    assert_eq!(passwords.await, 1);
}
