//! Whether each connection, to clients and to providers, is as the standards and RFC 9700 want it.

use crate::{
    clients::{RedirectUri, ResponseType, overdue},
    logout::Telling,
    providers::Warning,
    stored::stored_enum,
    time::{Span, Timestamp},
};

/// A secret that is older should be replaced.
const SECRET_AGE: Span = Span::days(365);

stored_enum! {
    /// What is looked at.
    pub enum Check {
        /// The issuer is reached by https (OpenID Connect Core 1.0 §2).
        Issuer = "issuer",
        /// The discovery document can be had (OpenID Connect Discovery 1.0 §4).
        Discovery = "discovery",
        /// Keys sign and verify, and are followed in time (OpenID Connect Core 1.0 §10.1.1).
        Keys = "keys",
        /// Answers go to registered addresses (RFC 9700 §2.1).
        Redirect = "redirect",
        /// Codes are bound to who asked for them (RFC 9700 §2.1.1).
        Pkce = "pkce",
        /// No tokens in the front channel (RFC 9700 §2.1.2).
        Flows = "flows",
        /// Answers say who gave them (RFC 9207).
        Mix = "mix",
        /// A logout reaches the other side (OpenID Connect Back-Channel Logout 1.0, RP-Initiated Logout 1.0).
        Logout = "logout",
        /// The secret is there and not too old.
        Secret = "secret",
    }
}

impl Check {
    /// Where the standard says so.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Issuer => "OpenID Connect Core 1.0 §2",
            Self::Discovery => "OpenID Connect Discovery 1.0 §4",
            Self::Keys => "OpenID Connect Core 1.0 §10.1.1",
            Self::Redirect => "RFC 9700 §2.1",
            Self::Pkce => "RFC 9700 §2.1.1",
            Self::Flows => "RFC 9700 §2.1.2",
            Self::Mix => "RFC 9207",
            Self::Logout => "OpenID Connect Back-Channel Logout 1.0 §2.5",
            Self::Secret => "RFC 9700 §2.5",
        }
    }
}

stored_enum! {
    /// What came of it.
    pub enum Verdict {
        /// As it should be.
        Good = "good",
        /// Works, and could be safer.
        Weak = "weak",
        /// Does not work, or not safely.
        Bad = "bad",
    }
}

/// A check of one connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// What came of it.
    pub verdict: Verdict,
}

/// What is known of a client.
#[derive(Clone, Copy, Debug)]
pub struct ClientState<'a> {
    /// Our issuer has https.
    pub https: bool,
    /// From when on the newest key of its algorithm signs; none when there is no key yet: it is made for the first token.
    pub newest_key: Option<Timestamp>,
    /// Where its answers go.
    pub redirect_uris: &'a [RedirectUri],
    /// What it may ask for; nothing where it acts for itself alone.
    pub response_types: &'a [ResponseType],
    /// Whether it must show a challenge.
    pub pkce: bool,
    /// How it is told of a logout.
    pub logout: LogoutState,
    /// Since when it has its newest secret that works, if it needs one.
    pub secret: SecretState,
}

/// How a client is told of a logout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogoutState {
    /// Not at all.
    Nothing,
    /// By the browser alone.
    Front,
    /// Directly, and what became of it last.
    Back(Option<Telling>),
}

/// A client's secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SecretState {
    /// It needs none.
    NotNeeded,
    /// It needs one and has none that works.
    Missing,
    /// It has one since then.
    Since(Timestamp),
}

/// Everything that is known about a client, in the order of [`Check`].
pub fn of_client(state: &ClientState<'_>, now: Timestamp) -> Vec<Finding> {
    let code = state.response_types.iter().any(|kind| kind.has_code());
    let implicit = state
        .response_types
        .iter()
        .any(|kind| *kind != ResponseType::Code);
    let mut findings = vec![
        finding(
            Check::Issuer,
            if state.https { Verdict::Good } else { Verdict::Weak },
        ),
        finding(
            Check::Keys,
            good(!state.newest_key.is_some_and(|from| overdue(from, now))),
        ),
        finding(
            Check::Redirect,
            good(!state.redirect_uris.is_empty() || state.response_types.is_empty()),
        ),
        finding(Check::Pkce, good(state.pkce || !code)),
        finding(Check::Flows, if implicit { Verdict::Weak } else { Verdict::Good }),
    ];
    // Nobody signs in to a client that acts for itself alone, so nobody signs out.
    if !state.response_types.is_empty() {
        let verdict = match state.logout {
            LogoutState::Back(None | Some(Telling::Told)) => Verdict::Good,
            LogoutState::Back(Some(Telling::GivenUp)) => Verdict::Bad,
            LogoutState::Back(Some(Telling::Waiting)) | LogoutState::Front | LogoutState::Nothing => {
                Verdict::Weak
            }
        };
        findings.push(finding(Check::Logout, verdict));
    }
    let secret = match state.secret {
        SecretState::NotNeeded => None,
        SecretState::Missing => Some(Verdict::Bad),
        SecretState::Since(at) if now.since(at) > SECRET_AGE => Some(Verdict::Weak),
        SecretState::Since(_) => Some(Verdict::Good),
    };
    findings.extend(secret.map(|verdict| finding(Check::Secret, verdict)));
    findings
}

/// What is known of a provider.
#[derive(Clone, Copy, Debug)]
pub struct ProviderState<'a> {
    /// Its issuer has https.
    pub https: bool,
    /// What is wrong with it.
    pub warnings: &'a [Warning],
    /// What its discovery document says; none before it was fetched.
    pub offer: Option<ProviderOffer>,
    /// Whether we show a challenge.
    pub pkce: bool,
    /// Whether we show a secret.
    pub needs_secret: bool,
}

/// What a provider says that it can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProviderOffer {
    /// Its answers carry `iss`.
    pub iss: bool,
    /// People can sign out there.
    pub end_session: bool,
    /// It tells us when they do.
    pub back_channel: bool,
}

/// Everything that is known about a provider, in the order of [`Check`].
pub fn of_provider(state: &ProviderState<'_>) -> Vec<Finding> {
    let has = |wrong: fn(&Warning) -> bool| state.warnings.iter().any(wrong);
    let discovery = match (has(|it| matches!(it, Warning::DiscoveryFails(_))), state.offer) {
        (true, _) => Verdict::Bad,
        (false, None) => Verdict::Weak,
        (false, Some(_)) => Verdict::Good,
    };
    let keys = has(|it| matches!(it, Warning::KeysFail(_) | Warning::SignaturesFail(_)));
    let mut findings = vec![
        finding(
            Check::Issuer,
            if state.https { Verdict::Good } else { Verdict::Weak },
        ),
        finding(Check::Discovery, discovery),
        finding(Check::Keys, good(!keys)),
        finding(Check::Pkce, good(state.pkce)),
    ];
    if let Some(offer) = state.offer {
        let weak = |held| if held { Verdict::Good } else { Verdict::Weak };
        findings.push(finding(Check::Mix, weak(offer.iss)));
        findings.push(finding(
            Check::Logout,
            weak(offer.end_session && offer.back_channel),
        ));
    }
    if state.needs_secret {
        let verdict = if has(|it| matches!(it, Warning::SecretExpired(_))) {
            Verdict::Bad
        } else if has(|it| matches!(it, Warning::SecretExpires(_))) {
            Verdict::Weak
        } else {
            Verdict::Good
        };
        findings.push(finding(Check::Secret, verdict));
    }
    findings
}

const fn finding(check: Check, verdict: Verdict) -> Finding {
    Finding { check, verdict }
}

const fn good(held: bool) -> Verdict {
    if held { Verdict::Good } else { Verdict::Bad }
}
