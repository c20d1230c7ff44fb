//! The code flow, from the application's link to what it knows about the person.

use crate::support::{
    Backend, TestApp,
    oidc::{answer, authorize, claims},
};
use domain::time::Span;
use rstest::rstest;
use serde_json::json;

const ADA: &str = "ada@example.org";

#[tokio::test]
async fn a_person_signs_in_agrees_and_is_known() {
    let app = TestApp::start().await;
    let magazine = app.asking().await;
    app.customer(ADA).await;
    let mut ada = app.visitor();
    let scope = "openid profile email phone";

    let page = ada.get(&authorize(magazine.id, &[("scope", scope)])).await;
    assert!(
        page.location()
            .starts_with("/login?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3D")
    );
    let page = ada.follow(&page).await;
    let page = ada
        .fill(
            &page,
            "/login",
            &[("email", ADA), ("password", crate::support::PASSWORD)],
        )
        .await;
    assert!(page.location().starts_with("/oauth2/v1/continue?request="));
    let resume = page.location().replace("continue", "resume");
    let page = ada.get(&resume).await;
    assert!(page.location().starts_with("/oauth2/v1/consent?request="));
    let page = ada.follow(&page).await;
    let page = ada.fill(&page, "/oauth2/v1/consent", &[]).await;
    assert!(page.location().starts_with("/oauth2/v1/continue?request="));
    let fields = answer(&ada.get(&resume).await);
    assert_eq!(
        (&*fields["state"], &*fields["iss"]),
        ("s t&te", "http://localhost:3000")
    );

    let given = magazine.redeem(&fields["code"]).await;
    assert_eq!(
        (&given["token_type"], &given["expires_in"]),
        (&json!("Bearer"), &json!(900))
    );
    assert_eq!(given["scope"], scope);
    assert!(
        given.get("refresh_token").is_none(),
        "nobody asked to stay connected"
    );
    let told = claims(&given["id_token"]);
    let now = app.portico.now().as_secs();
    assert_eq!(told["iss"], "http://localhost:3000");
    assert_eq!(told["aud"], magazine.id.to_string());
    assert_eq!(
        (&told["nonce"], &told["iat"], &told["auth_time"]),
        (&json!("n"), &json!(now), &json!(now))
    );
    assert_eq!((&told["amr"], &told["acr"]), (&json!(["pwd"]), &json!("1")));
    assert!(told.get("email").is_none(), "userinfo tells it");

    let known = magazine.userinfo(&given["access_token"]).await.json();
    assert_eq!(known["sub"], told["sub"]);
    assert_eq!(
        (&known["email"], &known["email_verified"]),
        (&json!(ADA), &json!(true))
    );

    // Nobody is asked a second time, nor by a resume that was answered.
    magazine.code(&mut ada, &[("scope", scope)]).await;
    assert_eq!(ada.get(&resume).await.code(), 404);
}

#[tokio::test]
async fn a_refused_request_is_told_to_the_client() {
    let app = TestApp::start().await;
    let magazine = app.asking().await;
    let mut ada = app.customer(ADA).await.browser;
    let page = ada.get(&authorize(magazine.id, &[])).await;
    let resume = page.location().replace("consent", "resume");
    let fields = answer(&ada.get(&format!("{resume}&cancel=1")).await);
    assert_eq!(
        (&*fields["error"], &*fields["state"]),
        ("access_denied", "s t&te")
    );
    assert_eq!(ada.get(&resume).await.code(), 404, "it is over");
}

#[tokio::test]
async fn a_request_that_its_client_may_not_make_any_more_is_refused_once() {
    let app = TestApp::start().await;
    let magazine = app.asking().await;
    let mut ada = app.customer(ADA).await.browser;
    let page = ada
        .get(&authorize(magazine.id, &[("scope", "openid email")]))
        .await;
    let resume = page.location().replace("consent", "resume");
    let less = "UPDATE clients SET scopes = 'openid'";
    app.database.execute(less).await;
    assert_eq!(answer(&ada.get(&resume).await)["error"], "invalid_scope");
    let more = "UPDATE clients SET scopes = 'openid email'";
    app.database.execute(more).await;
    ada.get(&resume).await.expect(404, "consent.over_heading");
}

#[rstest]
#[case::nobody_signed_in("", "login_required")]
#[case::not_agreed(ADA, "consent_required")]
#[tokio::test]
async fn without_a_page_there_is_an_error(#[case] who: &str, #[case] error: &str) {
    let app = TestApp::start().await;
    let magazine = app.asking().await;
    let mut browser = match who {
        "" => app.visitor().0,
        email => app.customer(email).await.browser,
    };
    let page = browser.get(&authorize(magazine.id, &[("prompt", "none")])).await;
    assert_eq!(answer(&page)["error"], error);
}

#[tokio::test]
async fn prompt_login_and_an_old_sign_in_ask_again() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    app.time.turn(Span::minutes(5));
    magazine.code(&mut ada, &[("max_age", "400")]).await;
    for asked in [("prompt", "login"), ("max_age", "60")] {
        let page = ada.get(&authorize(magazine.id, &[asked])).await;
        assert!(
            page.location().starts_with("/login?again=1"),
            "{asked:?}: {}",
            page.location()
        );
        let page = ada.follow(&page).await;
        let page = ada
            .fill(
                &page,
                "/login",
                &[("email", ADA), ("password", crate::support::PASSWORD)],
            )
            .await;
        let page = ada.get(&page.location().replace("continue", "resume")).await;
        assert!(answer(&page).contains_key("code"));
        app.time.turn(Span::minutes(5));
    }
}

#[tokio::test]
async fn the_person_chooses_the_account() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    app.time.turn(Span::seconds(1));
    let page = ada
        .get(&authorize(magazine.id, &[("prompt", "select_account")]))
        .await;
    assert!(page.location().starts_with("/oauth2/v1/account?request="));
    let resume = page.location().replace("account", "resume");
    let page = ada.follow(&page).await;
    ada.fill(&page, "/oauth2/v1/account", &[]).await;
    assert!(answer(&ada.get(&resume).await).contains_key("code"));
}

#[tokio::test]
async fn a_code_that_comes_twice_ends_what_it_gave() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine
        .code(&mut ada, &[("scope", "openid offline_access")])
        .await;
    let given = magazine.redeem(&code).await;
    assert_eq!(magazine.userinfo(&given["access_token"]).await.code(), 200);
    magazine
        .post("token", &magazine.redeeming(&code))
        .await
        .expect_error(400, "invalid_grant");
    assert_eq!(magazine.userinfo(&given["access_token"]).await.code(), 401);
    magazine
        .renew(&given["refresh_token"])
        .await
        .expect_error(400, "invalid_grant");
}

#[rstest]
#[case::wrong_verifier("code_verifier", "another-verifier-that-is-long-enough-for-the-rules")]
#[case::wrong_redirect("redirect_uri", "https://app.example/other")]
#[tokio::test]
async fn a_wrong_proof_burns_the_code(#[case] name: &str, #[case] value: &str) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    let mut wrong = magazine.redeeming(&code);
    wrong.retain(|(own, _)| *own != name);
    wrong.push((
        if name == "code_verifier" {
            "code_verifier"
        } else {
            "redirect_uri"
        },
        value,
    ));
    magazine
        .post("token", &wrong)
        .await
        .expect_error(400, "invalid_grant");
    let right = magazine.post("token", &magazine.redeeming(&code)).await;
    right.expect_error(400, "invalid_grant");
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused_and_a_code_lasts_a_minute() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    app.database.execute("UPDATE clients SET pkce = FALSE").await;
    let mut ada = app.customer(ADA).await.browser;
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let code = magazine.code(&mut ada, &without).await;
    let page = magazine.post("token", &magazine.redeeming(&code)).await;
    page.expect_error(400, "invalid_grant");
    let code = magazine.code(&mut ada, &[]).await;
    app.time.turn(Span::seconds(61));
    let page = magazine.post("token", &magazine.redeeming(&code)).await;
    page.expect_error(400, "invalid_grant");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_redeem_a_code_at_once_one_gets_tokens(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let magazine = std::sync::Arc::new(app.trusted().await);
    let mut ada = app.customer(ADA).await.browser;
    for _ in 0..5 {
        let code = magazine.code(&mut ada, &[]).await;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let (magazine, code) = (magazine.clone(), code.clone());
                tokio::spawn(async move { magazine.post("token", &magazine.redeeming(&code)).await.code() })
            })
            .collect();
        let mut codes = Vec::new();
        for one in tries {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes, [200, 400, 400, 400, 400, 400, 400, 400]);
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_a_stolen_one_ends_the_family() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine
        .code(&mut ada, &[("scope", "openid email offline_access")])
        .await;
    let first = magazine.redeem(&code).await;
    let second = magazine.renew(&first["refresh_token"]).await.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    let (old, new) = (claims(&first["id_token"]), claims(&second["id_token"]));
    assert_eq!((&old["sub"], &old["auth_time"]), (&new["sub"], &new["auth_time"]));
    assert!(new.get("nonce").is_none());
    // Less may be asked for, more may not.
    let narrower = [
        ("grant_type", "refresh_token"),
        ("refresh_token", second["refresh_token"].as_str().unwrap()),
        ("scope", "openid profile"),
    ];
    magazine
        .post("token", &narrower)
        .await
        .expect_error(400, "invalid_scope");
    let narrower = [narrower[0], narrower[1], ("scope", "openid")];
    let third = magazine.post("token", &narrower).await.json();
    assert_eq!(third["scope"], "openid");
    // The person signs out: the application stays connected, and what came with the sign-in ends.
    ada.post("/logout", &[("choice", "local")]).await;
    assert_eq!(magazine.userinfo(&first["access_token"]).await.code(), 401);
    assert_eq!(magazine.userinfo(&third["access_token"]).await.code(), 200);
    magazine
        .renew(&first["refresh_token"])
        .await
        .expect_error(400, "invalid_grant");
    magazine
        .renew(&third["refresh_token"])
        .await
        .expect_error(400, "invalid_grant");
    assert_eq!(magazine.userinfo(&third["access_token"]).await.code(), 401);
}

#[tokio::test]
async fn a_code_that_nobody_brings_leaves_nothing() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let scope = [("scope", "openid offline_access")];
    let brought = magazine.code(&mut ada, &scope).await;
    let brought = magazine.redeem(&brought).await;
    magazine.code(&mut ada, &scope).await;
    app.jobs().await;
    assert_eq!(app.database.count("grants").await, 2);
    ada.post("/logout", &[("choice", "local")]).await;
    app.time.turn(Span::hours(1));
    app.jobs().await;
    assert_eq!(app.database.count("grants").await, 1);
    assert_eq!(magazine.renew(&brought["refresh_token"]).await.code(), 200);
}

#[tokio::test]
async fn the_terms_come_first() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    app.database
        .execute("UPDATE customers SET terms_version = NULL")
        .await;
    let page = ada.get(&authorize(magazine.id, &[])).await;
    assert!(
        page.location()
            .starts_with("/account/profile?next=%2Foauth2%2Fv1%2Fcontinue"),
        "{}",
        page.location()
    );
    let page = ada.get(&authorize(magazine.id, &[("prompt", "none")])).await;
    assert_eq!(answer(&page)["error"], "interaction_required");
}

#[rstest]
#[case::who("openid", &["sub"])]
#[case::address("openid email", &["email", "email_verified", "sub"])]
#[tokio::test]
async fn userinfo_tells_what_the_scopes_open_and_no_more(#[case] scope: &str, #[case] told: &[&str]) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[("scope", scope)]).await;
    let given = magazine.redeem(&code).await;
    let known = magazine.userinfo(&given["access_token"]).await.json();
    let mut names: Vec<_> = known.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, told);
}

#[rstest]
#[case::as_the_world_dials_it("+44 (20) 7946-0958", Some("+442079460958"))]
#[case::of_who_knows_which_country("020 7946 0958", None)]
#[tokio::test]
async fn a_phone_number_is_told_in_the_form_of_the_standard(#[case] typed: &str, #[case] told: Option<&str>) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let sql = format!("UPDATE customers SET phone = '{typed}'");
    app.database.execute(&sql).await;
    let code = magazine.code(&mut ada, &[("scope", "openid phone")]).await;
    let given = magazine.redeem(&code).await;
    let known = magazine.userinfo(&given["access_token"]).await.json();
    let text = |name: &str| known.get(name).and_then(|value| value.as_str());
    assert_eq!(text("phone_number"), told);
    assert_eq!(known.get("phone_number_verified").is_some(), told.is_some());
}
