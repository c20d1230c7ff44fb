//! What is known of a client from its settings.

use serde_json::Value;

use super::{GrantType, IdTokenAlgorithm, RedirectUri, ResponseType, Scopes};
use crate::providers::ClientAuth;
use crate::stored::stored_enum;
use crate::time::Span;
use crate::values::{Colour, CompanyName, MailDomain};

/// The settings of a client, every rule kept: made by [`parse`](super::form::parse) alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// What people read when they are asked.
    pub name: CompanyName,
    /// Where it says what it does with what it knows.
    pub policy_uri: Option<String>,
    /// Where its terms are.
    pub tos_uri: Option<String>,
    /// Its colour on the pages of its flows; without one they have the shop's.
    pub colour: Option<Colour>,
    /// How it shows who it is; a public client can't.
    pub auth_method: ClientAuth,
    /// The JWK set by which its assertions are verified, with `private_key_jwt`.
    pub public_keys: Option<Value>,
    /// What it may ask the authorization endpoint for.
    pub response_types: Vec<ResponseType>,
    /// What it may ask the token endpoint for.
    pub grant_types: Vec<GrantType>,
    /// Where answers may go.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may go after a logout.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// What it may know and do.
    pub scopes: Scopes,
    /// Whether nobody is asked what it may know.
    pub trusted: bool,
    /// Whether it must show a challenge.
    pub pkce: bool,
    /// Where it is told of a logout by us.
    pub back_channel_logout_uri: Option<String>,
    /// Where it is told of a logout by the browser.
    pub front_channel_logout_uri: Option<String>,
    /// How its ID tokens are signed.
    pub id_token_algorithm: IdTokenAlgorithm,
    /// How long its access tokens last.
    pub access_token_minutes: u32,
    /// How long after the sign-in it stays connected at most.
    pub refresh_token_days: u32,
    /// With one, people have another `sub` for each sector (OpenID Connect Core 1.0 §8.1).
    pub sector_identifier: Option<MailDomain>,
}

/// A new secret is shown this long to who made it, unless they say before that they have noted it.
pub const SECRET_SHOWN: Span = Span::minutes(10);

stored_enum! {
    /// How long the secrets before still work beside a new one.
    pub enum Overlap {
        /// They stop at once: somebody else may have them.
        None = "none",
        /// An hour.
        Hour = "hour",
        /// A day.
        Day = "day",
        /// Seven days.
        Week = "week",
        /// Thirty days.
        Month = "month",
    }
}

impl Overlap {
    /// The time.
    pub const fn span(self) -> Span {
        match self {
            Self::None => Span::seconds(0),
            Self::Hour => Span::hours(1),
            Self::Day => Span::days(1),
            Self::Week => Span::days(7),
            Self::Month => Span::days(30),
        }
    }
}
