//! A logout that a client begins (OpenID Connect RP-Initiated Logout 1.0).

use super::Told;

/// What `id_token_hint` proves.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Hint {
    /// There is none.
    Missing,
    /// It is no ID token of ours, or another client's than `client_id` names.
    Wrong,
    /// We gave it, however long ago, in the session that this browser has.
    ThisSession,
    /// We gave it in another session, which may be over.
    AnotherSession,
}

/// What decides about the request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LogoutRequestFacts {
    /// What the hint proves.
    pub hint: Hint,
    /// A client is known by the hint or by `client_id`, and switched on.
    pub client: bool,
    /// What `post_logout_redirect_uri` is.
    pub back: Back,
    /// Somebody is signed in with this browser.
    pub signed_in: bool,
}

/// Where the client wants the person to go afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Back {
    /// It does not say.
    Nowhere,
    /// To an address that it registered.
    Registered,
    /// To another one: the person never goes there (§3).
    Unknown,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutStep {
    /// A page that says what is wrong; nobody is signed out.
    Refuse(LogoutRefusal),
    /// A page asks whether to sign out (§2): a link on any page could lead here.
    Ask,
    /// The session ends at once: the client has shown that it is its own.
    End,
    /// Nobody is signed in: on to the client, or to the page that says so.
    Go,
}

/// What is wrong with the request. It is told by a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutRefusal {
    /// A parameter stands there twice.
    Repeated,
    /// The hint is none of ours, or another client's.
    Hint,
    /// No client registered the address, or nobody knows which client asks.
    Back,
}

impl LogoutRefusal {
    /// Every one, in order.
    pub const ALL: &'static [Self] = &[Self::Repeated, Self::Hint, Self::Back];

    /// What is wrong, for the developer of the client.
    pub const fn told(self) -> Told {
        let (description, section) = match self {
            Self::Repeated => ("a parameter stands there twice", "RFC 6749 §3.1"),
            Self::Hint => (
                "id_token_hint is none of ours, or another client's",
                "OpenID Connect RP-Initiated Logout 1.0 §2",
            ),
            Self::Back => (
                "post_logout_redirect_uri is none that the client registered",
                "OpenID Connect RP-Initiated Logout 1.0 §3",
            ),
        };
        Told {
            error: "invalid_request",
            description,
            section,
        }
    }
}

/// Decides.
pub fn logout_step(facts: LogoutRequestFacts) -> LogoutStep {
    if facts.hint == Hint::Wrong {
        return LogoutStep::Refuse(LogoutRefusal::Hint);
    }
    let leads_away = facts.back != Back::Nowhere;
    if facts.back == Back::Unknown || (leads_away && !facts.client) {
        return LogoutStep::Refuse(LogoutRefusal::Back);
    }
    match (facts.signed_in, facts.hint) {
        (false, _) => LogoutStep::Go,
        (true, Hint::ThisSession) => LogoutStep::End,
        (true, _) => LogoutStep::Ask,
    }
}
