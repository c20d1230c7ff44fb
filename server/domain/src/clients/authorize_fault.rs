//! Faults of an authorization request (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6).

/// What can be wrong with a request. Those of the first six are told by a page, since nobody knows yet that the redirect
/// URI is the client's; the others by a redirect (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AuthorizeFault {
    /// No `client_id`.
    ClientMissing,
    /// More than one.
    ClientRepeated,
    /// No client has it, or it is switched off.
    ClientUnknown,
    /// No `redirect_uri`.
    RedirectMissing,
    /// More than one.
    RedirectRepeated,
    /// The client has not registered it.
    RedirectUnknown,
    /// A parameter stands there twice.
    Repeated,
    /// A value is longer than 4000 octets.
    TooLong,
    /// A value has a NUL character, which no database keeps in a text.
    Nul,
    /// `request` (a request object).
    RequestNotTaken,
    /// `request_uri` that no pushed request gave.
    RequestUriNotTaken,
    /// `registration`.
    RegistrationNotTaken,
    /// No `response_type`.
    ResponseTypeMissing,
    /// There is no such `response_type`.
    ResponseTypeUnknown,
    /// This client may not use it.
    ResponseTypeNotAllowed,
    /// There is no such `response_mode`.
    ResponseModeUnknown,
    /// Tokens would stand in a query.
    ResponseModeUnfit,
    /// No `scope`.
    ScopeMissing,
    /// No word of `scope` that there is, or more than a space between two.
    ScopeUnknown,
    /// This client may not ask for it.
    ScopeNotAllowed,
    /// An ID token is asked for without the scope `openid`.
    OpenidMissing,
    /// An ID token of the front channel without `nonce`.
    NonceMissing,
    /// No `code_challenge`, though this client needs one.
    ChallengeMissing,
    /// `code_challenge` is no SHA-256 hash in base64url.
    ChallengeMalformed,
    /// `code_challenge_method` is not `S256`; without it, it would be `plain`.
    ChallengeMethod,
    /// `prompt` has an unknown word, or `none` beside others.
    PromptUnknown,
    /// `max_age` is no number of seconds.
    MaxAgeMalformed,
    /// `claims` is no JSON object of the standard's form.
    ClaimsMalformed,
}

impl AuthorizeFault {
    /// Every one, in order.
    pub const ALL: &'static [Self] = &[
        Self::ClientMissing,
        Self::ClientRepeated,
        Self::ClientUnknown,
        Self::RedirectMissing,
        Self::RedirectRepeated,
        Self::RedirectUnknown,
        Self::Repeated,
        Self::TooLong,
        Self::Nul,
        Self::RequestNotTaken,
        Self::RequestUriNotTaken,
        Self::RegistrationNotTaken,
        Self::ResponseTypeMissing,
        Self::ResponseTypeUnknown,
        Self::ResponseTypeNotAllowed,
        Self::ResponseModeUnknown,
        Self::ResponseModeUnfit,
        Self::ScopeMissing,
        Self::ScopeUnknown,
        Self::ScopeNotAllowed,
        Self::OpenidMissing,
        Self::NonceMissing,
        Self::ChallengeMissing,
        Self::ChallengeMalformed,
        Self::ChallengeMethod,
        Self::PromptUnknown,
        Self::MaxAgeMalformed,
        Self::ClaimsMalformed,
    ];

    /// What is wrong, for the developer of the client: `error`, `error_description` and the section of the standard.
    pub const fn told(self) -> Told {
        Told {
            error: self.error(),
            description: self.description(),
            section: self.section(),
        }
    }

    const fn error(self) -> &'static str {
        match self {
            Self::ClientMissing
            | Self::ClientRepeated
            | Self::RedirectMissing
            | Self::RedirectRepeated
            | Self::RedirectUnknown
            | Self::Repeated
            | Self::TooLong
            | Self::Nul
            | Self::ResponseTypeMissing
            | Self::ResponseModeUnknown
            | Self::ResponseModeUnfit
            | Self::NonceMissing
            | Self::ChallengeMissing
            | Self::ChallengeMalformed
            | Self::ChallengeMethod
            | Self::PromptUnknown
            | Self::MaxAgeMalformed
            | Self::ClaimsMalformed => "invalid_request",
            Self::ClientUnknown => "invalid_client",
            Self::RequestNotTaken => "request_not_supported",
            Self::RequestUriNotTaken => "invalid_request_uri",
            Self::RegistrationNotTaken => "registration_not_supported",
            Self::ResponseTypeUnknown => "unsupported_response_type",
            Self::ResponseTypeNotAllowed => "unauthorized_client",
            Self::ScopeMissing | Self::ScopeUnknown | Self::ScopeNotAllowed | Self::OpenidMissing => {
                "invalid_scope"
            }
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Self::ClientMissing => "client_id is missing",
            Self::ClientRepeated => "client_id stands there twice",
            Self::ClientUnknown => "no client has this client_id",
            Self::RedirectMissing => "redirect_uri is missing",
            Self::RedirectRepeated => "redirect_uri stands there twice",
            Self::RedirectUnknown => "redirect_uri is none that the client registered",
            Self::Repeated => "a parameter stands there twice",
            Self::TooLong => "a parameter is too long",
            Self::Nul => "a parameter has a NUL character",
            Self::RequestNotTaken => "request objects are not taken",
            Self::RequestUriNotTaken => "request_uri is none that a pushed request gave, or its time is over",
            Self::RegistrationNotTaken => "clients don't register by a request",
            Self::ResponseTypeMissing => "response_type is missing",
            Self::ResponseTypeUnknown => "there is no such response_type",
            Self::ResponseTypeNotAllowed => "this client may not use this response_type",
            Self::ResponseModeUnknown => "there is no such response_mode",
            Self::ResponseModeUnfit => "tokens don't travel in a query",
            Self::ScopeMissing => "scope is missing",
            Self::ScopeUnknown => "scope has no word that there is, or no single spaces",
            Self::ScopeNotAllowed => "a scope that this client may not ask for",
            Self::OpenidMissing => "an ID token needs the scope openid",
            Self::NonceMissing => "nonce is missing",
            Self::ChallengeMissing => "code_challenge is missing",
            Self::ChallengeMalformed => "code_challenge is no SHA-256 hash in base64url",
            Self::ChallengeMethod => "code_challenge_method is not S256",
            Self::PromptUnknown => "prompt has an unknown word, or none beside others",
            Self::MaxAgeMalformed => "max_age is no number of seconds",
            Self::ClaimsMalformed => "claims is no JSON object with id_token and userinfo",
        }
    }

    const fn section(self) -> &'static str {
        match self {
            Self::ClientMissing => "RFC 6749 §4.1.1",
            Self::ClientRepeated | Self::RedirectRepeated | Self::Repeated => "RFC 6749 §3.1",
            Self::ClientUnknown
            | Self::TooLong
            | Self::ResponseTypeUnknown
            | Self::ResponseTypeNotAllowed => "RFC 6749 §4.1.2.1",
            Self::RedirectMissing | Self::OpenidMissing | Self::PromptUnknown | Self::MaxAgeMalformed => {
                "OpenID Connect Core 1.0 §3.1.2.1"
            }
            Self::Nul => "RFC 6749 appendix A",
            Self::RedirectUnknown => "RFC 9700 §4.1.3",
            Self::RequestNotTaken | Self::RegistrationNotTaken => "OpenID Connect Core 1.0 §3.1.2.6",
            Self::RequestUriNotTaken => "RFC 9126 §4",
            Self::ResponseTypeMissing => "RFC 6749 §3.1.1",
            Self::ResponseModeUnknown => "Multiple Response Types §2.1",
            Self::ResponseModeUnfit => "Multiple Response Types §3",
            Self::ScopeMissing | Self::ScopeUnknown | Self::ScopeNotAllowed => "RFC 6749 §3.3",
            Self::NonceMissing => "OpenID Connect Core 1.0 §3.2.2.1",
            Self::ChallengeMissing | Self::ChallengeMethod => "RFC 7636 §4.4.1",
            Self::ChallengeMalformed => "RFC 7636 §4.2",
            Self::ClaimsMalformed => "OpenID Connect Core 1.0 §5.5",
        }
    }
}

/// How a fault is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// `error`.
    pub error: &'static str,
    /// `error_description`: printable ASCII without quotes and backslashes.
    pub description: &'static str,
    /// Where the standard says so.
    pub section: &'static str,
}
