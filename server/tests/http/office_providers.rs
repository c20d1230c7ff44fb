//! `/office/providers`: the discovery check, the secret, the switches.

use crate::support::{
    Canned, Endpoint, Provider, Quirk, TestApp,
    fake_provider::{CLIENT_ID, CLIENT_SECRET},
};
use app::api::{Answer, Problems};
use domain::values::Fault;
use rstest::rstest;
use serde_json::json;

const SAVE: &str = "/office/providers/save";

/// The form for a new provider that stands where `provider` does.
fn filled(provider: &Provider) -> Vec<(&'static str, String)> {
    let fields = [
        ("name", "Harbour ID"),
        ("slug", "harbour"),
        ("issuer", provider.issuer()),
        ("client_id", CLIENT_ID),
        ("client_auth", "client_secret_basic"),
        ("client_secret", CLIENT_SECRET),
        ("scopes", "email profile"),
        ("trusts_email_verified", "on"),
        ("pkce", "on"),
        ("claim_subject", "sub"),
        ("claim_email", "email"),
        ("claim_given_name", "given_name"),
        ("claim_family_name", "family_name"),
    ];
    fields.map(|(name, value)| (name, value.to_owned())).to_vec()
}

fn refs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_new_provider_is_checked_saved_switched_on_and_signs_people_in() {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    app.switch(&fake, false, false).await;
    app.settings(|settings| settings.approval = false).await;
    let mut anton = app.administrator().await;
    let page = anton.get("/office/providers/new").await;
    let page = anton.fill(&page, SAVE, &refs(&filled(&fake))).await;
    let path = page.location().split('?').next().unwrap().to_owned();
    let page = anton.follow(&page).await;
    assert_eq!(page.code(), 200);
    assert!(
        page.text()
            .contains("http://localhost:3000/providers/harbour/callback")
    );
    assert_eq!(page.value("client_secret"), "", "write-only");
    assert!(!page.body.contains(CLIENT_SECRET));
    assert_eq!(
        app.visitor().get("/providers/harbour/start").await.code(),
        404,
        "not before it is enabled"
    );

    let id = path.rsplit('/').next().unwrap().to_owned();
    for switch in ["enable", "show"] {
        let version = app
            .database
            .number("SELECT version FROM providers WHERE slug = 'harbour'")
            .await
            .to_string();
        let fields = [
            ("id", id.as_str()),
            ("version", version.as_str()),
            ("switch", switch),
        ];
        assert!(matches!(
            anton.call("/office/providers", &fields).await,
            Ok(Answer::Go(_))
        ));
    }
    let mut alex = app.visitor();
    assert!(alex.get("/login").await.text().contains("Harbour ID"));
    let callback = fake.browse(&alex.start("/providers/harbour/start").await);
    assert_eq!(alex.get(callback.as_str()).await.location(), "/account/profile");
    let stored = app
        .database
        .texts("SELECT client_secret FROM providers WHERE slug = 'harbour'")
        .await;
    assert!(stored[0].starts_with("v1."));
    let history = app
        .database
        .texts("SELECT COALESCE(new_value, '') FROM history")
        .await
        .join(" ");
    assert!(!history.contains(CLIENT_SECRET) && history.contains("harbour"));
}

#[rstest]
#[case::unreachable(Quirk::Answer(Endpoint::Discovery, Canned::Status(500)), Fault::Unreachable)]
#[case::not_json(Quirk::Answer(Endpoint::Discovery, Canned::Garbage), Fault::NotJson)]
#[case::too_large(Quirk::Answer(Endpoint::Discovery, Canned::Oversize), Fault::TooLarge)]
#[case::issuer_differs(Quirk::Document("issuer", Some(json!("https://id.example"))), Fault::IssuerDiffers)]
#[case::no_authorization(
    Quirk::Document("authorization_endpoint", None),
    Fault::MissingAuthorizationEndpoint
)]
#[case::no_token(Quirk::Document("token_endpoint", None), Fault::MissingTokenEndpoint)]
#[case::no_keys(Quirk::Document("jwks_uri", None), Fault::MissingJwks)]
#[case::no_code(Quirk::Document("response_types_supported", Some(json!(["id_token"]))), Fault::NoCodeResponseType)]
#[case::no_client_authentication(
    Quirk::Document("token_endpoint_auth_methods_supported", Some(json!(["tls_client_auth"]))),
    Fault::NoClientAuthentication
)]
#[tokio::test]
async fn each_failure_of_the_discovery_check_has_its_own_message(#[case] quirk: Quirk, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    fake.quirk(quirk);
    let mut anton = app.administrator().await;
    let answer = anton.call(SAVE, &refs(&filled(&fake))).await;
    assert_eq!(
        answer,
        Ok(Answer::Problems(Problems::default().with("issuer", fault)))
    );
    let page = anton.post(SAVE, &refs(&filled(&fake))).await;
    assert_eq!((page.code(), page.value("issuer").as_str()), (422, fake.issuer()));
    assert_eq!(page.value("client_secret"), "");
    assert!(!page.body.contains(CLIENT_SECRET));
    assert_eq!(app.database.count("providers").await, 1);
}

#[rstest]
#[case("http://10.0.0.1", Fault::PrivateAddress)]
#[case("https://169.254.169.254/latest", Fault::PrivateAddress)]
#[case("https://[fd00::1]", Fault::PrivateAddress)]
#[case("not a url", Fault::BadCharacters)]
#[case("nonsense", Fault::NotAUrl)]
#[case("file:///etc/passwd", Fault::NotAUrl)]
#[case("", Fault::Required)]
#[tokio::test]
async fn an_issuer_that_no_request_may_reach_is_refused(#[case] issuer: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    let mut fields = filled(&fake);
    fields.retain(|(name, _)| *name != "issuer");
    fields.push(("issuer", issuer.to_owned()));
    let mut anton = app.administrator().await;
    match anton.call(SAVE, &refs(&fields)).await {
        Ok(Answer::Problems(problems)) => {
            let found = problems.of("issuer");
            let http = Some(Fault::HttpOutsideDevelopment);
            assert!(
                found == Some(fault) || (found == http && issuer.starts_with("http:")),
                "{found:?}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_setting_comes_back_and_reaches_the_provider() {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", fake.id);
    let page = anton.get(&path).await;
    let settings = [
        ("name", "North & Co"),
        ("label_en", "Sign in with North"),
        ("label_de", "Mit North anmelden"),
        ("label_el", "Σύνδεση με North"),
        ("domains", "North.example\nbücher.example"),
        ("client_auth", "client_secret_post"),
        ("secret_expires_on", "2027-01-31"),
        ("scopes", "openid email"),
        ("authorize_parameters", "hd=north.example\nconnection=a&b"),
        ("claim_subject", "oid"),
        ("claim_email", "mail"),
        ("claim_given_name", "first"),
        ("claim_family_name", "last"),
        ("claim_full_name", "display"),
        ("claim_phone", "mobile"),
        ("claim_language", "lang"),
        ("claim_account_code", "customer_no"),
    ];
    let saved = anton.fill(&page, SAVE, &settings).await;
    assert_eq!(saved.code(), 303, "{}", saved.text());
    let page = anton.get(&path).await;
    for (field, value) in settings {
        let shown = match field {
            "domains" => "north.example\nxn--bcher-kva.example",
            _ => value,
        };
        assert_eq!(page.value(field), shown, "{field}");
    }
    app.visitor().start("/providers/north/start").await;
    fake.browse(&app.visitor().start("/providers/north/start").await);
    let sent = fake.last_authorize();
    assert_eq!(
        (sent["hd"].as_str(), sent["connection"].as_str()),
        ("north.example", "a&b")
    );
    assert_eq!(sent["scope"], "openid email");
}

#[tokio::test]
async fn a_subject_of_another_claim_signs_in_and_stays() {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", fake.id);
    let page = anton.get(&path).await;
    anton
        .fill(&page, SAVE, &[("claim_subject", "oid")])
        .await
        .location();
    fake.person(
        json!({ "sub": "pairwise-1", "oid": "alex-1", "email": "alex@corp.example", "email_verified": true }),
    );
    assert_eq!(app.visitor().through(&fake).await.location(), "/account/profile");
    let subjects = app.database.texts("SELECT subject FROM identities").await;
    assert_eq!(subjects, ["alex-1"]);
    let page = anton.get(&path).await;
    anton
        .fill(&page, SAVE, &[("claim_subject", "sub")])
        .await
        .expect(422, "faults.subject_in_use");
}

#[tokio::test]
async fn a_domain_leads_to_one_provider() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    let mut anton = app.administrator().await;
    for (provider, status) in [(&north, 303), (&south, 422), (&north, 303)] {
        let page = anton.get(&format!("/office/providers/{}", provider.id)).await;
        let page = anton.fill(&page, SAVE, &[("domains", "corp.example")]).await;
        assert_eq!(page.code(), status, "{}", page.text());
        if status == 422 {
            page.expect(422, "faults.domain_taken");
        }
    }
}

#[tokio::test]
async fn a_slug_stands_once() {
    let app = TestApp::start().await;
    let fake = app.provider("harbour").await;
    let mut anton = app.administrator().await;
    let answer = anton.call(SAVE, &refs(&filled(&fake))).await;
    assert_eq!(answer, Ok(Answer::field("slug", Fault::SlugTaken)));
}

#[tokio::test]
async fn an_empty_secret_keeps_the_stored_one_but_never_for_another_issuer() {
    let app = TestApp::start().await;
    let (north, elsewhere) = (app.provider("north").await, app.provider("elsewhere").await);
    app.settings(|settings| settings.approval = false).await;
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", north.id);
    let page = anton.get(&path).await;
    let changed = anton
        .fill(
            &page,
            SAVE,
            &[("name", "North ID"), ("scopes", "openid email profile")],
        )
        .await;
    assert_eq!(changed.code(), 303, "{}", changed.text());
    assert_eq!(
        app.visitor().through(&north).await.location(),
        "/account/profile",
        "the secret is still right"
    );

    let page = anton.get(&path).await;
    let page = anton.fill(&page, SAVE, &[("issuer", elsewhere.issuer())]).await;
    page.expect(422, "faults.required");
    assert_eq!(elsewhere.calls().token, 0);
}

#[tokio::test]
async fn a_form_from_before_somebody_elses_change_is_refused() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let stale = anton.get(&format!("/office/providers/{}", north.id)).await;
    app.switch(&north, true, false).await;
    anton
        .fill(&stale, SAVE, &[("name", "Mine")])
        .await
        .expect(422, "faults.stale");
    let fields = [
        ("id", north.id.to_string()),
        ("version", "1".to_owned()),
        ("switch", "disable".to_owned()),
    ];
    anton
        .post("/office/providers", &refs(&fields))
        .await
        .expect(422, "faults.stale");
    assert_eq!(
        app.database
            .count("providers WHERE enabled AND name = 'north'")
            .await,
        1
    );
}

#[tokio::test]
async fn the_issuer_stays_while_people_sign_in_through_it() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.approval = false).await;
    let mut anton = app.administrator().await;
    let page = anton.get(&format!("/office/providers/{}", north.id)).await;
    let moved = [("issuer", south.issuer()), ("client_secret", CLIENT_SECRET)];
    app.visitor().through(&north).await.location();
    app.mails().await;
    let refused = anton.fill(&page, SAVE, &moved).await;
    refused.expect(422, "faults.issuer_in_use");
    app.database.execute("DELETE FROM sessions").await;
    app.database.execute("DELETE FROM identities").await;
    assert_eq!(
        anton.fill(&page, SAVE, &moved).await.code(),
        303,
        "nobody is left behind"
    );
}

#[rstest]
#[case("0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa")]
#[case("nonsense")]
#[case("%00")]
#[tokio::test]
async fn an_invented_provider_is_not_there(#[case] id: &str) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    anton
        .get(&format!("/office/providers/{id}"))
        .await
        .assert_client_error();
}
