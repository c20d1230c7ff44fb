//! Signing in, asking for a new password and registering cost the same for known and unknown addresses: hashes,
//! statements and rows of the outbox are counted.

use crate::support::{ADDRESS, Backend, TestApp, application};
use domain::customers::CustomerStatus;
use rstest::rstest;

const KNOWN: &str = "ada@example.org";
const UNKNOWN: &str = "nobody@example.org";

/// Hashes, statements, rows of the outbox.
type Work = (u64, u64, i64);

/// What a form costs, sent from a browser that nobody used before.
async fn work(app: &TestApp, path: &str, fields: &[(&str, &str)], status: u16) -> Work {
    let hashes = app.portico.passwords.work();
    let (statements, mails) = (
        app.portico.database.statements(),
        app.database.count("mails").await,
    );
    let page = app.visitor().post(path, fields).await;
    assert_eq!(page.code(), status, "{}", page.text());
    (
        app.portico.passwords.work() - hashes,
        app.portico.database.statements() - statements,
        app.database.count("mails").await - mails,
    )
}

#[rstest]
#[tokio::test]
async fn signing_in(
    #[values(
        CustomerStatus::Active,
        CustomerStatus::Unproven,
        CustomerStatus::Waiting,
        CustomerStatus::Rejected,
        CustomerStatus::Disabled
    )]
    status: CustomerStatus,
) {
    let app = TestApp::start().await;
    app.insert_customer(KNOWN, status).await;
    let attempt = async |email| {
        let fields = [("email", email), ("password", "harbour lantern 42")];
        work(&app, "/login", &fields, 422).await
    };
    let (known, unknown) = (attempt(KNOWN).await, attempt(UNKNOWN).await);
    assert_eq!(known, unknown, "hashes, statements, mails");
    assert_eq!(known.0, 1, "one hash");
}

#[rstest]
#[tokio::test]
async fn asking_for_a_new_password(
    #[values(
        CustomerStatus::Active,
        CustomerStatus::Unproven,
        CustomerStatus::Waiting,
        CustomerStatus::Rejected,
        CustomerStatus::Disabled
    )]
    status: CustomerStatus,
) {
    let app = TestApp::start().await;
    app.insert_customer(KNOWN, status).await;
    let known = work(&app, "/forgot", &[("email", KNOWN)], 303).await;
    let unknown = work(&app, "/forgot", &[("email", UNKNOWN)], 303).await;
    assert_eq!(known, unknown, "hashes, statements, mails");
    let told = app.mails().await;
    assert!(
        told.iter().all(|mail| mail.to == KNOWN),
        "a stranger is told nothing: {told:#?}"
    );
}

#[rstest]
#[case::active(CustomerStatus::Active)]
#[case::disabled(CustomerStatus::Disabled)]
#[case::rejected(CustomerStatus::Rejected)]
#[tokio::test]
async fn registering(
    #[case] status: CustomerStatus,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    app.insert_customer(KNOWN, status).await;
    let known = register(&app, KNOWN).await;
    let unknown = register(&app, UNKNOWN).await;
    assert_eq!(known, unknown, "hashes, statements, mails");
    assert_eq!((known.0, known.2), (1, 1), "one hash, one mail");
    assert_eq!(
        app.database.count("customers").await,
        2,
        "nothing is left of the work for a known one"
    );
    assert_eq!(app.database.count("accounts").await, 1);
    assert_eq!(app.database.count("registration_requests").await, 1);
    app.mails().await;
}

#[tokio::test]
async fn registering_again_before_the_address_is_proven_and_while_operations_decide() {
    let app = TestApp::start().await;
    let first = register(&app, ADDRESS).await;
    app.mails().await;
    let again = register(&app, ADDRESS).await;
    assert_eq!(again, first, "unproven: hashes, statements, mails");
    app.mails().await;

    let app = TestApp::start().await;
    app.waiting().await;
    let again = register(&app, ADDRESS).await;
    assert_eq!(again, first, "waiting: hashes, statements, mails");
    app.mails().await;
}

async fn register(app: &TestApp, email: &str) -> Work {
    let mut fields = application();
    for field in &mut fields {
        if field.0 == "email" {
            field.1 = email;
        }
    }
    work(app, "/register", &fields, 303).await
}
