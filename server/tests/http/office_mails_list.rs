//! `/office/mails`: finding mails, and how many stand where.

use crate::support::{Page, StaffMember, TestApp};
use domain::{customers::CustomerStatus, staff::Role, time::Span};
use rstest::rstest;

const LIST: &str = "/office/mails";

/// Recipients on the page, in its order.
fn listed(page: &Page) -> Vec<String> {
    assert_eq!(page.code(), 200, "{}", page.text());
    let rows = page
        .all("span")
        .into_iter()
        .filter(|tag| tag.get("class") == Some("under"));
    rows.map(|tag| tag.text)
        .filter(|text| text.contains('@'))
        .collect()
}

/// What a question finds.
pub async fn search(olga: &mut StaffMember, query: &str) -> Vec<String> {
    listed(&olga.get(&format!("{LIST}?{query}")).await)
}

/// Id of the newest mail of a template; of those that were sent again it is the last copy.
pub async fn newest(app: &TestApp, template: &str) -> String {
    let sql =
        format!("SELECT id FROM mails WHERE template = '{template}' AND copy_id IS NULL ORDER BY id DESC");
    app.database.texts(&sql).await.remove(0)
}

/// The mail server has refused the mail for good.
pub async fn give_up(app: &TestApp, id: &str) {
    let error = "permanent error (550): 5.1.1 no such user";
    app.database
        .execute(&format!(
            "UPDATE mails SET status = 'failed', attempts = 1, last_error = '{error}' WHERE id = '{id}'"
        ))
        .await;
}

/// A customer whose account was closed, and the mail that told so, which has left.
pub async fn closed(app: &TestApp, olga: &mut StaffMember, email: &str) -> String {
    let id = app
        .insert_customer(email, CustomerStatus::Active)
        .await
        .to_string();
    let fields = [("id", id.as_str()), ("switch", "disable")];
    olga.post("/office/customers/status", &fields).await.location();
    app.only_mail(email).await;
    newest(app, "account_closed").await
}

#[tokio::test]
async fn mails_are_found_by_every_filter() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let first = closed(&app, &mut olga, "ada@example.org").await;
    app.time.turn(Span::days(1));
    let mut olga = app.staff("Otto", &[Role::Operations]).await;
    closed(&app, &mut olga, "grace@example.com").await;
    app.time.turn(Span::seconds(1));
    app.insert_customer("mia@example.org", CustomerStatus::Active)
        .await;
    let mut visitor = app.visitor();
    visitor
        .post("/forgot", &[("email", "mia@example.org")])
        .await
        .location();
    visitor
        .post("/forgot", &[("email", "nobody@example.org")])
        .await
        .location();
    give_up(&app, &first).await;

    let all = ["mia@example.org", "grace@example.com", "ada@example.org"];
    assert_eq!(
        search(&mut olga, "").await,
        all,
        "the newest first, and no blank rows"
    );
    assert_eq!(search(&mut olga, "status=queued").await, ["mia@example.org"]);
    assert_eq!(search(&mut olga, "status=sent").await, ["grace@example.com"]);
    assert_eq!(search(&mut olga, "status=failed").await, ["ada@example.org"]);
    assert_eq!(search(&mut olga, "kind=account_closed").await, all[1..]);
    assert_eq!(search(&mut olga, "kind=reset&status=sent").await, [""; 0]);
    assert_eq!(search(&mut olga, "to=ADA@Example.ORG").await, ["ada@example.org"]);
    assert_eq!(search(&mut olga, "day=2026-11-21").await, ["ada@example.org"]);
    assert_eq!(
        search(&mut olga, "day=2026-11-22&kind=reset").await,
        ["mia@example.org"]
    );
    assert_eq!(search(&mut olga, "kind=blank").await, all, "no kind of mail");
    let page = olga.get(LIST).await;
    for counted in ["Waiting (1)", "Sent (1)", "Failed (1)"] {
        assert!(page.text().contains(counted), "{counted}: {}", page.text());
    }
    assert!(page.says("mails.meaning_no_mailbox"));
    app.mails().await;
}

#[tokio::test]
async fn what_is_no_address_or_no_day_is_told_beside_its_field() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    closed(&app, &mut olga, "ada@example.org").await;
    for (query, name, typed, key) in [
        ("to=ada", "to", "ada", "faults.not_an_email"),
        ("day=yesterday", "day", "yesterday", "faults.not_a_date"),
    ] {
        let page = olga.get(&format!("{LIST}?{query}")).await;
        page.expect(200, key);
        assert_eq!(listed(&page), [""; 0], "{query}");
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
}

#[rstest]
#[case::nul("to=a%00b@example.org")]
#[case::long(&format!("to={}", "x".repeat(5000)))]
#[case::not_text("to=%FF%FE&kind=%FF")]
#[case::an_invented_key("after=zzz")]
#[case::twice("status=sent&status=failed&day=2026-11-21&day=2026-11-22")]
#[case::a_far_day("day=9999-12-31")]
#[case::quotes("kind=%27%3B--&status=%27")]
#[tokio::test]
async fn a_hostile_question_is_answered(#[case] query: &str) {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let code = olga.get(&format!("{LIST}?{query}")).await.code();
    assert_eq!(code, 200);
}

#[tokio::test]
async fn the_list_goes_on_by_key() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    for number in 0..27 {
        let email = format!("guest{number:02}@example.org");
        app.insert_customer(&email, CustomerStatus::Active).await;
        let mut visitor = app.visitor();
        visitor.address = format!("203.0.113.{number}:1").parse().unwrap();
        visitor.post("/forgot", &[("email", &email)]).await.location();
    }
    for query in ["", "?status=queued", "?kind=reset", "?day=2026-11-21"] {
        let first = olga.get(&format!("{LIST}{query}")).await;
        let next = first
            .all("a")
            .into_iter()
            .find_map(|a| a.get("href").filter(|h| h.contains("after=")).map(str::to_owned));
        let second = olga.get(&next.unwrap()).await;
        let mut all = listed(&first);
        assert_eq!(all.len(), 25);
        all.extend(listed(&second));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 27, "{query}: no mail twice, none left out");
    }
    app.mails().await;
}
