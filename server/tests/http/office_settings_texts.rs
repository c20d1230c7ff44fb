//! `/office/settings/texts`: the shop's own texts, from the draft to the version that customers are asked to accept.

use crate::support::{Page, StaffMember, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, values::Fault};
use rstest::rstest;

const LIST: &str = "/office/settings/texts";
const TERMS: &str = "/office/settings/texts/terms";
const DRAFT: &str = "/office/settings/texts/draft";
const PUBLISH: &str = "/office/settings/texts/publish";
const DISCARD: &str = "/office/settings/texts/discard";
const ADA: &str = "ada@example.org";

/// Saves the draft of the terms that the form holds, with a title of its own.
async fn write(anton: &mut StaffMember, title: &str) -> Page {
    let page = anton.get(TERMS).await;
    let saved = anton.fill(&page, DRAFT, &[("title_en", title)]).await;
    assert_eq!(saved.location(), "/office/settings/texts/terms/preview");
    anton.follow(&saved).await
}

#[tokio::test]
async fn every_version_is_listed_and_can_be_read() {
    let app = TestApp::start().await;
    app.publish_texts(2).await;
    let page = app.administrator().await.get(LIST).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    let links: Vec<_> = page
        .all("a")
        .into_iter()
        .filter_map(|a| a.get("href").map(str::to_owned))
        .collect();
    for kind in ["terms", "privacy", "imprint"] {
        for version in [1, 2] {
            assert!(links.contains(&format!("/{kind}?version={version}")), "{links:?}");
        }
        assert!(links.contains(&format!("{LIST}/{kind}")));
    }
}

#[tokio::test]
async fn a_draft_is_seen_by_nobody_until_it_is_published_and_then_asks_everybody() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut anton = app.administrator().await;
    let preview = write(&mut anton, "Fair terms").await;
    preview.expect(200, "texts.everybody_is_asked");
    assert!(preview.text().contains("Fair terms") && preview.text().contains("terms 1 (el)"));
    assert!(anton.get(LIST).await.says("texts.go_on"));
    assert!(ada.get("/terms").await.title().starts_with("terms 1"));
    assert_eq!(ada.get("/account/sessions").await.code(), 200);

    let page = anton.fill(&preview, PUBLISH, &[]).await;
    anton.follow(&page).await.expect(200, "texts.published");
    assert!(ada.get("/terms").await.title().starts_with("Fair terms"));
    assert_eq!(
        ada.get("/account/sessions").await.location(),
        "/account/profile?next=%2Faccount%2Fsessions",
        "with the next request"
    );
    let page = ada.get("/account/profile").await;
    assert_eq!(page.field("accept_terms").unwrap().get("value"), Some("2"));
    ada.fill(&page, "/account/profile", &[("accept_terms", "2")])
        .await
        .location();
    assert_eq!(ada.get("/account/sessions").await.code(), 200);
    let history = app
        .database
        .texts("SELECT subject_id || new_value FROM history WHERE action = 'text.published'")
        .await;
    assert_eq!(history, [r#"terms{"version":2}"#]);
    assert_eq!(app.database.count("legal_drafts").await, 0);
    assert_eq!(
        app.database.count("legal_texts WHERE version = 2").await,
        3,
        "every language"
    );
}

#[tokio::test]
async fn a_text_that_nobody_accepts_asks_nobody() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut anton = app.administrator().await;
    let page = anton.get("/office/settings/texts/imprint").await;
    let saved = anton.fill(&page, DRAFT, &[("title_de", "Wer wir sind")]).await;
    let preview = anton.follow(&saved).await;
    assert!(preview.code() == 200 && !preview.says("texts.everybody_is_asked"));
    anton.fill(&preview, PUBLISH, &[]).await.location();
    assert_eq!(ada.get("/account/sessions").await.code(), 200);
    ada.language = "de";
    assert!(ada.get("/imprint").await.code() == 200);
    assert_eq!(
        app.database
            .count("legal_texts WHERE title = 'Wer wir sind'")
            .await,
        1
    );
}

#[rstest]
#[case::no_title("title_de", "", Fault::Required)]
#[case::long_title("title_el", &"x".repeat(121), Fault::TooLong { max: 120 })]
#[case::no_text("body_en", " \r\n ", Fault::Required)]
#[case::long_text("body_de", &"x".repeat(50_001), Fault::TooLong { max: 50_000 })]
#[case::nul("body_el", "a\u{0}b", Fault::BadCharacters)]
#[tokio::test]
async fn every_language_is_needed_and_each_fault_stands_beside_its_field(
    #[case] field: &str,
    #[case] value: &str,
    #[case] fault: Fault,
) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut fields = anton.get(TERMS).await.form(DRAFT);
    fields.retain(|(name, _)| name != field);
    fields.push((field.to_owned(), value.to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let expected = Answer::Problems(Problems::default().with(field, fault));
    assert_eq!(anton.call(DRAFT, &fields).await, Ok(expected));
    assert_eq!(anton.post(DRAFT, &fields).await.code(), 422);
    assert_eq!(app.database.count("legal_drafts").await, 0);
}

#[tokio::test]
async fn the_longest_texts_of_the_widest_letters_are_taken() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let long = "ω".repeat(50_000);
    let page = anton.get(TERMS).await;
    let bodies = [("body_en", &*long), ("body_de", &*long), ("body_el", &*long)];
    let saved = anton.fill(&page, DRAFT, &bodies).await;
    assert_eq!(saved.location(), "/office/settings/texts/terms/preview");
}

#[tokio::test]
async fn a_draft_that_somebody_else_changed_is_neither_saved_nor_published() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let stale = anton.get(TERMS).await;
    let seen = write(&mut anton, "One").await;
    anton.fill(&stale, DRAFT, &[]).await.expect(422, "faults.stale");
    let old = anton.get(TERMS).await;
    write(&mut anton, "Two").await;
    anton.fill(&seen, PUBLISH, &[]).await.expect(422, "faults.stale");
    anton.fill(&old, DISCARD, &[]).await.expect(422, "faults.stale");
    assert_eq!(
        app.database.number("SELECT MAX(version) FROM legal_texts").await,
        1
    );
}

#[tokio::test]
async fn a_draft_is_discarded_and_the_published_version_stays() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    assert!(
        !anton.get(TERMS).await.has_form(DISCARD),
        "there is nothing to discard"
    );
    write(&mut anton, "Second thoughts").await;
    let page = anton.get(TERMS).await;
    let page = anton.fill(&page, DISCARD, &[]).await;
    anton.follow(&page).await.expect(200, "texts.discarded");
    assert_eq!(app.database.count("legal_drafts").await, 0);
    assert!(!anton.get(TERMS).await.body.contains("Second thoughts"));
    assert!(anton.get(LIST).await.says("texts.prepare"));
}

#[tokio::test]
async fn markup_in_a_text_stays_text() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(TERMS).await;
    let body = "## <b>Bold</b>\n\n<script>alert(1)</script>";
    let saved = anton.fill(&page, DRAFT, &[("body_en", body)]).await;
    let preview = anton.follow(&saved).await;
    assert!(preview.text().contains("<script>alert(1)</script>"));
    assert!(!preview.body.contains("<script>alert(1)"));
}

#[tokio::test]
async fn only_administrators_write_and_only_what_there_is() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    for missing in [
        "/office/settings/texts/poems",
        "/office/settings/texts/terms/preview",
    ] {
        assert_eq!(anton.get(missing).await.code(), 404, "{missing}");
    }
    for path in [DRAFT, PUBLISH, DISCARD] {
        for kind in ["poems", "", "Terms"] {
            let fields = [("kind", kind), ("version", "0")];
            assert_eq!(
                anton.call(path, &fields).await,
                Err(ApiError::NotFound),
                "{path} {kind}"
            );
        }
    }
    let mut audrey = app.staff("Audrey", &[Role::Auditor]).await;
    assert_eq!(audrey.get(LIST).await.code(), 200);
    let mut olga = app.operations().await;
    assert_eq!(olga.get(LIST).await.code(), 403);
    for path in [DRAFT, PUBLISH, DISCARD] {
        for member in [&mut audrey, &mut olga] {
            let answer = member.call(path, &[("kind", "terms")]).await;
            assert_eq!(answer, Err(ApiError::Forbidden), "{path} {}", member.name);
        }
        let answer = app.visitor().call(path, &[("kind", "terms")]).await;
        assert_eq!(answer, Err(ApiError::SignInNeeded));
    }
}
