//! Bad input at each endpoint for clients: a request for every fault, and the fault. The tables compare it with what
//! `domain::clients` decides; the tests of the server send it through HTTP and compare the answers.

use domain::clients::{AuthorizeFault, BearerFault, LogoutFault, TokenFault};

pub const CALLBACK: &str = "https://app.example/callback";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// What stands for the id of a public client that may use `authorization_code`, `refresh_token`, `code`,
/// `code id_token` and every scope but `phone`.
pub const CLIENT: &str = "{client}";
/// What stands for the id of another client, which has a secret.
pub const CONFIDENTIAL: &str = "{confidential}";
/// What stands for the header by which that one shows it.
pub const BASIC: &str = "{basic}";
/// The names of what is no parameter.
pub const HEADER: &str = "Authorization";
pub const KIND: &str = "Content-Type";
pub const BODY: &str = "(body)";

const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// `app:secret`.
const NOBODY: &str = "Basic YXBwOnNlY3JldA==";

/// 4001 octets.
const LONG: &str = match std::str::from_utf8(&[b'x'; 4001]) {
    Ok(text) => text,
    Err(_) => unreachable!(),
};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    Authorize,
    Par,
    Token,
    Revoke,
    Introspect,
    Userinfo,
    Logout,
}

impl Endpoint {
    /// A request without any fault, but for what only the database knows.
    pub fn good(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Authorize | Self::Par => &[
                ("client_id", CLIENT),
                ("redirect_uri", CALLBACK),
                ("response_type", "code"),
                ("scope", "openid"),
                ("state", "s t&te"),
                ("nonce", "n"),
                ("code_challenge", CHALLENGE),
                ("code_challenge_method", "S256"),
            ],
            Self::Token => &[
                ("client_id", CLIENT),
                ("grant_type", "authorization_code"),
                ("code", CHALLENGE),
                ("redirect_uri", CALLBACK),
                ("code_verifier", CHALLENGE),
            ],
            Self::Revoke | Self::Introspect => &[("client_id", CLIENT), ("token", CHALLENGE)],
            Self::Userinfo => &[],
            Self::Logout => &[("client_id", CLIENT), ("post_logout_redirect_uri", CALLBACK)],
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    Missing,
    Unknown,
    Malformed,
    Repeated,
    NotAllowed,
    TooOften,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Authorize(AuthorizeFault),
    Token(TokenFault),
    Bearer(BearerFault),
    Logout(LogoutFault),
}

/// What takes the place of the parameters of the same name in a good request. One without a value is left out.
pub type Changed = &'static [(&'static str, &'static str)];

#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub endpoint: Endpoint,
    pub parameter: &'static str,
    pub wrong: Wrong,
    pub changed: Changed,
    pub fault: Fault,
}

impl Row {
    /// The whole request.
    pub fn request(&self) -> Vec<(&'static str, &'static str)> {
        let good = self.endpoint.good().iter();
        let kept = good.filter(|(name, _)| !self.changed.iter().any(|(changed, _)| changed == name));
        let added = self.changed.iter().filter(|(_, value)| !value.is_empty());
        kept.chain(added).copied().collect()
    }
}

/// Every row.
pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for list in [BEFORE, REPEATED, AFTER] {
        rows.extend(of(Endpoint::Authorize, list, Fault::Authorize));
    }
    // What is pushed is read as what a browser brings; only that nothing is told by a redirect.
    rows.extend(of(Endpoint::Par, SHOWN, Fault::Token));
    rows.extend(of(Endpoint::Par, AFTER, Fault::Authorize));
    let redirect = of(Endpoint::Par, BEFORE, Fault::Authorize).filter(|row| row.parameter == "redirect_uri");
    rows.extend(redirect.map(|row| match row.wrong {
        Wrong::Repeated => Row {
            fault: Fault::Token(TokenFault::Repeated),
            ..row
        },
        _ => row,
    }));
    for (endpoint, own) in [
        (Endpoint::Token, TOKEN),
        (Endpoint::Revoke, NAMED),
        (Endpoint::Introspect, NAMED_WITH_A_SECRET),
    ] {
        rows.extend(of(endpoint, SHOWN, Fault::Token));
        rows.extend(of(endpoint, own, Fault::Token));
    }
    rows.extend(of(Endpoint::Userinfo, USERINFO, Fault::Bearer));
    rows.extend(of(Endpoint::Logout, LOGOUT, Fault::Logout));
    rows
}

fn of<F: Copy>(endpoint: Endpoint, list: List<F>, fault: fn(F) -> Fault) -> impl Iterator<Item = Row> {
    list.iter().map(move |&(parameter, wrong, changed, kind)| Row {
        endpoint,
        parameter,
        wrong,
        changed,
        fault: fault(kind),
    })
}

type List<F> = &'static [(&'static str, Wrong, Changed, F)];

/// Nobody knows yet that the redirect URI is the client's.
#[rustfmt::skip]
const BEFORE: List<AuthorizeFault> = &[
    ("client_id", Wrong::Missing, &[("client_id", "")], AuthorizeFault::ClientMissing),
    ("client_id", Wrong::Repeated, &[("client_id", CLIENT), ("client_id", CLIENT)], AuthorizeFault::ClientRepeated),
    ("client_id", Wrong::Unknown, &[("client_id", "00000000-0000-7000-8000-00000000000f")], AuthorizeFault::ClientUnknown),
    ("client_id", Wrong::Malformed, &[("client_id", "nob\0dy")], AuthorizeFault::ClientUnknown),
    ("redirect_uri", Wrong::Missing, &[("redirect_uri", "")], AuthorizeFault::RedirectMissing),
    ("redirect_uri", Wrong::Repeated, &[("redirect_uri", CALLBACK), ("redirect_uri", CALLBACK)], AuthorizeFault::RedirectRepeated),
    ("redirect_uri", Wrong::Unknown, &[("redirect_uri", "https://evil.example/")], AuthorizeFault::RedirectUnknown),
    ("redirect_uri", Wrong::Unknown, &[("redirect_uri", "https://app.example/callback/")], AuthorizeFault::RedirectUnknown),
    ("redirect_uri", Wrong::Malformed, &[("redirect_uri", "https://app.example/callback\r\nx: y")], AuthorizeFault::RedirectUnknown),
];

#[rustfmt::skip]
const REPEATED: List<AuthorizeFault> = &[
    ("response_type", Wrong::Repeated, &[("response_type", "code"), ("response_type", "code")], AuthorizeFault::Repeated),
    ("response_mode", Wrong::Repeated, &[("response_mode", "query"), ("response_mode", "fragment")], AuthorizeFault::Repeated),
    ("scope", Wrong::Repeated, &[("scope", "openid"), ("scope", "email")], AuthorizeFault::Repeated),
    ("nonce", Wrong::Repeated, &[("nonce", "a"), ("nonce", "b")], AuthorizeFault::Repeated),
    ("code_challenge", Wrong::Repeated, &[("code_challenge", CHALLENGE), ("code_challenge", CHALLENGE)], AuthorizeFault::Repeated),
    ("code_challenge_method", Wrong::Repeated, &[("code_challenge_method", "S256"), ("code_challenge_method", "S256")], AuthorizeFault::Repeated),
    ("prompt", Wrong::Repeated, &[("prompt", "login"), ("prompt", "login")], AuthorizeFault::Repeated),
    ("max_age", Wrong::Repeated, &[("max_age", "1"), ("max_age", "2")], AuthorizeFault::Repeated),
    ("request_uri", Wrong::Repeated, &[("request_uri", "urn:x"), ("request_uri", "urn:y")], AuthorizeFault::Repeated),
    ("id_token_hint", Wrong::Repeated, &[("id_token_hint", "a"), ("id_token_hint", "b")], AuthorizeFault::Repeated),
    ("unheard_of", Wrong::Repeated, &[("unheard_of", "a"), ("unheard_of", "b")], AuthorizeFault::Repeated),
];

#[rustfmt::skip]
const AFTER: List<AuthorizeFault> = &[
    ("nonce", Wrong::Malformed, &[("nonce", LONG)], AuthorizeFault::TooLong),
    ("unheard_of", Wrong::Malformed, &[("unheard_of", LONG)], AuthorizeFault::TooLong),
    ("nonce", Wrong::Malformed, &[("nonce", "a\0b")], AuthorizeFault::Nul),
    ("request", Wrong::NotAllowed, &[("request", "e30.e30.")], AuthorizeFault::RequestNotTaken),
    ("request_uri", Wrong::NotAllowed, &[("request_uri", "https://evil.example/")], AuthorizeFault::RequestUriNotTaken),
    ("registration", Wrong::NotAllowed, &[("registration", "{}")], AuthorizeFault::RegistrationNotTaken),
    ("response_type", Wrong::Missing, &[("response_type", "")], AuthorizeFault::ResponseTypeMissing),
    ("response_type", Wrong::Unknown, &[("response_type", "magic")], AuthorizeFault::ResponseTypeUnknown),
    ("response_type", Wrong::Unknown, &[("response_type", "token")], AuthorizeFault::ResponseTypeUnknown),
    ("response_type", Wrong::Malformed, &[("response_type", "code code")], AuthorizeFault::ResponseTypeUnknown),
    ("response_type", Wrong::NotAllowed, &[("response_type", "id_token")], AuthorizeFault::ResponseTypeNotAllowed),
    ("response_mode", Wrong::Unknown, &[("response_mode", "pigeon")], AuthorizeFault::ResponseModeUnknown),
    ("response_mode", Wrong::NotAllowed, &[("response_type", "code id_token"), ("response_mode", "query")], AuthorizeFault::ResponseModeUnfit),
    ("scope", Wrong::Missing, &[("scope", "")], AuthorizeFault::ScopeMissing),
    ("scope", Wrong::Unknown, &[("scope", "cats")], AuthorizeFault::ScopeUnknown),
    ("scope", Wrong::Malformed, &[("scope", "openid  email")], AuthorizeFault::ScopeUnknown),
    ("scope", Wrong::NotAllowed, &[("scope", "openid phone")], AuthorizeFault::ScopeNotAllowed),
    ("scope", Wrong::Missing, &[("response_type", "code id_token"), ("scope", "email")], AuthorizeFault::OpenidMissing),
    ("nonce", Wrong::Missing, &[("response_type", "code id_token"), ("nonce", "")], AuthorizeFault::NonceMissing),
    ("code_challenge", Wrong::Missing, &[("code_challenge", ""), ("code_challenge_method", "")], AuthorizeFault::ChallengeMissing),
    ("code_challenge", Wrong::Missing, &[("code_challenge", "")], AuthorizeFault::ChallengeMissing),
    ("code_challenge", Wrong::Malformed, &[("code_challenge", "short")], AuthorizeFault::ChallengeMalformed),
    ("code_challenge_method", Wrong::Missing, &[("code_challenge_method", "")], AuthorizeFault::ChallengeMethod),
    ("code_challenge_method", Wrong::NotAllowed, &[("code_challenge_method", "plain")], AuthorizeFault::ChallengeMethod),
    ("prompt", Wrong::Unknown, &[("prompt", "shout")], AuthorizeFault::PromptUnknown),
    ("prompt", Wrong::Malformed, &[("prompt", "none login")], AuthorizeFault::PromptUnknown),
    ("max_age", Wrong::Malformed, &[("max_age", "-1")], AuthorizeFault::MaxAgeMalformed),
    ("max_age", Wrong::Malformed, &[("max_age", "99999999999999999999")], AuthorizeFault::MaxAgeMalformed),
    ("claims", Wrong::Malformed, &[("claims", "{")], AuthorizeFault::ClaimsMalformed),
    ("claims", Wrong::Malformed, &[("claims", "[]")], AuthorizeFault::ClaimsMalformed),
];

/// How a client shows who it is, where it talks to us itself.
#[rustfmt::skip]
const SHOWN: List<TokenFault> = &[
    (BODY, Wrong::Malformed, &[(BODY, "token=%ff")], TokenFault::NotAForm),
    (BODY, Wrong::Malformed, &[(BODY, "token=%4")], TokenFault::NotAForm),
    (KIND, Wrong::Unknown, &[(KIND, "application/json")], TokenFault::NotAForm),
    ("client_id", Wrong::Missing, &[("client_id", "")], TokenFault::AuthenticationMissing),
    ("client_id", Wrong::Repeated, &[("client_id", CLIENT), ("client_id", CLIENT)], TokenFault::Repeated),
    ("client_id", Wrong::Unknown, &[("client_id", "00000000-0000-7000-8000-00000000000f")], TokenFault::AuthenticationWrong),
    ("client_id", Wrong::Malformed, &[("client_id", "nob\0dy")], TokenFault::AuthenticationWrong),
    ("client_secret", Wrong::NotAllowed, &[("client_secret", "x")], TokenFault::AuthenticationWrong),
    ("client_secret", Wrong::Missing, &[("client_id", CONFIDENTIAL)], TokenFault::AuthenticationWrong),
    ("client_assertion", Wrong::Missing, &[("client_assertion_type", JWT_BEARER)], TokenFault::AuthenticationMalformed),
    ("client_assertion", Wrong::Malformed, &[("client_assertion_type", JWT_BEARER), ("client_assertion", "a.b.c")], TokenFault::AuthenticationWrong),
    ("client_assertion_type", Wrong::Missing, &[("client_assertion", "a.b.c")], TokenFault::AuthenticationMalformed),
    ("client_assertion_type", Wrong::Unknown, &[("client_assertion", "a.b.c"), ("client_assertion_type", "saml")], TokenFault::AuthenticationMalformed),
    ("client_assertion", Wrong::Repeated, &[("client_assertion", "a.b.c"), ("client_assertion_type", JWT_BEARER), ("client_secret", "x")], TokenFault::AuthenticationTwice),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic %%%")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic YXBw")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic OnNlY3JldA==")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic YXBwOiU0")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic YXBwOv8=")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Basic \u{e9}")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Unknown, &[(HEADER, "Bearer x")], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Repeated, &[(HEADER, NOBODY), (HEADER, NOBODY)], TokenFault::AuthenticationMalformed),
    (HEADER, Wrong::Unknown, &[("client_id", ""), (HEADER, NOBODY)], TokenFault::AuthenticationWrong),
    (HEADER, Wrong::Malformed, &[("client_id", ""), (HEADER, "Basic AGE6Yg==")], TokenFault::AuthenticationWrong),
    (HEADER, Wrong::NotAllowed, &[(HEADER, NOBODY)], TokenFault::AuthenticationTwice),
];

#[rustfmt::skip]
const TOKEN: List<TokenFault> = &[
    ("grant_type", Wrong::Missing, &[("grant_type", "")], TokenFault::GrantTypeMissing),
    ("grant_type", Wrong::Unknown, &[("grant_type", "password")], TokenFault::GrantTypeUnknown),
    ("grant_type", Wrong::NotAllowed, &[("grant_type", "client_credentials")], TokenFault::GrantTypeNotAllowed),
    ("grant_type", Wrong::Repeated, &[("grant_type", "authorization_code"), ("grant_type", "refresh_token")], TokenFault::Repeated),
    ("code", Wrong::Missing, &[("code", "")], TokenFault::ParameterMissing),
    ("code", Wrong::Repeated, &[("code", "a"), ("code", "b")], TokenFault::Repeated),
    ("code", Wrong::Malformed, &[("code", "a\0b")], TokenFault::Grant),
    ("code", Wrong::Unknown, &[], TokenFault::Grant),
    ("redirect_uri", Wrong::Missing, &[("redirect_uri", "")], TokenFault::ParameterMissing),
    ("redirect_uri", Wrong::Repeated, &[("redirect_uri", CALLBACK), ("redirect_uri", CALLBACK)], TokenFault::Repeated),
    ("code_verifier", Wrong::Malformed, &[("code_verifier", "short")], TokenFault::VerifierMalformed),
    ("code_verifier", Wrong::Malformed, &[("code_verifier", LONG)], TokenFault::VerifierMalformed),
    ("code_verifier", Wrong::Repeated, &[("code_verifier", CHALLENGE), ("code_verifier", CHALLENGE)], TokenFault::Repeated),
    ("refresh_token", Wrong::Missing, &[("grant_type", "refresh_token")], TokenFault::ParameterMissing),
    ("refresh_token", Wrong::Malformed, &[("grant_type", "refresh_token"), ("refresh_token", "a\0b")], TokenFault::Grant),
    ("refresh_token", Wrong::Unknown, &[("grant_type", "refresh_token"), ("refresh_token", CHALLENGE)], TokenFault::Grant),
    ("refresh_token", Wrong::Repeated, &[("grant_type", "refresh_token"), ("refresh_token", "a"), ("refresh_token", "b")], TokenFault::Repeated),
    ("scope", Wrong::Unknown, &[("grant_type", "refresh_token"), ("refresh_token", CHALLENGE), ("scope", "cats")], TokenFault::Scope),
    ("scope", Wrong::Repeated, &[("scope", "openid"), ("scope", "openid")], TokenFault::Repeated),
    (HEADER, Wrong::TooOften, &[("client_id", ""), (HEADER, NOBODY)], TokenFault::TooManyTries),
];

#[rustfmt::skip]
const NAMED: List<TokenFault> = &[
    ("token", Wrong::Missing, &[("token", "")], TokenFault::ParameterMissing),
    ("token", Wrong::Repeated, &[("token", "a"), ("token", "b")], TokenFault::Repeated),
];

#[rustfmt::skip]
const NAMED_WITH_A_SECRET: List<TokenFault> = &[
    ("client_id", Wrong::NotAllowed, &[], TokenFault::Public),
    ("token", Wrong::Missing, &[("client_id", ""), (HEADER, BASIC), ("token", "")], TokenFault::ParameterMissing),
    ("token", Wrong::Repeated, &[("client_id", ""), (HEADER, BASIC), ("token", "a"), ("token", "b")], TokenFault::Repeated),
];

#[rustfmt::skip]
const USERINFO: List<BearerFault> = &[
    (HEADER, Wrong::Missing, &[], BearerFault::Missing),
    (HEADER, Wrong::Malformed, &[(HEADER, "Bearer")], BearerFault::Malformed),
    (HEADER, Wrong::Malformed, &[(HEADER, "Bearer \u{e9}")], BearerFault::Malformed),
    (HEADER, Wrong::Unknown, &[(HEADER, NOBODY)], BearerFault::Malformed),
    (HEADER, Wrong::Repeated, &[(HEADER, "Bearer x"), (HEADER, "Bearer x")], BearerFault::Malformed),
    (HEADER, Wrong::Unknown, &[(HEADER, "Bearer x")], BearerFault::Worthless),
    ("access_token", Wrong::Unknown, &[("access_token", CHALLENGE)], BearerFault::Worthless),
    ("access_token", Wrong::Malformed, &[("access_token", "a\0b")], BearerFault::Worthless),
    ("access_token", Wrong::Repeated, &[("access_token", "a"), ("access_token", "b")], BearerFault::Malformed),
    ("access_token", Wrong::NotAllowed, &[(HEADER, "Bearer x"), ("access_token", "x")], BearerFault::Malformed),
    (BODY, Wrong::Malformed, &[(BODY, "access_token=%ff")], BearerFault::Malformed),
    (KIND, Wrong::Unknown, &[(KIND, "application/json"), ("access_token", "x")], BearerFault::Missing),
];

#[rustfmt::skip]
const LOGOUT: List<LogoutFault> = &[
    ("client_id", Wrong::Missing, &[("client_id", "")], LogoutFault::Back),
    ("client_id", Wrong::Unknown, &[("client_id", "00000000-0000-7000-8000-00000000000f")], LogoutFault::Back),
    ("client_id", Wrong::Repeated, &[("client_id", CLIENT), ("client_id", CLIENT)], LogoutFault::Repeated),
    ("id_token_hint", Wrong::Malformed, &[("id_token_hint", "a.b.c")], LogoutFault::Hint),
    ("id_token_hint", Wrong::Repeated, &[("id_token_hint", "a"), ("id_token_hint", "b")], LogoutFault::Repeated),
    ("post_logout_redirect_uri", Wrong::Unknown, &[("post_logout_redirect_uri", "https://evil.example/")], LogoutFault::Back),
    ("post_logout_redirect_uri", Wrong::Repeated, &[("post_logout_redirect_uri", CALLBACK), ("post_logout_redirect_uri", CALLBACK)], LogoutFault::Repeated),
    ("state", Wrong::Repeated, &[("state", "a"), ("state", "b")], LogoutFault::Repeated),
    ("state", Wrong::Malformed, &[("state", LONG)], LogoutFault::TooLong),
];
