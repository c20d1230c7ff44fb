//! What bad input gets at each endpoint for clients: a page before the redirect URI is proven, a redirect after it, and
//! the standard's own form at the others.

use crate::support::{
    TestApp,
    oidc::{App, CHALLENGE, answer, authorize},
};
use axum::http::{Method, header};
use domain::clients::{AuthorizeFault, TokenFault};
use rstest::rstest;

const ADA: &str = "ada@example.org";

/// A page, since nobody knows yet where the answer may go.
#[rstest]
#[case::client_missing(AuthorizeFault::ClientMissing, &[("client_id", "")])]
#[case::client_unknown(AuthorizeFault::ClientUnknown, &[("client_id", "nobody")])]
#[case::redirect_missing(AuthorizeFault::RedirectMissing, &[("redirect_uri", "")])]
#[case::redirect_unknown(AuthorizeFault::RedirectUnknown, &[("redirect_uri", "https://evil.example/")])]
#[case::redirect_with_a_slash_more(AuthorizeFault::RedirectUnknown, &[("redirect_uri", "https://app.example/callback/")])]
#[tokio::test]
async fn before_the_redirect_uri_is_proven(#[case] fault: AuthorizeFault, #[case] changed: &[(&str, &str)]) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let page = ada.get(&authorize(magazine.id, changed)).await;
    assert_eq!(page.code(), 400);
    assert!(page.text().contains(fault.told().description), "{}", page.text());
}

#[rstest]
#[case::client_twice(AuthorizeFault::ClientRepeated, "&client_id=x")]
#[case::redirect_twice(
    AuthorizeFault::RedirectRepeated,
    "&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"
)]
#[tokio::test]
async fn what_stands_twice_before_it(#[case] fault: AuthorizeFault, #[case] added: &str) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let page = app.visitor().get(&(authorize(magazine.id, &[]) + added)).await;
    assert_eq!(page.code(), 400);
    assert!(page.text().contains(fault.told().description), "{}", page.text());
}

/// A redirect with the error, the state and the issuer.
#[rstest]
#[case::too_long(AuthorizeFault::TooLong, &[("nonce", LONG)])]
#[case::request_object(AuthorizeFault::RequestNotTaken, &[("request", "a.b.c")])]
#[case::request_by_address(AuthorizeFault::RequestUriNotTaken, &[("request_uri", "https://evil.example/")])]
#[case::registration(AuthorizeFault::RegistrationNotTaken, &[("registration", "{}")])]
#[case::response_type_missing(AuthorizeFault::ResponseTypeMissing, &[("response_type", "")])]
#[case::response_type_unknown(AuthorizeFault::ResponseTypeUnknown, &[("response_type", "token")])]
#[case::response_type_not_allowed(AuthorizeFault::ResponseTypeNotAllowed, &[("response_type", "id_token")])]
#[case::response_mode_unknown(AuthorizeFault::ResponseModeUnknown, &[("response_mode", "post")])]
#[case::scope_missing(AuthorizeFault::ScopeMissing, &[("scope", "")])]
#[case::scope_unknown(AuthorizeFault::ScopeUnknown, &[("scope", "openid cats")])]
#[case::challenge_missing(AuthorizeFault::ChallengeMissing, &[("code_challenge", "")])]
#[case::challenge_malformed(AuthorizeFault::ChallengeMalformed, &[("code_challenge", "short")])]
#[case::challenge_plain(AuthorizeFault::ChallengeMethod, &[("code_challenge_method", "plain")])]
#[case::prompt_unknown(AuthorizeFault::PromptUnknown, &[("prompt", "none login")])]
#[case::max_age_malformed(AuthorizeFault::MaxAgeMalformed, &[("max_age", "-1")])]
#[tokio::test]
async fn after_the_redirect_uri_is_proven(#[case] fault: AuthorizeFault, #[case] changed: &[(&str, &str)]) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let fields = answer(&ada.get(&authorize(magazine.id, changed)).await);
    assert_eq!(fields["error"], fault.told().error);
    assert_eq!(fields["error_description"], fault.told().description);
    assert_eq!(
        (&*fields["state"], &*fields["iss"]),
        ("s t&te", "http://localhost:3000")
    );
}

/// 4001 octets.
const LONG: &str = {
    const BYTES: [u8; 4001] = [b'x'; 4001];
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => unreachable!(),
    }
};

#[rstest]
#[case::scope_not_allowed(AuthorizeFault::ScopeNotAllowed, "scopes = 'openid'", &[("scope", "openid email")])]
#[case::openid_missing(AuthorizeFault::OpenidMissing, HYBRID, &[("response_type", "id_token code"), ("scope", "email")])]
#[case::nonce_missing(AuthorizeFault::NonceMissing, HYBRID, &[("response_type", "id_token code"), ("nonce", "")])]
#[case::tokens_in_a_query(AuthorizeFault::ResponseModeUnfit, HYBRID, &[("response_type", "code id_token"), ("response_mode", "query")])]
#[tokio::test]
async fn what_depends_on_the_client(
    #[case] fault: AuthorizeFault,
    #[case] settings: &str,
    #[case] changed: &[(&str, &str)],
) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    app.database
        .execute(&format!("UPDATE clients SET {settings}"))
        .await;
    let mut ada = app.customer(ADA).await.browser;
    let fields = answer(&ada.get(&authorize(magazine.id, changed)).await);
    assert_eq!(
        (&*fields["error"], &*fields["error_description"]),
        (fault.told().error, fault.told().description)
    );
}

const HYBRID: &str = r#"response_types = '["code","code id_token"]'"#;

#[rstest]
#[case::raw("client_id=%ff")]
#[case::half_a_percent_sign("client_id=%4")]
#[tokio::test]
async fn a_query_that_is_no_utf8_is_not_understood(#[case] query: &str) {
    let app = TestApp::start().await;
    let page = app.visitor().get(&format!("/oauth2/v1/authorize?{query}")).await;
    page.expect(400, "shop.malformed_heading");
}

#[tokio::test]
async fn a_form_leads_to_the_same_by_get() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let query = authorize(magazine.id, &[]);
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes())
            .into_owned()
            .collect();
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    ada.headers
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    let page = ada.post("/oauth2/v1/authorize", &fields).await;
    assert_eq!((page.code(), page.location()), (303, query.as_str()));
}

const CODE: (&str, &str) = ("grant_type", "authorization_code");

#[rstest]
#[case::grant_type_missing(TokenFault::GrantTypeMissing, &[])]
#[case::grant_type_unknown(TokenFault::GrantTypeUnknown, &[("grant_type", "password")])]
#[case::grant_type_not_allowed(TokenFault::GrantTypeNotAllowed, &[("grant_type", "client_credentials")])]
#[case::repeated(TokenFault::Repeated, &[CODE, CODE])]
#[case::code_missing(TokenFault::ParameterMissing, &[CODE, ("redirect_uri", "x")])]
#[case::redirect_missing(TokenFault::ParameterMissing, &[CODE, ("code", "x")])]
#[case::verifier_malformed(TokenFault::VerifierMalformed, &[CODE, ("code", "x"), ("redirect_uri", "x"), ("code_verifier", "x")])]
#[case::code_unknown(TokenFault::Grant, &[CODE, ("code", CHALLENGE), ("redirect_uri", "x")])]
#[case::refresh_token_missing(TokenFault::ParameterMissing, &[("grant_type", "refresh_token")])]
#[case::refresh_token_unknown(TokenFault::Grant, &[("grant_type", "refresh_token"), ("refresh_token", "x")])]
#[case::shown_in_two_ways(TokenFault::AuthenticationTwice, &[CODE, ("client_secret", "x"), ("client_assertion", "x")])]
#[case::a_secret_that_it_has_not(TokenFault::AuthenticationWrong, &[CODE, ("client_secret", "x")])]
#[tokio::test]
async fn at_the_token_endpoint(#[case] fault: TokenFault, #[case] body: &[(&str, &str)]) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    expect(&magazine.post("token", body).await, fault);
}

fn expect(page: &crate::support::Page, fault: TokenFault) {
    let told = fault.told();
    page.expect_error(fault.status(), told.error);
    assert_eq!(page.json()["error_description"], told.description);
    assert_eq!(page.header("cache-control"), "no-store");
    if fault.status() == 401 {
        assert!(page.header("www-authenticate").starts_with("Basic "));
    }
}

#[rstest]
#[case::one_word("Basic", TokenFault::AuthenticationMalformed)]
#[case::not_base64("Basic %%%", TokenFault::AuthenticationMalformed)]
#[case::no_colon("Basic YXBw", TokenFault::AuthenticationMalformed)]
#[case::another_scheme("Digest abc", TokenFault::AuthenticationMalformed)]
#[case::unknown_client("Basic YXBwOnNlY3JldA==", TokenFault::AuthenticationWrong)]
#[tokio::test]
async fn a_header_that_shows_nobody(#[case] header: &str, #[case] fault: TokenFault) {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    for endpoint in ["token", "revoke", "introspect", "par"] {
        let request = line
            .request(Method::POST, &format!("/oauth2/v1/{endpoint}"))
            .header(header::AUTHORIZATION, header)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        expect(&line.send(request, "token=x").await, fault);
    }
}

#[rstest]
#[case::json("application/json", b"{}".as_slice())]
#[case::not_utf8("application/x-www-form-urlencoded", b"grant_type=%ff".as_slice())]
#[case::a_hundred_kilobytes("application/x-www-form-urlencoded", [b'a'; 100_000].as_slice())]
#[tokio::test]
async fn a_body_that_is_no_form(#[case] kind: &str, #[case] body: &'static [u8]) {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    for endpoint in ["token", "revoke", "introspect", "par"] {
        let request = line
            .request(Method::POST, &format!("/oauth2/v1/{endpoint}"))
            .header(header::CONTENT_TYPE, kind);
        expect(&line.send(request, body).await, TokenFault::NotAForm);
    }
}

#[tokio::test]
async fn who_shows_wrong_secrets_for_long_has_to_wait() {
    let app = TestApp::start().await;
    let magazine: App = app.confidential().await;
    app.database.execute("DELETE FROM client_secrets").await;
    for _ in 0..60 {
        expect(
            &magazine.post("token", &[CODE]).await,
            TokenFault::AuthenticationWrong,
        );
    }
    let page = magazine.post("token", &[CODE]).await;
    expect(&page, TokenFault::TooManyTries);
    assert!(page.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[rstest]
#[case::none(None, 401, "Bearer")]
#[case::one_word(Some("Bearer"), 400, "Bearer error=\"invalid_request\"")]
#[case::another_scheme(Some("Basic YTpi"), 400, "Bearer error=\"invalid_request\"")]
#[case::invented(Some("Bearer x"), 401, "Bearer error=\"invalid_token\"")]
#[tokio::test]
async fn userinfo_without_a_token_that_works(
    #[case] header: Option<&str>,
    #[case] status: u16,
    #[case] challenge: &str,
) {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    let mut request = line.request(Method::GET, "/oauth2/v1/userinfo");
    if let Some(header) = header {
        request = request.header(header::AUTHORIZATION, header);
    }
    let page = line.send(request, "").await;
    assert_eq!(
        (page.code(), page.header("www-authenticate")),
        (status, challenge)
    );
}
