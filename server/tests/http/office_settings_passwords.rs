//! `/office/settings/passwords`: the rules for new passwords, and every form that asks for one.

use crate::support::{PASSWORD, Page, StaffMember, TestApp, application};
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, values::Fault};
use rstest::rstest;

const SETTINGS: &str = "/office/settings/passwords";

async fn choose(anton: &mut StaffMember, fields: &[(&str, &str)]) -> Page {
    let page = anton.get(SETTINGS).await;
    anton.fill(&page, SETTINGS, fields).await
}

#[tokio::test]
async fn the_page_says_how_many_passwords_are_refused_and_a_change_is_written_to_the_history() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    assert!(page.text().contains("108,461"), "{}", page.text());
    assert_eq!(page.value("profile"), "modern");
    let saved = choose(&mut anton, &[("profile", "classic")]).await;
    anton.follow(&saved).await.expect(200, "office.settings_saved");
    assert_eq!(anton.get(SETTINGS).await.value("profile"), "classic");
    let history = anton.get("/office/history").await;
    assert!(
        history.says("passwords.modern") && history.says("passwords.classic"),
        "{}",
        history.text()
    );
}

#[rstest]
#[case::modern("modern", "harbour-41", None)]
#[case::modern_short("modern", "harbour-4", Some(Fault::TooShort { min: 10 }))]
#[case::nist_short("nist", "harbour lantern", None)]
#[case::nist_shorter("nist", "harbour-lanter", Some(Fault::TooShort { min: 15 }))]
#[case::classic("classic", "Rope-9kn", None)]
#[case::classic_without_digit("classic", "Lantern-x", Some(Fault::PasswordNeedsDigit))]
#[case::custom("custom", "lantern-of-9", None)]
#[case::custom_without_digit("custom", "lantern-of-x", Some(Fault::PasswordNeedsDigit))]
#[case::custom_short("custom", "lantern-9", Some(Fault::TooShort { min: 11 }))]
#[case::common("modern", "password1234", Some(Fault::PasswordCommon))]
#[case::breached("modern", "qwerty123456", Some(Fault::PasswordCommon))]
#[tokio::test]
async fn registering_keeps_the_rules(
    #[case] profile: &str,
    #[case] password: &str,
    #[case] fault: Option<Fault>,
) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let rules = [("profile", profile), ("min", "11"), ("digit", "on")];
    assert_eq!(choose(&mut anton, &rules).await.code(), 303);
    let mut fields = application();
    fields.retain(|(name, _)| *name != "new_password");
    fields.push(("new_password", password));
    let answer = app.visitor().call("/register", &fields).await;
    let expected = match fault {
        None => Answer::go("/register/check-mail"),
        Some(fault) => Answer::Problems(Problems::default().with("new_password", fault)),
    };
    assert_eq!(answer, Ok(expected));
    app.mails().await;
}

#[tokio::test]
async fn every_form_tells_the_rules_and_asks_for_them() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    app.visitor()
        .post("/forgot", &[("email", "ada@example.org")])
        .await;
    let reset = app.only_mail("ada@example.org").await.link();
    let mut anton = app.administrator().await;
    let rules = [
        ("profile", "custom"),
        ("min", "20"),
        ("special", "on"),
        ("upper", "on"),
    ];
    choose(&mut anton, &rules).await.location();
    let told = |page: &Page| {
        let text = page.text();
        assert!(
            text.contains("At least 20 characters.")
                && text.contains("With an upper-case letter, a special character."),
            "{text}"
        );
    };
    let short = Fault::TooShort { min: 20 };
    let mut visitor = app.visitor();
    told(&visitor.get("/register").await);
    let page = visitor.get(&reset).await;
    told(&page);
    let page = visitor.fill(&page, "/reset", &[("new_password", PASSWORD)]).await;
    page.expect(422, "common.check_fields");
    assert!(page.text().contains("At least 20 characters, please."));
    let page = ada.get("/account/security").await;
    told(&page);
    let change = [
        ("current_password", PASSWORD),
        ("new_password", "another lantern 7"),
    ];
    assert_eq!(
        ada.call("/account/security/password", &change).await,
        Ok(Answer::field("new_password", short))
    );
    let invited = app.portico.clone();
    let email = domain::values::Email::parse("ole@tidewater.example").unwrap();
    let roles = domain::staff::Roles::of([Role::Operations]);
    let link = server::services::staff::invite(&invited, &email, &roles)
        .await
        .unwrap();
    let page = visitor.get(&link).await;
    told(&page);
    let fields = [("name", "Ole"), ("new_password", PASSWORD)];
    let page = visitor.fill(&page, "/office/invitation", &fields).await;
    assert!(page.code() == 422 && page.text().contains("At least 20 characters, please."));
}

#[rstest]
#[case("profile", "lax", Fault::Unknown)]
#[case("min", "7", Fault::OutOfRange { min: 8, max: 64 })]
#[case("min", "65", Fault::OutOfRange { min: 8, max: 64 })]
#[case("min", "many", Fault::OutOfRange { min: 8, max: 64 })]
#[case("min", "", Fault::OutOfRange { min: 8, max: 64 })]
#[tokio::test]
async fn faults_stand_beside_their_fields(#[case] field: &str, #[case] value: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut fields = vec![("version", "0"), ("profile", "modern"), ("min", "12")];
    fields.retain(|(name, _)| *name != field);
    fields.push((field, value));
    assert_eq!(
        anton.call(SETTINGS, &fields).await,
        Ok(Answer::Problems(Problems::default().with(field, fault)))
    );
    assert_eq!(app.database.count("policies WHERE name = 'passwords'").await, 0);
}

#[tokio::test]
async fn only_administrators_change_them_and_not_over_somebody_elses_change() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut olga = app.operations().await;
    let fields = [("version", "0"), ("profile", "nist"), ("min", "12")];
    assert_eq!(olga.get(SETTINGS).await.code(), 403);
    assert_eq!(olga.call(SETTINGS, &fields).await, Err(ApiError::Forbidden));
    let stale = anton.get(SETTINGS).await;
    choose(&mut anton, &[("profile", "classic")]).await.location();
    anton
        .fill(&stale, SETTINGS, &[("profile", "nist")])
        .await
        .expect(422, "faults.stale");
    let mut auditor = app.staff("Aud", &[Role::Auditor]).await;
    assert_eq!(auditor.get(SETTINGS).await.code(), 200);
    assert_eq!(auditor.call(SETTINGS, &fields).await, Err(ApiError::Forbidden));
}

#[tokio::test]
async fn nist_asks_for_less_beside_a_second_factor() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let mut anton = app.administrator().await;
    choose(&mut anton, &[("profile", "nist")]).await.location();
    let least = async |ada: &mut crate::support::Customer, min: u32| {
        let page = ada.get("/account/security").await;
        let told = format!("At least {min} characters.");
        assert!(page.text().contains(&told), "{}", page.text());
    };
    least(&mut ada, 15).await;
    let set_up = format!(
        "INSERT INTO second_factors (owner, mail_since) VALUES ('{}', 1)",
        domain::second_factor::Owner::Customer(ada.id)
    );
    app.database.execute(&set_up).await;
    least(&mut ada, 8).await;
}
