//! `/office/history`: who did what, and never a secret.

use crate::support::{ADDRESS, PASSWORD, StaffMember, TestApp};
use domain::{staff::Role, time::Span};
use rstest::rstest;
use storage::history::search::{self, Wanted};

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
            search::page(&mut tx, &Wanted::default(), None, 1)
                .await
                .unwrap()
                .len()
                == 1
        );
        drop(tx);
        assert!(app.database.try_execute(sql).await.is_err(), "{sql}");
    }
}

/// What the entries on the page tell, in its order: the first line of each row.
pub(super) async fn found(iris: &mut StaffMember, query: &str) -> Vec<String> {
    let page = iris.get(&format!("/office/history?{query}")).await;
    assert_eq!(page.code(), 200, "{query}: {}", page.text());
    let rows = page
        .all("th")
        .into_iter()
        .filter(|th| th.get("scope") == Some("row"));
    rows.map(|th| th.text).collect()
}

/// A request that Olga rejected, and somebody who looks at it a day later.
async fn decided(app: &TestApp) -> StaffMember {
    let mut olga = app.operations().await;
    app.waiting().await;
    olga.decide(&[("decision", "reject"), ("reason", "No.")])
        .await
        .location();
    app.only_mail(ADDRESS).await;
    app.time.turn(Span::days(1));
    app.staff("Iris", &[Role::Auditor]).await
}

#[tokio::test]
async fn the_history_is_asked_by_person_thing_deed_and_day() {
    let app = TestApp::start().await;
    let mut iris = decided(&app).await;
    let olga = app
        .database
        .texts("SELECT id FROM staff WHERE name = 'Olga'")
        .await
        .remove(0);
    let all = found(&mut iris, "").await;
    assert!(all.len() >= 4, "{all:?}");
    let rejected = |rows: &[String]| {
        rows.iter()
            .filter(|row| row.starts_with("Request rejected"))
            .count()
    };
    let by_olga = found(&mut iris, &format!("who={olga}")).await;
    assert_eq!((by_olga.len(), rejected(&by_olga)), (2, 1), "{by_olga:?}");
    assert_eq!(found(&mut iris, "who=staff").await.len(), 3);
    let requests = found(&mut iris, "about=request").await;
    assert!(
        rejected(&requests) == 1 && requests.len() < all.len(),
        "{requests:?}"
    );
    assert_eq!(rejected(&found(&mut iris, "what=request.rejected").await), 1);
    assert_eq!(
        found(&mut iris, "what=request.rejected&who=customer").await,
        [""; 0]
    );
    let today = found(&mut iris, "from=2026-11-22").await;
    assert_eq!(today.len(), 1, "{today:?}");
    assert_eq!(found(&mut iris, "to=2026-11-21").await.len(), all.len() - 1);
    assert_eq!(found(&mut iris, "from=2026-11-21&to=2026-11-22").await, all);
    let unknown = "who=nobody&about=nothing&what=never";
    assert_eq!(
        found(&mut iris, unknown).await,
        all,
        "what no filter knows is not asked"
    );
}

#[tokio::test]
async fn the_question_stays_in_the_form_and_in_the_address() {
    let app = TestApp::start().await;
    let mut iris = decided(&app).await;
    for _ in 0..55 {
        app.time.turn(Span::minutes(1));
        let fields = [("email", "iris@tidewater.example"), ("password", PASSWORD)];
        iris.post("/office/login", &fields).await.location();
    }
    let page = iris
        .get("/office/history?who=staff&what=staff.signed_in&from=2026-11-22")
        .await;
    let chosen: Vec<_> = page
        .all("option")
        .into_iter()
        .filter(|option| option.get("selected").is_some())
        .filter_map(|option| option.get("value").map(str::to_owned))
        .collect();
    assert_eq!(chosen, ["staff", "staff.signed_in"]);
    let older = page
        .all("a")
        .into_iter()
        .find_map(|a| a.get("href").filter(|h| h.contains("before=")).map(str::to_owned));
    let older = older.unwrap();
    for asked in ["who=staff", "what=staff.signed_in", "from=2026-11-22"] {
        assert!(older.contains(asked), "{older}");
    }
    assert_eq!(iris.get(&older).await.all("tr").len() - 1, 6);
}

#[tokio::test]
async fn what_is_no_day_is_told_beside_its_field() {
    let app = TestApp::start().await;
    let mut iris = decided(&app).await;
    let page = iris.get("/office/history?from=yesterday&to=2026-02-30").await;
    page.expect(200, "faults.not_a_date");
    for (name, typed) in [("from", "yesterday"), ("to", "2026-02-30")] {
        let field = page
            .all("input")
            .into_iter()
            .find(|tag| tag.get("name") == Some(name));
        let field = field.unwrap();
        assert_eq!(field.get("value"), Some(typed));
        assert_eq!(
            field.get("aria-describedby"),
            Some(format!("fault-{name}").as_str())
        );
    }
    assert!(page.says("office.history_empty"));
}

#[rstest]
#[case::nul("who=%00&about=%00&what=%00")]
#[case::long(&format!("what={}", "x".repeat(5000)))]
#[case::not_text("who=%FF%FE")]
#[case::an_invented_key("before=zzz")]
#[case::twice("who=staff&who=system&from=2026-11-21&from=x")]
#[case::nobody("who=01890a5d-ac96-774b-bcce-b302099a8057")]
#[case::backwards("from=2026-11-22&to=2026-11-21")]
#[case::the_end_of_days("from=9999-12-31&to=9999-12-31")]
#[tokio::test]
async fn a_hostile_question_is_answered(#[case] query: &str) {
    let app = TestApp::start().await;
    let mut iris = decided(&app).await;
    found(&mut iris, query).await;
}
