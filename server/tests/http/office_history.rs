//! `/office/history`: who did what, and never a secret.

use crate::support::{ADDRESS, PASSWORD, TestApp};
use domain::{staff::Role, time::Span};

#[tokio::test]
async fn decisions_and_sign_ins_are_written_down_with_who_and_from_where() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.approve().await.location();
    app.only_mail(ADDRESS).await;
    mia.sign_in(ADDRESS, PASSWORD).await.location();
    let page = olga.get("/office/history").await;
    for key in [
        "history_request_approved",
        "history_customer_signed_in",
        "history_staff_signed_in",
    ] {
        assert!(page.says(&format!("office.{key}")), "{key}: {}", page.text());
    }
    assert!(page.text().contains("203.0.113.7") && page.text().contains("Olga"));
}

#[tokio::test]
async fn no_secret_is_ever_written() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.waiting().await;
    olga.decide(&[("decision", "reject"), ("reason", "Nobody vouched.")])
        .await
        .location();
    app.only_mail(ADDRESS).await;
    mia.sign_in(ADDRESS, PASSWORD).await;
    let columns = "actor_name || action || subject_id || COALESCE(old_value, '') || COALESCE(new_value, '')";
    let all = app
        .database
        .texts(&format!("SELECT {columns} FROM history"))
        .await
        .join("\n");
    for secret in [PASSWORD, "argon2", "Nobody vouched"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[tokio::test]
async fn a_long_history_goes_on_on_the_next_page() {
    let app = TestApp::start().await;
    let email = app.insert_staff("Iris", &[Role::Auditor]).await;
    let mut iris = app.visitor();
    for _ in 0..55 {
        app.time.turn(Span::minutes(1));
        let page = iris
            .post("/office/login", &[("email", &email), ("password", PASSWORD)])
            .await;
        assert_eq!(page.code(), 303);
    }
    let rows = |page: &crate::support::Page| page.all("tr").len() - 1;
    let page = iris.get("/office/history").await;
    assert_eq!(rows(&page), 50);
    let older = page
        .all("a")
        .into_iter()
        .find_map(|a| a.get("href").filter(|h| h.contains("before=")).map(str::to_owned));
    assert_eq!(rows(&iris.get(&older.unwrap()).await), 5);
}

#[tokio::test]
async fn rows_are_never_changed() {
    let app = TestApp::start().await;
    app.operations().await;
    for sql in ["DELETE FROM history", "UPDATE history SET action = 'nothing'"] {
        let mut tx = app.portico.database.begin().await.unwrap();
        assert!(
            storage::history::list(&mut tx, None, None, 1)
                .await
                .unwrap()
                .len()
                == 1
        );
        drop(tx);
        assert!(app.database.try_execute(sql).await.is_err(), "{sql}");
    }
}
