//! Faults of a request that brings an access token (RFC 6750 §3.1).

/// What can be wrong with the token.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BearerFault {
    /// The request brings none: it is told how to, and nothing else (§3.1, last paragraph).
    Missing,
    /// There are two, or what is there is none of the scheme `Bearer`.
    Malformed,
    /// It is none of ours, its time is over, or what it comes of has ended; which one is not told.
    Worthless,
}

impl BearerFault {
    /// Every one, in order.
    pub const ALL: &'static [Self] = &[Self::Missing, Self::Malformed, Self::Worthless];

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Missing | Self::Worthless => 401,
        }
    }

    /// `WWW-Authenticate`, which says all that there is to say.
    pub const fn challenge(self) -> &'static str {
        match self {
            Self::Missing => "Bearer",
            Self::Malformed => "Bearer error=\"invalid_request\"",
            Self::Worthless => "Bearer error=\"invalid_token\"",
        }
    }

    /// `error`; none where nothing was brought.
    pub const fn error(self) -> Option<&'static str> {
        match self {
            Self::Missing => None,
            Self::Malformed => Some("invalid_request"),
            Self::Worthless => Some("invalid_token"),
        }
    }
}
