//! What a client may know and do (RFC 6749 §3.3, OpenID Connect Core 1.0 §5.4 and §11).

use std::fmt;

use crate::stored::stored_enum;

stored_enum! {
    /// A scope that there is.
    pub enum Scope {
        /// Who the person is: the request is one of OpenID Connect.
        Openid = "openid",
        /// Names and language.
        Profile = "profile",
        /// E-mail address, and whether it is proven.
        Email = "email",
        /// Telephone number.
        Phone = "phone",
        /// Staying connected while the person is away: a refresh token.
        OfflineAccess = "offline_access",
    }
}

/// Some of them, in the order of their declaration.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// No scope.
    pub const NONE: Self = Self(Vec::new());

    /// These.
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut scopes: Vec<Scope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    /// Reads words with single spaces between (RFC 6749 §3.3). `None` when one is unknown, or there is none.
    pub fn read(text: &str) -> Option<Self> {
        let words: Option<Vec<Scope>> = text.split(' ').map(|word| word.parse().ok()).collect();
        words.map(Self::new)
    }

    /// Reads what a client asks for: words that there are not are left out (OpenID Connect Core 1.0 §3.1.2.1). `None` when
    /// nothing is left, or the words are not told apart by single spaces.
    pub fn asked(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let known = Self::new(words.iter().filter_map(|word| word.parse().ok()));
        let well_formed = words.iter().all(|word| !word.is_empty());
        (well_formed && known != Self::NONE).then_some(known)
    }

    /// Whether this one is among them.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether each of these is among `others`.
    pub fn within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.has(*scope))
    }

    /// These and `others`.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        Self::new(self.iter().chain(others.iter()))
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|scope| scope.as_str()).collect();
        f.write_str(&words.join(" "))
    }
}

impl std::str::FromStr for Scopes {
    type Err = crate::UnknownValue;

    /// What `Display` wrote; the empty text is no scope.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::NONE);
        }
        Self::read(text).ok_or_else(|| crate::UnknownValue::new("Scopes", text))
    }
}
