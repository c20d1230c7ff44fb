//! `/office/requests`: searching, filtering, taking on, and deciding several.

use crate::support::{StaffMember, TestApp};
use app::api::{Answer, ApiError};
use domain::{staff::Role, time::Span};
use rstest::rstest;

const TOM: [(&str, &str); 3] = [
    ("given_name", "Tom"),
    ("family_name", "Ferrer"),
    ("email", "tom@ferrer.example"),
];

/// The names in the rows that a page of the queue shows.
async fn names(staff: &mut StaffMember, query: &str) -> Vec<String> {
    let page = staff.get(&format!("/office/requests{query}")).await;
    assert_eq!(page.code(), 200, "{query}: {}", page.text());
    let rows = page.all("a").into_iter().filter(|a| {
        a.get("href")
            .is_some_and(|href| href.starts_with("/office/requests/"))
    });
    rows.map(|a| a.get("aria-label").unwrap().replace("Open the request of ", ""))
        .collect()
}

/// Mia and, a day later, Tom wait.
async fn two_wait(app: &TestApp) {
    app.waiting().await;
    app.time.turn(Span::days(1));
    app.another_waits(&TOM).await;
}

#[rstest]
#[case::of_a_name("?q=VOG", &["Mia Vogel"])]
#[case::of_an_address("?q=tom@fer", &["Tom Ferrer"])]
#[case::of_a_domain("?q=example.org", &["Mia Vogel"])]
#[case::of_an_account_code("?q=A-10002", &["Tom Ferrer"])]
#[case::of_nobody("?q=nobody", &[])]
#[case::of_signs("?q=%25%27%00", &["Mia Vogel", "Tom Ferrer"])]
#[case::of_too_much("?q=mia+vogel+example+org+and+more", &["Mia Vogel"])]
#[case::with_another_list("?q=mia&show=decided", &[])]
#[tokio::test]
async fn a_search(#[case] query: &str, #[case] expected: &[&str]) {
    let app = TestApp::start().await;
    two_wait(&app).await;
    assert_eq!(names(&mut app.operations().await, query).await, expected);
}

#[rstest]
#[case::none("", &["Mia Vogel", "Tom Ferrer"])]
#[case::newest_first("?sort=newest", &["Tom Ferrer", "Mia Vogel"])]
#[case::state("?show=approved", &[])]
#[case::all("?show=all", &["Tom Ferrer", "Mia Vogel"])]
#[case::entry("?entry=form", &["Mia Vogel", "Tom Ferrer"])]
#[case::another_entry("?entry=provider", &[])]
#[case::old("?age=1", &["Mia Vogel"])]
#[case::older("?age=3", &[])]
#[case::proven("?proven=yes", &["Mia Vogel", "Tom Ferrer"])]
#[case::unproven("?proven=no", &[])]
#[case::mine("?mine=yes", &[])]
#[case::nonsense("?show=x&entry=x&provider=x&age=x&proven=x&sort=x&after=x", &["Mia Vogel", "Tom Ferrer"])]
#[case::an_impossible_age("?age=-99999999999999999999", &["Mia Vogel", "Tom Ferrer"])]
#[case::empty_fields("?show=&q=&entry=&provider=&age=&proven=&sort=", &["Mia Vogel", "Tom Ferrer"])]
#[tokio::test]
async fn a_filter(#[case] query: &str, #[case] expected: &[&str]) {
    let app = TestApp::start().await;
    two_wait(&app).await;
    assert_eq!(names(&mut app.operations().await, query).await, expected);
}

#[rstest]
#[case::mine("?mine=yes", false)]
#[case::too_young("?age=3", false)]
#[case::another_entry("?entry=provider", false)]
#[case::of_nobody("?q=nobody", false)]
#[case::of_a_later_page("?after=ffffffff-ffff-7fff-bfff-ffffffffffff", false)]
#[case::all_who_wait("", true)]
#[case::in_another_order("?sort=newest", true)]
#[tokio::test]
async fn nobody_waits_only_where_nobody_does(#[case] query: &str, #[case] nobody: bool) {
    let app = TestApp::start().await;
    if !nobody {
        two_wait(&app).await;
    }
    let page = app
        .operations()
        .await
        .get(&format!("/office/requests{query}"))
        .await;
    assert_eq!(
        page.says("office.requests_empty_heading"),
        nobody,
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_filter_by_provider_and_its_form_keeps_what_was_chosen() {
    let app = TestApp::start().await;
    let (north, _south) = (app.provider("north").await, app.provider("south").await);
    app.waiting().await;
    app.visitor().through(&north).await;
    app.mails().await;
    let mut olga = app.operations().await;
    let query = format!("?q=e&provider={}&sort=newest", north.id);
    assert_eq!(names(&mut olga, &query).await.len(), 1);
    let page = olga.get(&format!("/office/requests{query}")).await;
    assert_eq!(
        (page.value("provider"), page.value("q")),
        (north.id.to_string(), "e".to_owned())
    );
    assert_eq!(page.value("sort"), "newest");
}

#[tokio::test]
async fn age_and_due_time_are_shown() {
    let app = TestApp::start().await;
    app.waiting().await;
    app.time.turn(Span::days(3));
    let page = app.operations().await.get("/office/requests").await;
    assert!(page.text().contains("3 days"), "{}", page.text());
    assert!(page.text().contains("due 19 February 2027"), "{}", page.text());
}

#[tokio::test]
async fn a_request_is_taken_on_and_given_back_and_others_see_it() {
    let app = TestApp::start().await;
    two_wait(&app).await;
    let (mut olga, mut otto) = (
        app.operations().await,
        app.staff("Otto", &[Role::Operations]).await,
    );
    let path = olga.queue().await.remove(0);
    let page = olga.get(&path).await;
    let page = olga.fill(&page, "/office/requests/assign", &[]).await;
    let page = olga.follow(&page).await;
    page.expect(200, "requests.give_back");
    assert!(
        otto.get("/office/requests")
            .await
            .text()
            .contains("Taken on by Olga")
    );
    assert_eq!(names(&mut olga, "?mine=yes").await, ["Mia Vogel"]);
    assert!(names(&mut otto, "?mine=yes").await.is_empty());
    let page = olga.fill(&page, "/office/requests/assign", &[]).await;
    olga.follow(&page).await.expect(200, "requests.take_on");
    assert!(names(&mut olga, "?mine=yes").await.is_empty());
    let told = app
        .database
        .texts("SELECT actor_name FROM history WHERE action = 'request.assigned'")
        .await;
    assert_eq!(told, ["Olga", "Olga"]);
}

#[tokio::test]
async fn several_are_decided_each_for_itself_with_a_result_for_each() {
    let app = TestApp::start().await;
    let (mut olga, mut otto) = (
        app.operations().await,
        app.staff("Otto", &[Role::Operations]).await,
    );
    let people = ["Ann", "Ben", "Cem", "Dan", "Eva"];
    let mut statuses = Vec::new();
    for name in people {
        let email = format!("{}@example.org", name.to_lowercase());
        statuses.push(
            app.another_waits(&[("given_name", name), ("email", &email)])
                .await,
        );
        app.time.turn(Span::seconds(1));
    }
    let page = olga.get("/office/requests").await;
    let boxes: Vec<String> = page
        .all("input")
        .into_iter()
        .filter(|tag| tag.get("name") == Some("ids[]"))
        .map(|tag| tag.get("value").unwrap().to_owned())
        .collect();
    assert_eq!(boxes.len(), 5);
    // Meanwhile Otto rejects Ben, Cem withdraws, and Dan corrects.
    let path = format!("/office/requests/{}", boxes[1].split('.').next().unwrap());
    let ben = otto.get(&path).await;
    let reject = [("decision", "reject"), ("code", "duplicate")];
    otto.fill(&ben, "/office/requests/decision", &reject)
        .await
        .location();
    let mut visitor = app.visitor();
    let cem = visitor.get(&statuses[2]).await;
    visitor
        .fill(&cem, "/register/status/withdraw", &[])
        .await
        .location();
    let dan = visitor.get(&statuses[3]).await;
    visitor
        .fill(&dan, "/register/status/correct", &[("company", "D")])
        .await
        .location();
    app.mails().await;

    let mut fields: Vec<(&str, &str)> = boxes[..4].iter().map(|id| ("ids[]", id.as_str())).collect();
    fields.push(("decision", "approve"));
    let page = olga.post("/office/requests/decisions", &fields).await;
    let page = olga.follow(&page).await;
    let text = page.text();
    for told in [
        "Ann Vogel Approved",
        "Ben Vogel Decided before by Otto",
        "Withdrawn on 21 November",
        "Dan Vogel Not decided",
    ] {
        assert!(text.replace('\u{a0}', " ").contains(told), "{told}: {text}");
    }
    assert!(!text.contains("Eva"), "not ticked");
    app.only_mail("ann@example.org").await;
    assert_eq!(names(&mut olga, "").await, ["Dan Vogel", "Eva Vogel"]);
}

#[tokio::test]
async fn several_with_nothing_ticked_or_a_fault_decide_nothing_and_keep_the_ticks() {
    let app = TestApp::start().await;
    two_wait(&app).await;
    let mut olga = app.operations().await;
    let page = olga.get("/office/requests?q=mia").await;
    let decisions = "/office/requests/decisions";
    olga.fill(&page, decisions, &[("decision", "approve")])
        .await
        .expect(422, "faults.nothing_chosen");
    let ticked = page.field("ids[]").unwrap().get("value").unwrap().to_owned();
    let page = olga
        .fill(&page, decisions, &[("ids[]", &ticked), ("decision", "reject")])
        .await;
    page.expect(422, "faults.required");
    assert!(page.field("ids[]").unwrap().get("checked").is_some());
    assert!(!page.text().contains("Tom Ferrer"), "the search is kept");
    assert!(app.mails().await.is_empty());
    for ids in ["x", "x.1", "0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa.y"] {
        let answer = olga
            .call(decisions, &[("ids[]", ids), ("decision", "approve")])
            .await;
        assert!(answer.is_err(), "{ids}: {answer:?}");
    }
    let invented = [
        ("ids[]", "0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa.1"),
        ("decision", "approve"),
    ];
    assert!(matches!(olga.call(decisions, &invented).await, Ok(Answer::Go(_))));
    let mut anton = app.administrator().await;
    let fields = [("ids[]", ticked.as_str()), ("decision", "approve")];
    assert_eq!(anton.call(decisions, &fields).await, Err(ApiError::Forbidden));
    assert!(!anton.get("/office/requests").await.has_form(decisions));
    assert_eq!(
        olga.get("/office/requests/results?ids=%00,x&at=x").await.code(),
        200
    );
}
