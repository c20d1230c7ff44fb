//! `/office/customers`: finding a customer, seeing all about one, and what staff may do.

use crate::support::{Backend, PASSWORD, Page, StaffMember, TestApp};
use app::api::{Answer, ApiError};
use domain::{customers::CustomerStatus, ids::CustomerId, staff::Role, time::Span, values::Fault};
use rstest::rstest;

const LIST: &str = "/office/customers";

fn page_of(id: CustomerId) -> String {
    format!("{LIST}/{id}")
}

/// Addresses on the page, in its order.
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

async fn search(olga: &mut StaffMember, query: &str) -> Vec<String> {
    listed(&olga.get(&format!("{LIST}?{query}")).await)
}

#[tokio::test]
async fn customers_are_found_by_words_and_filters() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    app.time.turn(Span::minutes(1));
    app.insert_customer("grace@example.com", CustomerStatus::Disabled)
        .await;
    let mut olga = app.operations().await;
    assert_eq!(
        search(&mut olga, "").await,
        ["grace@example.com", "ada@example.org"],
        "the newest first"
    );
    assert_eq!(search(&mut olga, "q=ADA@EXAMPLE").await, ["ada@example.org"]);
    assert_eq!(search(&mut olga, "q=100002").await, ["grace@example.com"]);
    assert_eq!(
        search(&mut olga, "q=lovelace&status=disabled").await,
        ["grace@example.com"]
    );
    assert_eq!(
        search(&mut olga, "q=lovelace&status=invented&provider=invented")
            .await
            .len(),
        2
    );
    let page = olga.get(&format!("{LIST}?q=nobody")).await;
    page.expect(200, "customers.empty_heading");
    assert_eq!(
        page.all("input")
            .iter()
            .find(|tag| tag.get("name") == Some("q"))
            .unwrap()
            .get("value"),
        Some("nobody")
    );
}

#[rstest]
#[case::nul("q=a%00b")]
#[case::long(&format!("q={}", "x".repeat(5000)))]
#[case::not_text("q=%FF%FE")]
#[case::an_invented_key("after=zzz")]
#[case::a_key_with_a_nul("q=a&after=01890a5d-ac96-774b-bcce-b302099a8057%00")]
#[case::twice("q=a&q=b&status=active&status=waiting")]
#[case::like("q=%25_%27%22--")]
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
    for number in 0..27 {
        app.insert_customer(&format!("guest{number:02}@example.org"), CustomerStatus::Active)
            .await;
    }
    let mut olga = app.operations().await;
    for query in ["", "?q=guest"] {
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
        assert_eq!(all.len(), 27, "nobody twice, nobody left out");
    }
}

#[tokio::test]
async fn one_page_shows_all_about_a_customer() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    app.provider("north").await;
    app.database
        .execute(&format!(
            "INSERT INTO identities (id, provider_id, issuer, subject, customer_id, email, connected_at)
             SELECT id, id, issuer, 'ada-there', '{}', 'ada@corp.example', 0 FROM providers",
            ada.id
        ))
        .await;
    ada.post("/forgot", &[("email", "ada@example.org")])
        .await
        .location();
    let link = app.only_mail("ada@example.org").await.link();
    let mut olga = app.operations().await;
    let page = olga.get(&page_of(ada.id)).await;
    page.expect(200, "customers.password_set");
    for text in [
        "Ada Lovelace",
        "ada@example.org",
        "100001",
        "ada-there",
        "ada@corp.example",
        "203.0.113.7",
    ] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    for key in [
        "mails.template_reset",
        "mails.status_sent",
        "office.history_customer_signed_in",
        "customers.session_unknown",
    ] {
        assert!(page.says(key), "{key}: {}", page.text());
    }
    let token = link.split_once("token=").unwrap().1;
    assert!(!page.body.contains(token), "links are never shown");
}

#[tokio::test]
async fn a_closed_account_is_signed_out_at_once_and_stays_out_until_it_is_opened() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let mut elsewhere = ada.browser.at(app.replica());
    let mut olga = app.operations().await;
    let page = olga.get(&page_of(ada.id)).await;
    let page = olga
        .fill(&page, "/office/customers/status", &[("switch", "disable")])
        .await;
    olga.follow(&page).await.expect(200, "customers.done_disabled");
    assert!(!elsewhere.is_signed_in().await && !ada.is_signed_in().await);
    let mail = app.only_mail("ada@example.org").await;
    assert!(mail.subject.contains("was closed"), "{mail:?}");
    ada.sign_in("ada@example.org", PASSWORD)
        .await
        .expect(422, "faults.account_closed");

    let page = olga.get(&page_of(ada.id)).await;
    assert!(page.says("customers.status_disabled") && page.says("office.history_customer_disabled"));
    let page = olga
        .fill(&page, "/office/customers/status", &[("switch", "enable")])
        .await;
    olga.follow(&page).await.expect(200, "customers.done_enabled");
    app.only_mail("ada@example.org").await;
    assert_eq!(ada.sign_in("ada@example.org", PASSWORD).await.location(), "/");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_close_an_account_one_is_told_that_it_is_closed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let id = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await
        .to_string();
    let (mut olga, mut oskar) = (
        app.operations().await,
        app.staff("Oskar", &[Role::Operations]).await,
    );
    let fields = [("id", id.as_str()), ("switch", "disable")];
    let (one, other) = tokio::join!(
        olga.call("/office/customers/status", &fields),
        oskar.call("/office/customers/status", &fields)
    );
    let stale = [&one, &other]
        .into_iter()
        .filter(|it| **it == Ok(Answer::form(Fault::Stale)))
        .count();
    assert_eq!(stale, 1, "{one:?} {other:?}");
    app.only_mail("ada@example.org").await;
    assert_eq!(
        app.database
            .count("history WHERE action = 'customer.disabled'")
            .await,
        1
    );
}

#[tokio::test]
async fn one_session_is_ended_or_all() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let mut phone = app.visitor();
    app.time.turn(Span::minutes(1));
    phone.sign_in("ada@example.org", PASSWORD).await.location();
    let mut other = app.customer("other@example.org").await;
    let mut olga = app.operations().await;
    let page = olga.get(&page_of(ada.id)).await;
    // The first form is the one of the session that was used last.
    let page = olga.fill(&page, "/office/customers/sessions", &[]).await;
    olga.follow(&page).await.expect(200, "customers.done_sessions");
    assert!(!phone.is_signed_in().await && ada.is_signed_in().await);

    let (id, session) = (
        ada.id.to_string(),
        app.database
            .texts("SELECT id FROM sessions WHERE ended_at IS NULL ORDER BY id DESC")
            .await,
    );
    let foreign = [("id", id.as_str()), ("session", session[0].as_str())];
    assert_eq!(
        olga.call("/office/customers/sessions", &foreign).await,
        Err(ApiError::NotFound),
        "another's session"
    );
    phone.sign_in("ada@example.org", PASSWORD).await.location();
    let all = [("id", id.as_str()), ("session", "")];
    assert!(matches!(
        olga.call("/office/customers/sessions", &all).await,
        Ok(Answer::Go(_))
    ));
    assert!(!phone.is_signed_in().await && !ada.is_signed_in().await);
    assert!(other.is_signed_in().await);
    assert_eq!(
        olga.call("/office/customers/sessions", &all).await,
        Ok(Answer::form(Fault::Stale))
    );
    assert_eq!(
        app.database
            .count("history WHERE action = 'sessions.ended'")
            .await,
        2
    );
}

#[tokio::test]
async fn the_link_that_helps_is_sent_and_works() {
    let app = TestApp::start().await;
    let id = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut olga = app.operations().await;
    let page = olga.get(&page_of(id)).await;
    assert!(page.says("customers.link_reset"));
    let page = olga.fill(&page, "/office/customers/link", &[]).await;
    olga.follow(&page).await.expect(200, "customers.done_link");
    let mail = app.only_mail("ada@example.org").await;
    assert!(
        mail.text.contains("our staff sent you this link"),
        "{}",
        mail.text
    );
    let link = mail.link();
    let mut ada = app.visitor();
    let page = ada.get(&link).await;
    let page = ada
        .fill(&page, "/reset", &[("new_password", "another lantern 41")])
        .await;
    assert_eq!(page.location(), "/login?done=password");
    app.only_mail("ada@example.org").await;
    assert_eq!(
        ada.sign_in("ada@example.org", "another lantern 41")
            .await
            .location(),
        "/"
    );

    let mut mia = app.visitor();
    mia.register().await.location();
    app.mails().await;
    let unproven = app
        .database
        .texts("SELECT id FROM customers WHERE status = 'unproven'")
        .await;
    olga.post("/office/customers/link", &[("id", &unproven[0])])
        .await
        .location();
    let link = app.only_mail("mia@example.org").await.link();
    assert!(
        mia.follow_link(&link)
            .await
            .location()
            .starts_with("/register/status/")
    );
    app.mails().await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_by_staff_either() {
    let app = TestApp::start().await;
    let id = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await
        .to_string();
    let mut olga = app.operations().await;
    let mut answers = Vec::new();
    for _ in 0..11 {
        answers.push(olga.call("/office/customers/link", &[("id", &id)]).await);
    }
    assert_eq!(answers.pop(), Some(Ok(Answer::form(Fault::TooManyTries))));
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Answer::Go(_)))));
    assert_eq!(app.mails().await.len(), 10);
}

#[rstest]
#[case::an_administrator(Role::Administrator)]
#[case::an_auditor(Role::Auditor)]
#[tokio::test]
async fn who_may_not_edit_customers_looks_at_them_only(#[case] role: Role) {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let mut iris = app.staff("Iris", &[role]).await;
    let page = iris.get(&page_of(ada.id)).await;
    page.expect(200, "customers.person");
    let id = ada.id.to_string();
    for (form, fields) in [
        (
            "/office/customers/status",
            vec![("id", id.as_str()), ("switch", "disable")],
        ),
        (
            "/office/customers/sessions",
            vec![("id", id.as_str()), ("session", "")],
        ),
        ("/office/customers/link", vec![("id", id.as_str())]),
    ] {
        assert!(!page.has_form(form), "{form}");
        assert_eq!(iris.call(form, &fields).await, Err(ApiError::Forbidden), "{form}");
        assert_eq!(
            app.visitor().call(form, &fields).await,
            Err(ApiError::SignInNeeded),
            "{form}"
        );
    }
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn ids_that_are_none_lead_nowhere() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    for id in [
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "status",
        "1",
        "%00",
        "..%2F..",
    ] {
        assert_eq!(olga.get(&format!("{LIST}/{id}")).await.code(), 404, "{id}");
    }
    for form in ["status", "sessions", "link"] {
        let path = format!("{LIST}/{form}");
        for id in ["", "1", "01890a5d-ac96-774b-bcce-b302099a8057"] {
            let fields = [("id", id), ("switch", "enable")];
            assert_eq!(
                olga.call(&path, &fields).await,
                Err(ApiError::NotFound),
                "{path} {id}"
            );
        }
    }
    let id = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await
        .to_string();
    let fields = [("id", id.as_str()), ("switch", "erase")];
    assert_eq!(
        olga.call("/office/customers/status", &fields).await,
        Err(ApiError::Malformed)
    );
}
