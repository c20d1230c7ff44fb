//! What Logout offers and does (spec 01 §6).

use crate::stored::stored_enum;

/// The provider that a session began with, as it is now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ProviderSide {
    /// It is enabled.
    pub enabled: bool,
    /// It is visible.
    pub visible: bool,
    /// It has an `end_session_endpoint` (OpenID Connect RP-Initiated Logout 1.0 §2.1).
    pub end_session: bool,
    /// We have kept the session's ID token, for `id_token_hint`.
    pub id_token: bool,
}

/// What is known when somebody logs out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LogoutFacts {
    /// The provider that the session began with; `None` for a password.
    pub provider: Option<ProviderSide>,
}

/// What the Logout button opens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LogoutOffer {
    /// No question: local.
    LocalAtOnce,
    /// The dialog with Locally and Globally.
    AskLocallyOrGlobally,
}

stored_enum! {
    /// The answer in the dialog.
    pub enum Choice {
        /// Here only.
        Locally = "local",
        /// Here, in the applications and at the provider.
        Globally = "global",
    }
}

/// What is done. The session here ends in every case, first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Plan {
    /// Ends here only; the provider's session stays.
    Local {
        /// The next sign-in at that provider asks with `prompt=login`, once, so that nobody is signed straight
        /// back in.
        ask_provider_again: bool,
    },
    /// The applications are told, and the browser goes to the provider's `end_session_endpoint`.
    Global {
        /// With `id_token_hint`; `client_id` goes along in any case.
        id_token_hint: bool,
    },
}

/// Whether there is something to choose: the session began with a provider that is enabled, visible and ends
/// sessions on request.
pub fn offer(facts: &LogoutFacts) -> LogoutOffer {
    match facts.provider {
        Some(ProviderSide {
            enabled: true,
            visible: true,
            end_session: true,
            ..
        }) => LogoutOffer::AskLocallyOrGlobally,
        _ => LogoutOffer::LocalAtOnce,
    }
}

/// What the choice leads to. Globally is only done where it is offered; otherwise the logout is local.
pub fn plan(choice: Choice, facts: &LogoutFacts) -> Plan {
    match (choice, offer(facts), facts.provider) {
        (Choice::Globally, LogoutOffer::AskLocallyOrGlobally, Some(provider)) => Plan::Global {
            id_token_hint: provider.id_token,
        },
        _ => Plan::Local {
            ask_provider_again: facts.provider.is_some(),
        },
    }
}

/// What an idle or absolute time limit does: always as locally.
pub fn at_time_limit(facts: &LogoutFacts) -> Plan {
    plan(Choice::Locally, facts)
}

/// Whether a sign-in at the provider with this slug sends `prompt=login`: the browser remembers a local logout of a
/// session that began there. The caller forgets the mark with it, so it is asked once.
pub fn asks_again(remembered: Option<&str>, provider: &str) -> bool {
    remembered == Some(provider)
}
