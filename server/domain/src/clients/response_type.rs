//! What a client gets from the authorization endpoint, and how (OAuth 2.0 Multiple Response Type Encoding Practices).

use crate::stored::stored_enum;

stored_enum! {
    /// What the authorization endpoint answers with. Only the first is on by default: the others are there for
    /// applications that know no better, and RFC 9700 §2.1.2 advises against them.
    pub enum ResponseType {
        /// A code that the token endpoint redeems.
        Code = "code",
        /// An ID token (implicit).
        IdToken = "id_token",
        /// An ID token and an access token (implicit).
        IdTokenToken = "id_token token",
        /// A code and an ID token (hybrid).
        CodeIdToken = "code id_token",
        /// A code and an access token (hybrid).
        CodeToken = "code token",
        /// A code, an ID token and an access token (hybrid).
        CodeIdTokenToken = "code id_token token",
    }
}

stored_enum! {
    /// How the answer travels.
    pub enum ResponseMode {
        /// In the query of the redirect URI.
        Query = "query",
        /// In its fragment, which no server sees.
        Fragment = "fragment",
        /// As a form that the browser posts by itself (OAuth 2.0 Form Post Response Mode).
        FormPost = "form_post",
    }
}

impl ResponseType {
    /// Reads the parameter `response_type`, whose words may stand in any order (Multiple Response Types §2). `None`
    /// for a word that is unknown or stands twice, and for a combination that there is not, such as `token` alone.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        let same = |kind: &&Self| {
            let known: Vec<&str> = kind.as_str().split(' ').collect();
            known.len() == words.len() && known.iter().all(|word| words.contains(word))
        };
        Self::ALL.iter().find(same).copied()
    }

    fn has(self, word: &str) -> bool {
        self.as_str().split(' ').any(|own| own == word)
    }

    /// The answer has a code.
    pub fn has_code(self) -> bool {
        self.has("code")
    }

    /// The answer has an ID token.
    pub fn has_id_token(self) -> bool {
        self.has("id_token")
    }

    /// The answer has an access token.
    pub fn has_token(self) -> bool {
        self.has("token")
    }

    /// Something but a code comes through the browser, as in the implicit flow.
    pub fn is_implicit(self) -> bool {
        self.has_id_token() || self.has_token()
    }

    /// A request needs a `nonce`: the ID token of the answer is bound to it (OpenID Connect Core 1.0 §3.2.2.1 and
    /// §3.3.2.11).
    pub fn needs_nonce(self) -> bool {
        self.has_id_token()
    }

    /// How the answer travels unless the client says otherwise.
    pub fn default_mode(self) -> ResponseMode {
        match self {
            Self::Code => ResponseMode::Query,
            _ => ResponseMode::Fragment,
        }
    }

    /// Whether the answer may travel so: tokens never stand in a query, where servers and histories keep them
    /// (Multiple Response Types §3, RFC 9700 §4.3.2).
    pub fn may_travel(self, mode: ResponseMode) -> bool {
        mode != ResponseMode::Query || self == Self::Code
    }
}
