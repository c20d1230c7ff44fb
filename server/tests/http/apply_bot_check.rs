//! `portico apply`: how people show that they are no program, with a secret key that stays one.

use super::apply::{CARRY_OUT, apply_once, run, state};
use crate::support::TestApp;
use rstest::rstest;

const RECAPTCHA: &str = "[policies.bot_check]\nmethod = \"recaptcha\"\nsite_key = \"site-1\"\nleast_score = 70\n\
                         secret_key_env = \"RECAPTCHA_SECRET\"\n";

#[tokio::test]
async fn recaptcha_is_applied_once_with_its_secret_key_sealed() {
    let app = TestApp::start().await;
    assert_eq!(
        apply_once(&app, RECAPTCHA).await,
        [
            "policies.bot_check: least_score: 50 -> 70",
            "policies.bot_check: method: proof_of_work -> recaptcha",
            "policies.bot_check: secret_key: (none) -> replaced",
            "policies.bot_check: site_key: (none) -> site-1",
        ]
    );
    let everything = [
        "SELECT value FROM policies",
        "SELECT COALESCE(old_value, '') || new_value FROM history",
    ];
    for sql in everything {
        let kept = app.database.texts(sql).await.concat();
        assert!(kept.contains("recaptcha") && !kept.contains("secret-1"), "{kept}");
    }
    let settings =
        "history WHERE action = 'settings.changed' AND subject_id = 'bot_check' AND actor_kind = 'system'";
    assert_eq!(app.database.count(settings).await, 1);
    app.visitor()
        .get("/register")
        .await
        .expect(200, "bot_check.notice");
}

#[tokio::test]
async fn a_secret_key_that_is_kept_need_not_stand_in_the_file_and_another_one_replaces_it() {
    let app = TestApp::start().await;
    run(&app, RECAPTCHA, CARRY_OUT).await.unwrap();
    let secret = "SELECT value FROM policies WHERE name = 'recaptcha_secret'";
    let first = app.database.texts(secret).await;
    run(
        &app,
        "[policies.bot_check]\nmethod = \"proof_of_work\"\n",
        CARRY_OUT,
    )
    .await
    .unwrap();
    run(&app, "[policies.bot_check]\nmethod = \"recaptcha\"\n", CARRY_OUT)
        .await
        .unwrap();
    assert_eq!(app.database.texts(secret).await, first);
    let file = "[policies.bot_check]\nsecret_key = \"secret-2\"\n";
    assert_eq!(
        run(&app, file, CARRY_OUT).await.unwrap(),
        ["policies.bot_check: secret_key: (none) -> replaced"]
    );
    assert_ne!(app.database.texts(secret).await, first);
}

#[tokio::test]
async fn a_secret_key_that_can_t_be_opened_any_more_is_replaced() {
    let app = TestApp::start().await;
    run(&app, RECAPTCHA, CARRY_OUT).await.unwrap();
    app.database
        .execute(r#"UPDATE policies SET value = '{"sealed":"broken"}' WHERE name = 'recaptcha_secret'"#)
        .await;
    let replaced = ["policies.bot_check: secret_key: (none) -> replaced"];
    assert_eq!(run(&app, RECAPTCHA, CARRY_OUT).await.unwrap(), replaced);
    assert!(
        run(&app, RECAPTCHA, CARRY_OUT).await.unwrap().is_empty(),
        "it is the present one"
    );
}

#[rstest]
#[case::no_secret(
    "[policies.bot_check]\nsite_key = \"site-1\"\nmethod = \"recaptcha\"\n",
    "shop.toml:3: policies.bot_check.method: recaptcha needs its secret key: write secret_key_file or secret_key_env"
)]
#[case::no_site_key(
    "[policies.bot_check]\nmethod = \"recaptcha\"\nsecret_key = \"hush\"\n",
    "shop.toml:1: policies.bot_check: site_key: required"
)]
#[case::an_empty_site_key(
    "[policies.bot_check]\nmethod = \"recaptcha\"\nsite_key = \"\"\nsecret_key = \"hush\"\n",
    "shop.toml:3: policies.bot_check.site_key: site_key: required"
)]
#[case::a_site_key_of_markup(
    "[policies.bot_check]\nsite_key = \"<script>\"\n",
    "shop.toml:2: policies.bot_check.site_key: site_key: "
)]
#[case::an_unknown_method(
    "[policies.bot_check]\nmethod = \"captcha\"\n",
    "shop.toml:2: policies.bot_check.method: unknown variant `captcha`, expected"
)]
#[case::a_score_beyond(
    "[policies.bot_check]\nleast_score = 101\n",
    "shop.toml:2: policies.bot_check.least_score: least_score: "
)]
#[case::no_score(
    "[policies.bot_check]\nleast_score = 256\n",
    "shop.toml:2: policies.bot_check.least_score: "
)]
#[case::a_secret_key_of_markup(
    "[policies.bot_check]\n\nsecret_key = \"hush hush\"\n",
    "shop.toml:3: policies.bot_check.secret_key: "
)]
#[case::an_empty_secret_key(
    "[policies.bot_check]\nsecret_key = \"\"\n",
    "shop.toml:2: policies.bot_check.secret_key: required"
)]
#[case::two_secret_keys(
    "[policies.bot_check]\nsecret_key = \"hush\"\nsecret_key_env = \"RECAPTCHA_SECRET\"\n",
    "shop.toml:1: policies.bot_check: takes one of secret_key, secret_key_file, secret_key_env"
)]
#[case::a_missing_variable(
    "[policies.bot_check]\nsecret_key_env = \"NONE\"\n",
    "shop.toml:2: policies.bot_check.secret_key_env: there is no such variable"
)]
#[case::a_missing_file(
    "[policies.bot_check]\nsecret_key_file = \"/no/such\"\n",
    "shop.toml:2: policies.bot_check.secret_key_file: cannot be read"
)]
#[case::an_unknown_key(
    "[policies.bot_check]\nkey = \"hush\"\n",
    "shop.toml:2: policies.bot_check.key: unknown key; allowed: method, site_key, least_score, secret_key, \
     secret_key_file, secret_key_env"
)]
#[case::the_sealed_group(
    "[policies.recaptcha_secret]\nsealed = \"hush\"\n",
    "shop.toml:1: policies.recaptcha_secret: unknown group; allowed:"
)]
#[tokio::test]
async fn a_fault_names_file_line_key_and_what_is_allowed(#[case] file: &str, #[case] expected: &str) {
    let app = TestApp::start().await;
    let before = state(&app).await;
    let told = run(&app, file, CARRY_OUT).await.unwrap_err();
    assert!(told.lines().any(|line| line.starts_with(expected)), "{told}");
    assert!(!told.contains("hush"), "never a secret: {told}");
    assert_eq!(state(&app).await, before);
}
