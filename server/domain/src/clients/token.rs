//! Faults of the token endpoint and of the others that clients talk to themselves (RFC 6749 §5.2).

use super::Told;

/// What can be wrong with a request of a client.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenFault {
    /// The body is no form, too large, or not UTF-8.
    NotAForm,
    /// A parameter stands there twice.
    Repeated,
    /// No `grant_type`.
    GrantTypeMissing,
    /// There is no such `grant_type`.
    GrantTypeUnknown,
    /// This client may not use it.
    GrantTypeNotAllowed,
    /// A parameter that is needed is missing.
    ParameterMissing,
    /// `code_verifier` is none.
    VerifierMalformed,
    /// The client shows nothing by which it can be known.
    AuthenticationMissing,
    /// What the client shows can't be read: the `Authorization` header is none of the scheme `Basic`, or an assertion is
    /// of no kind that is known.
    AuthenticationMalformed,
    /// The client shows who it is in two ways.
    AuthenticationTwice,
    /// No client has this id, it is switched off, the secret is wrong, or it shows it in another way than it may; which
    /// one is not told.
    AuthenticationWrong,
    /// A public client asks about tokens: whoever has read its id could.
    Public,
    /// The code or the refresh token is worth nothing here.
    Grant,
    /// More is asked for than was agreed to.
    Scope,
    /// The budget of tries is used up for now.
    TooManyTries,
}

impl TokenFault {
    /// Every one, in order.
    pub const ALL: &'static [Self] = &[
        Self::NotAForm,
        Self::Repeated,
        Self::GrantTypeMissing,
        Self::GrantTypeUnknown,
        Self::GrantTypeNotAllowed,
        Self::ParameterMissing,
        Self::VerifierMalformed,
        Self::AuthenticationMissing,
        Self::AuthenticationMalformed,
        Self::AuthenticationTwice,
        Self::AuthenticationWrong,
        Self::Public,
        Self::Grant,
        Self::Scope,
        Self::TooManyTries,
    ];

    /// The HTTP status. 401 comes with `WWW-Authenticate: Basic`.
    pub const fn status(self) -> u16 {
        match self {
            Self::AuthenticationMissing | Self::AuthenticationMalformed | Self::AuthenticationWrong => 401,
            Self::TooManyTries => 429,
            _ => 400,
        }
    }

    /// What is wrong, for the developer of the client.
    pub const fn told(self) -> Told {
        let (error, description, section) = match self {
            Self::NotAForm => (
                "invalid_request",
                "the body is no form in UTF-8",
                "RFC 6749 §4.1.3 and appendix B",
            ),
            Self::Repeated => (
                "invalid_request",
                "a parameter stands there twice",
                "RFC 6749 §3.2",
            ),
            Self::GrantTypeMissing => ("invalid_request", "grant_type is missing", "RFC 6749 §5.2"),
            Self::GrantTypeUnknown => (
                "unsupported_grant_type",
                "there is no such grant_type",
                "RFC 6749 §5.2",
            ),
            Self::GrantTypeNotAllowed => (
                "unauthorized_client",
                "this client may not use this grant_type",
                "RFC 6749 §5.2",
            ),
            Self::ParameterMissing => (
                "invalid_request",
                "a parameter that is needed is missing",
                "RFC 6749 §5.2",
            ),
            Self::VerifierMalformed => (
                "invalid_request",
                "code_verifier has not 43 to 128 unreserved characters",
                "RFC 7636 §4.1",
            ),
            Self::AuthenticationMissing => (
                "invalid_client",
                "the client does not say who it is",
                "RFC 6749 §5.2",
            ),
            Self::AuthenticationMalformed => (
                "invalid_client",
                "what should show who the client is can't be read",
                "RFC 6749 §2.3.1",
            ),
            Self::AuthenticationTwice => (
                "invalid_request",
                "the client shows who it is in two ways",
                "RFC 6749 §2.3",
            ),
            Self::AuthenticationWrong => (
                "invalid_client",
                "the client is unknown, or shows something wrong",
                "RFC 6749 §5.2",
            ),
            Self::Public => (
                "unauthorized_client",
                "a public client may not ask about tokens",
                "RFC 7662 §2.1",
            ),
            Self::Grant => (
                "invalid_grant",
                "the code or token is worth nothing here",
                "RFC 6749 §5.2",
            ),
            Self::Scope => (
                "invalid_scope",
                "more is asked for than was agreed to",
                "RFC 6749 §6",
            ),
            Self::TooManyTries => ("invalid_request", "too many tries", "RFC 6585 §4"),
        };
        Told {
            error,
            description,
            section,
        }
    }
}
