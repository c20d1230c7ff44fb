//! The bot check of the register form: proof of work, reCAPTCHA v3, and what happens without either.

use crate::support::{Backend, Page, TestApp, application};
use app::api::{Answer, Reply, bot_check::BotTask};
use axum::{Form, Json, Router, extract::State, routing::post};
use domain::{bot_check::leading_zeros, staff::Role, time::Span, values::Fault};
use rstest::rstest;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

const SETTINGS: &str = "/office/settings/bot-check";
const DONE: &str = "/register/check-mail";

fn refused() -> Reply<Answer> {
    Ok(Answer::form(Fault::BotCheckFailed))
}

/// Octets of a hash, made by the server's own function.
fn hash(text: &str) -> Vec<u8> {
    let hex = server::crypto::sha256_hex(text.as_bytes());
    let octet = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(octet).collect()
}

impl TestApp {
    async fn task(&self) -> BotTask {
        serde_json::from_str(&self.visitor().get("/ui/bot-task").await.body).unwrap()
    }

    async fn bits(&self) -> u8 {
        match self.task().await {
            BotTask::Work { bits, .. } => bits,
            other => panic!("no work: {other:?}"),
        }
    }

    /// Does the work that the page asks for.
    async fn proof(&self) -> String {
        let BotTask::Work { challenge, bits } = self.task().await else {
            panic!("no work is asked for")
        };
        answer(&challenge, bits)
    }

    /// Registers somebody new with this proof.
    async fn registers(&self, email: &str, proof: &str) -> Reply<Answer> {
        self.visitor().call("/register", &form(email, proof)).await
    }
}

/// The register form, filled in well, with this address and proof.
fn form<'a>(email: &'a str, proof: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = application();
    fields.retain(|(name, _)| *name != "email");
    fields
        .into_iter()
        .chain([("email", email), ("proof", proof)])
        .collect()
}

fn answer(challenge: &str, bits: u8) -> String {
    let mut tries = (0..u64::MAX).map(|number| format!("{challenge}.{number}"));
    tries
        .find(|text| leading_zeros(&hash(text)) >= u32::from(bits))
        .unwrap()
}

#[tokio::test]
async fn work_that_was_done_is_taken_once() {
    let app = TestApp::start().await;
    let proof = app.proof().await;
    assert_eq!(
        app.registers("one@example.org", &proof).await,
        Ok(Answer::go(DONE))
    );
    assert_eq!(app.registers("two@example.org", &proof).await, refused());
    let page = app
        .visitor()
        .post("/register", &form("mia@example.org", &proof))
        .await;
    page.expect(422, "faults.bot_check_failed");
    assert_eq!(
        page.value("email"),
        "mia@example.org",
        "what was typed comes back"
    );
    assert_eq!(page.value("proof"), "", "a proof that is used up does not");
    assert_eq!(app.database.count("customers").await, 1);
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn a_form_with_faults_uses_no_proof_up() {
    let app = TestApp::start().await;
    let proof = app.proof().await;
    assert!(matches!(
        app.registers("nobody", &proof).await,
        Ok(Answer::Problems(_))
    ));
    assert_eq!(
        app.registers("one@example.org", &proof).await,
        Ok(Answer::go(DONE))
    );
    app.mails().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_show_the_same_proof_one_wins(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let proof = app.proof().await;
    let tasks: Vec<_> = (0..4)
        .map(|number| {
            let (mut browser, proof) = (app.visitor().0, proof.clone());
            tokio::spawn(async move {
                let email = format!("p{number}@example.org");
                browser.call("/register", &form(&email, &proof)).await
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(Answer::Go(_)) => won += 1,
            other => assert_eq!(other, refused()),
        }
    }
    assert_eq!((won, app.mails().await.len()), (1, 1));
}

#[rstest]
#[case::nonsense("nonsense")]
#[case::dots("....")]
#[case::too_long(&"x".repeat(10_000))]
#[case::nul("register.0.9999999999999.a.b\u{0}")]
#[case::signed_by_nobody("register.0.9999999999999.nonce.00.1")]
#[tokio::test]
async fn what_is_no_proof_is_refused(#[case] proof: &str) {
    let app = TestApp::start().await;
    assert_eq!(app.registers("one@example.org", proof).await, refused());
    assert_eq!(app.database.count("bot_proofs").await, 0);
}

#[tokio::test]
async fn a_challenge_is_answered_as_it_was_made_and_within_an_hour() {
    let app = TestApp::start().await;
    let BotTask::Work { challenge, bits } = app.task().await else {
        panic!("no work is asked for")
    };
    assert_eq!(bits, 16);
    let lazy = format!("{challenge}.lazy");
    assert_eq!(app.registers("a@example.org", &lazy).await, refused());
    let easier = challenge.replacen(".16.", ".0.", 1);
    assert_eq!(
        app.registers("b@example.org", &answer(&easier, 0)).await,
        refused()
    );
    let other = challenge.replacen("register", "login", 1);
    assert_eq!(
        app.registers("c@example.org", &answer(&other, 16)).await,
        refused()
    );
    let right = answer(&challenge, bits);
    app.time.turn(Span::hours(1));
    assert_eq!(app.registers("d@example.org", &right).await, refused());
    let next = app.proof().await;
    app.time.turn(Span::minutes(59));
    assert_eq!(app.registers("e@example.org", &next).await, Ok(Answer::go(DONE)));
    app.mails().await;
    assert_eq!(app.database.count("bot_proofs").await, 1);
    app.time.turn(Span::hours(2));
    app.jobs().await;
    assert_eq!(
        app.database.count("bot_proofs").await,
        0,
        "forgotten when too old to be shown"
    );
}

#[tokio::test]
async fn the_work_grows_with_what_the_shop_takes() {
    let app = TestApp::start().await;
    let now = app.portico.now().as_millis();
    for number in 0..51 {
        let sql = format!(
            "INSERT INTO bot_proofs VALUES ('c{number}', {now}, {})",
            now + 3_600_000
        );
        app.database.execute(&sql).await;
    }
    assert_eq!(app.bits().await, 17);
    app.time.turn(Span::minutes(11));
    assert_eq!(app.bits().await, 16, "what was lately is past");
}

#[tokio::test]
async fn without_scripts_the_mailed_link_and_fewer_tries_take_its_place() {
    let app = TestApp::start().await;
    for number in 0..10 {
        let answer = app.registers(&format!("p{number}@example.org"), "").await;
        assert_eq!(answer, Ok(Answer::go(DONE)), "{number}");
    }
    let more = app.registers("late@example.org", "").await;
    assert_eq!(more, Ok(Answer::form(Fault::TooManyTries)));
    let page = app.visitor().register().await;
    assert_eq!(page.code(), 429);
    let proof = app.proof().await;
    let with = app.registers("late@example.org", &proof).await;
    assert_eq!(with, Ok(Answer::go(DONE)), "with a proof the usual budget holds");
    app.time.turn(Span::hours(1));
    let later = app.registers("later@example.org", "").await;
    assert_eq!(later, Ok(Answer::go(DONE)));
    app.mails().await;
}

#[tokio::test]
async fn where_the_default_role_does_not_need_it_nothing_is_asked() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let id = app.database.texts("SELECT id FROM roles").await.remove(0);
    let fields = [("id", id.as_str()), ("version", "1"), ("name", "Customer")];
    anton
        .post("/office/settings/roles/save", &fields)
        .await
        .location();
    assert_eq!(app.task().await, BotTask::Nothing);
    for number in 0..12 {
        let answer = app.registers(&format!("p{number}@example.org"), "nonsense").await;
        assert_eq!(answer, Ok(Answer::go(DONE)), "{number}");
    }
    app.mails().await;
}

/// What the verifier was asked, and what it answers.
#[derive(Default)]
struct Verifier {
    asked: Mutex<Vec<HashMap<String, String>>>,
    answer: Mutex<Option<Value>>,
}

/// A verifier at a real socket, as reCAPTCHA's. It answers 503 until it is told what to say.
async fn verifier() -> (Arc<Verifier>, String) {
    async fn verify(
        State(verifier): State<Arc<Verifier>>,
        Form(asked): Form<HashMap<String, String>>,
    ) -> Result<Json<Value>, axum::http::StatusCode> {
        verifier.asked.lock().unwrap().push(asked);
        let answer = verifier.answer.lock().unwrap().clone();
        answer
            .map(Json)
            .ok_or(axum::http::StatusCode::SERVICE_UNAVAILABLE)
    }
    let verifier = Arc::new(Verifier::default());
    let router = Router::new()
        .route("/recaptcha/api/siteverify", post(verify))
        .with_state(Arc::clone(&verifier));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (verifier, origin)
}

/// A shop whose administrator switched reCAPTCHA on.
async fn with_recaptcha(origin: &str) -> TestApp {
    let app = TestApp::builder()
        .set("PORTICO_OUTGOING__RECAPTCHA", origin)
        .start()
        .await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    let fields = [
        ("method", "recaptcha"),
        ("site_key", "site-1"),
        ("secret_key", "secret-1"),
    ];
    let saved = anton.fill(&page, SETTINGS, &fields).await;
    anton.follow(&saved).await.expect(200, "office.settings_saved");
    app
}

fn policy(page: &Page) -> String {
    page.header("content-security-policy").to_owned()
}

#[rstest]
#[case::a_person(json!({ "success": true, "score": 0.9, "action": "register", "hostname": "localhost" }), true)]
#[case::a_bot(json!({ "success": true, "score": 0.1, "action": "register", "hostname": "localhost" }), false)]
#[case::another_form(json!({ "success": true, "score": 0.9, "action": "login", "hostname": "localhost" }), false)]
#[case::another_site(json!({ "success": true, "score": 0.9, "action": "register", "hostname": "evil.example" }), false)]
#[case::used_before(json!({ "success": false, "error-codes": ["timeout-or-duplicate"] }), false)]
#[tokio::test]
async fn recaptcha_says_who_is_a_person(#[case] says: Value, #[case] taken: bool) {
    let (verifier, origin) = verifier().await;
    let app = with_recaptcha(&origin).await;
    assert_eq!(
        app.task().await,
        BotTask::Recaptcha {
            origin: origin.clone(),
            site_key: "site-1".to_owned()
        }
    );
    *verifier.answer.lock().unwrap() = Some(says);
    let expected = if taken { Ok(Answer::go(DONE)) } else { refused() };
    assert_eq!(app.registers("one@example.org", "token-1").await, expected);
    let asked = verifier.asked.lock().unwrap().remove(0);
    for (name, value) in [
        ("secret", "secret-1"),
        ("response", "token-1"),
        ("remoteip", "203.0.113.7"),
    ] {
        assert_eq!(asked.get(name).map(String::as_str), Some(value));
    }
    app.mails().await;
}

#[rstest]
#[case::down(None)]
#[case::nonsense(Some(json!("no object")))]
#[tokio::test]
async fn where_recaptcha_gives_no_answer_the_form_goes_on_as_without_scripts(#[case] says: Option<Value>) {
    let (verifier, origin) = verifier().await;
    let app = with_recaptcha(&origin).await;
    *verifier.answer.lock().unwrap() = says;
    for number in 0..10 {
        let answer = app.registers(&format!("p{number}@example.org"), "token").await;
        assert_eq!(answer, Ok(Answer::go(DONE)), "{number}");
    }
    let more = app.registers("late@example.org", "token").await;
    assert_eq!(more, Ok(Answer::form(Fault::TooManyTries)));
    app.mails().await;
}

#[tokio::test]
async fn the_policy_lets_recaptcha_in_only_where_it_is_used() {
    let (_verifier, origin) = verifier().await;
    let app = TestApp::start().await;
    let page = app.visitor().get("/register").await;
    assert!(!policy(&page).contains("http") && !page.says("bot_check.notice"));
    let app = with_recaptcha(&origin).await;
    let page = app.visitor().get("/register").await;
    page.expect(200, "bot_check.notice");
    assert!(policy(&page).contains(&format!("connect-src 'self' {origin}; frame-src {origin};")));
    for elsewhere in ["/", "/login", "/forgot"] {
        let page = app.visitor().get(elsewhere).await;
        assert!(!policy(&page).contains(&origin), "{elsewhere}");
    }
}

#[tokio::test]
async fn the_secret_key_is_sealed_kept_and_never_shown() {
    let app = with_recaptcha("http://127.0.0.1:9").await;
    let mut anton = app.staff("Anna", &[Role::Administrator]).await;
    let page = anton.get(SETTINGS).await;
    page.expect(200, "bot_check.secret_kept");
    assert_eq!(page.value("site_key"), "site-1");
    assert!(!page.body.contains("secret-1"));
    let fields = [("least_score", "70"), ("secret_key", "")];
    anton.fill(&page, SETTINGS, &fields).await.location();
    let stored = app
        .database
        .texts("SELECT value FROM policies ORDER BY name")
        .await;
    assert!(stored[0].contains("\"least_score\":70"), "{stored:?}");
    assert!(
        stored[1].contains("sealed") && !stored[1].contains("secret-1"),
        "{stored:?}"
    );
    let history = app
        .database
        .texts("SELECT COALESCE(old_value, '') || COALESCE(new_value, '') FROM history")
        .await
        .concat();
    assert!(!history.contains("secret-1") && !history.contains("sealed"));
    assert!(history.contains("\"secret_key\":\"replaced\""), "{history}");
    let shown = anton.get("/office/history").await.text();
    assert!(
        shown.contains("reCAPTCHA v3") && shown.contains("Secret key"),
        "{shown}"
    );
}
