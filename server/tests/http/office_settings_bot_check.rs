//! `/office/settings/bot-check`: who sets it, and what is refused.

use crate::support::TestApp;
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, values::Fault};
use rstest::rstest;

const SETTINGS: &str = "/office/settings/bot-check";

#[rstest]
#[case::nobody("method", "captcha", Fault::Unknown)]
#[case::site_key_of_markup("site_key", "\"><script>", Fault::BadCharacters)]
#[case::site_key_too_long("site_key", &"k".repeat(101), Fault::BadCharacters)]
#[case::no_site_key("site_key", "", Fault::Required)]
#[case::secret_key_with_nul("secret_key", "s\u{0}", Fault::BadCharacters)]
#[case::no_secret_key("secret_key", "", Fault::Required)]
#[case::score_beyond("least_score", "101", Fault::OutOfRange { min: 0, max: 100 })]
#[case::no_score("least_score", "", Fault::Required)]
#[tokio::test]
async fn each_fault_stands_beside_its_field(#[case] field: &str, #[case] value: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let right = [
        ("method", "recaptcha"),
        ("site_key", "site-1"),
        ("secret_key", "secret-1"),
        ("least_score", "50"),
    ];
    let fields = right.map(|(name, right)| (name, if name == field { value } else { right }));
    let expected = Answer::Problems(Problems::default().with(field, fault));
    assert_eq!(anton.call(SETTINGS, &fields).await, Ok(expected));
    let page = anton.post(SETTINGS, &fields).await;
    assert_eq!(page.code(), 422);
    assert!(
        !page.body.contains("secret-1"),
        "what is secret does not come back"
    );
    let saved = "policies WHERE name IN ('bot_check', 'recaptcha_secret')";
    assert_eq!(app.database.count(saved).await, 0);
}

#[tokio::test]
async fn only_administrators_set_it_and_of_two_the_later_is_told() {
    let app = TestApp::start().await;
    let mut audrey = app.staff("Audrey", &[Role::Auditor]).await;
    assert_eq!(audrey.get(SETTINGS).await.code(), 200);
    let fields = [("method", "proof_of_work"), ("least_score", "40")];
    for (member, page) in [(&mut audrey, 200), (&mut app.operations().await, 403)] {
        assert_eq!(member.get(SETTINGS).await.code(), page);
        assert_eq!(member.call(SETTINGS, &fields).await, Err(ApiError::Forbidden));
    }
    assert_eq!(
        app.visitor().call(SETTINGS, &fields).await,
        Err(ApiError::SignInNeeded)
    );
    let mut anton = app.administrator().await;
    let stale = anton.get(SETTINGS).await;
    anton
        .fill(&stale, SETTINGS, &[("least_score", "40")])
        .await
        .location();
    let page = anton.fill(&stale, SETTINGS, &[("least_score", "30")]).await;
    page.expect(422, "faults.stale");
}
