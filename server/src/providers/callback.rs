//! The way back: what the browser brings, what comes out of it, and what can be wrong.

use std::fmt;

use domain::time::{Span, Timestamp};
use secrecy::SecretString;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{
    config::ProviderConfig,
    discovery::{DiscoveryFault, Metadata},
};

/// The parameters of an authorization response (Core sections 3.1.2.5 and 3.1.2.6, RFC 9207).
#[derive(Clone, Debug)]
pub struct CallbackQuery {
    /// Finds the attempt. The caller matches it, together with the browser, before anything else happens.
    pub state: SecretString,
    /// Who answered, if the response says so.
    pub iss: Option<String>,
    /// A code, or why there is none.
    pub answer: Answer,
}

/// Either half of an authorization response.
#[derive(Clone, Debug)]
pub enum Answer {
    /// To be exchanged at the token endpoint.
    Code(SecretString),
    /// The provider's refusal.
    Error(ErrorCode),
}

/// An error code of OAuth 2.0 as the provider sent it, safe to show: lower-case letters, digits and underscores,
/// at most 64 of them. Anything else becomes `unknown_error`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// Takes what the provider sent.
    pub fn new(code: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let safe = (1..=64).contains(&code.len()) && code.bytes().all(plain);
        Self(if safe { code } else { "unknown_error" }.to_owned())
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the code means for the person.
    pub(super) fn fault(&self) -> CallbackFault {
        match self.as_str() {
            "access_denied" => CallbackFault::Denied,
            "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
                CallbackFault::LoginRequired
            }
            "temporarily_unavailable" => CallbackFault::Unreachable(Silent::Authorization),
            _ => CallbackFault::ProviderError(self.clone()),
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl CallbackQuery {
    /// Reads the raw query of the request. Each parameter may occur once (RFC 6749 section 3.1), `state` must, and
    /// either `code` or `error`. Parameters that mean nothing here are passed over.
    pub fn parse(raw_query: &str) -> Result<Self, CallbackFault> {
        const MALFORMED: CallbackFault = CallbackFault::BadAnswer(BadAnswer::Query);
        let (mut state, mut iss, mut code, mut error) = (None, None, None, None);
        for (name, value) in form_urlencoded::parse(raw_query.as_bytes()) {
            let slot = match &*name {
                "state" => &mut state,
                "iss" => &mut iss,
                "code" => &mut code,
                "error" => &mut error,
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err(MALFORMED);
            }
        }
        let answer = match (code, error) {
            (Some(code), None) if !code.is_empty() => Answer::Code(code.into()),
            (None, Some(error)) => Answer::Error(ErrorCode::new(&error)),
            _ => return Err(MALFORMED),
        };
        let state = state.filter(|state| !state.is_empty()).ok_or(MALFORMED)?;
        Ok(Self {
            state: state.into(),
            iss,
            answer,
        })
    }

    /// Mix-up defence (RFC 9207 section 2.4): `iss` must be this provider's, and there if the provider announced
    /// it. A refusal without it is taken as it is: it leads nowhere.
    pub(super) fn check_issuer(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
    ) -> Result<(), CallbackFault> {
        let right = match (&self.iss, &self.answer) {
            (Some(iss), _) => *iss == config.issuer,
            (None, Answer::Code(_)) => !metadata.iss_parameter,
            (None, Answer::Error(_)) => true,
        };
        if right {
            Ok(())
        } else {
            Err(BadAnswer::IssuerParameter.into())
        }
    }
}

/// What the attempt promised, from its stored row.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The nonce that was sent.
    pub nonce: String,
    /// The PKCE verifier; `None` if the request carried no challenge.
    pub verifier: Option<SecretString>,
    /// The `max_age` that was sent.
    pub max_age: Option<Span>,
    /// Whether an answer that bears no `auth_time` at all is taken, although `max_age` was sent.
    pub untold: bool,
}

/// A person for whom the provider vouches: every check has passed.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Issuer identifier.
    pub issuer: String,
    /// `sub`, compared exactly: 1 to 255 octets, no control characters.
    pub subject: String,
    /// Every claim, raw, of the ID token and of userinfo; the ID token's win. `email_verified` always speaks
    /// for the `email` beside it.
    pub claims: Map<String, Value>,
    /// The ID token as received, for `id_token_hint`.
    pub id_token: SecretString,
    /// The provider's session, for back-channel logout.
    pub sid: Option<String>,
    /// When the person proved who they are, if the provider says so.
    pub auth_time: Option<Timestamp>,
    /// How (RFC 8176).
    pub amr: Vec<String>,
}

/// Why nobody is signed in. After an error of the provider the token endpoint is not called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFault {
    /// The person, or the provider for them, said no.
    #[error("the provider answered access_denied")]
    Denied,
    /// The provider would have had to show a page and was asked not to.
    #[error("the provider asks for a sign-in")]
    LoginRequired,
    /// Any other error code, of the authorization or of the token endpoint.
    #[error("the provider answered {0}")]
    ProviderError(ErrorCode),
    /// No answer, no answer in time, or 5xx.
    #[error("the provider is unreachable: {}", .0.as_str())]
    Unreachable(Silent),
    /// An answer that must not be believed.
    #[error("the provider's answer is wrong: {}", .0.as_str())]
    BadAnswer(BadAnswer),
}

/// Which endpoint gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silent {
    /// Where the browser was: it says itself that it is not available.
    Authorization,
    /// The discovery document.
    Discovery,
    /// The token endpoint.
    Token,
    /// The keys.
    Keys,
    /// Userinfo.
    UserInfo,
}

impl Silent {
    /// A stable name for logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::Discovery => "discovery",
            Self::Token => "token",
            Self::Keys => "keys",
            Self::UserInfo => "userinfo",
        }
    }
}

impl From<BadAnswer> for CallbackFault {
    fn from(kind: BadAnswer) -> Self {
        Self::BadAnswer(kind)
    }
}

impl From<DiscoveryFault> for CallbackFault {
    fn from(fault: DiscoveryFault) -> Self {
        match fault {
            DiscoveryFault::Unreachable => Self::Unreachable(Silent::Discovery),
            _ => Self::BadAnswer(BadAnswer::Discovery),
        }
    }
}

/// Which check failed: one variant for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAnswer {
    /// The discovery document no longer passes.
    Discovery,
    /// The callback's parameters: missing, repeated, contradictory.
    Query,
    /// The `iss` parameter names another issuer, or is missing although announced.
    IssuerParameter,
    /// The token response is not what RFC 6749 section 5.1 describes.
    TokenResponse,
    /// The token response has no ID token.
    NoIdToken,
    /// The ID token cannot be read.
    Malformed,
    /// Its algorithm is not announced or never accepted (`none`, HMAC).
    Algorithm,
    /// The key set cannot be read.
    Keys,
    /// No key of the provider fits.
    UnknownKey,
    /// The signature is wrong.
    Signature,
    /// `iss` is not this provider.
    Issuer,
    /// `aud` does not name us.
    Audience,
    /// `azp` is not us, or is missing beside several audiences.
    AuthorizedParty,
    /// `exp` has passed.
    Expired,
    /// `iat` is old or lies ahead.
    IssuedAt,
    /// `nonce` is missing or another attempt's.
    Nonce,
    /// `auth_time` is missing although asked for, too old, or lies ahead.
    AuthTime,
    /// `at_hash` belongs to another access token.
    AccessTokenHash,
    /// `sub` is empty, too long, or has control characters.
    Subject,
    /// The userinfo answer cannot be read.
    UserInfo,
    /// The userinfo answer speaks of somebody else.
    UserInfoSubject,
}

impl BadAnswer {
    /// A stable name for logs and for the rehearsal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Query => "callback_query",
            Self::IssuerParameter => "issuer_parameter",
            Self::TokenResponse => "token_response",
            Self::NoIdToken => "no_id_token",
            Self::Malformed => "id_token_malformed",
            Self::Algorithm => "id_token_algorithm",
            Self::Keys => "keys",
            Self::UnknownKey => "id_token_key",
            Self::Signature => "id_token_signature",
            Self::Issuer => "id_token_issuer",
            Self::Audience => "id_token_audience",
            Self::AuthorizedParty => "id_token_authorized_party",
            Self::Expired => "id_token_expired",
            Self::IssuedAt => "id_token_issued_at",
            Self::Nonce => "id_token_nonce",
            Self::AuthTime => "id_token_auth_time",
            Self::AccessTokenHash => "id_token_access_token_hash",
            Self::Subject => "id_token_subject",
            Self::UserInfo => "userinfo",
            Self::UserInfoSubject => "userinfo_subject",
        }
    }
}
