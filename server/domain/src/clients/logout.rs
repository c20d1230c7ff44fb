//! A logout that a client begins (OpenID Connect RP-Initiated Logout 1.0).

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
    /// To an address that is, with its `state`, longer than [`LONGEST_WAY_BACK`].
    TooLong,
}

/// Octets of the longest address, with `state` as it stands in it, that somebody is led back to: the browser keeps it in
/// a cookie while the person is asked, and those are 4096 octets long with all that belongs to them (RFC 6265 §6.1).
pub const LONGEST_WAY_BACK: usize = 2800;

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutStep {
    /// A page asks whether to sign out (§2): a link on any page could lead here.
    Ask,
    /// The session ends at once: the client has shown that it is its own.
    End,
    /// Nobody is signed in: on to the client, or to the page that says so.
    Go,
}

/// What is wrong with the request. The person came to sign out, and can; they are led nowhere afterwards. It is told in
/// the server's log.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutFault {
    /// A parameter stands there twice: nothing of the request is read.
    Repeated,
    /// The hint is none of ours, or another client's.
    Hint,
    /// No client registered the address, or nobody knows which client asks.
    Back,
    /// The address with its `state` is longer than [`LONGEST_WAY_BACK`].
    TooLong,
}

impl LogoutFault {
    /// Every one, in order.
    pub const ALL: &'static [Self] = &[Self::Repeated, Self::Hint, Self::Back, Self::TooLong];

    /// What is wrong, for the developer of the client.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Repeated => "a parameter stands there twice",
            Self::Hint => "id_token_hint is none of ours, or another client's",
            Self::Back => "post_logout_redirect_uri is none that the client registered",
            Self::TooLong => "post_logout_redirect_uri with state is longer than 2800 octets",
        }
    }

    /// Where the standard says so.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Repeated => "RFC 6749 §3.1",
            Self::Hint => "OpenID Connect RP-Initiated Logout 1.0 §2",
            Self::Back => "OpenID Connect RP-Initiated Logout 1.0 §3",
            Self::TooLong => "RFC 6265 §6.1",
        }
    }
}

/// Decides, and tells what is wrong: only without a fault does the person go to the client's address afterwards.
pub fn logout_step(facts: LogoutRequestFacts) -> (LogoutStep, Option<LogoutFault>) {
    let leads_away = facts.back != Back::Nowhere;
    let fault = if facts.hint == Hint::Wrong {
        Some(LogoutFault::Hint)
    } else if facts.back == Back::Unknown || (leads_away && !facts.client) {
        Some(LogoutFault::Back)
    } else if facts.back == Back::TooLong {
        Some(LogoutFault::TooLong)
    } else {
        None
    };
    let step = match (facts.signed_in, facts.hint, fault) {
        (false, ..) => LogoutStep::Go,
        (true, Hint::ThisSession, None) => LogoutStep::End,
        (true, ..) => LogoutStep::Ask,
    };
    (step, fault)
}
