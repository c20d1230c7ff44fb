//! What the page `/signed-out` tells.

use crate::ids::ClientId;
use serde::{Deserialize, Serialize};

/// What is known about the end of a session. It never says that the provider's session has ended: a provider may
/// send the browser back although the person stayed signed in there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The provider's side.
    pub provider: ProviderOutcome,
    /// The name of the provider, if the session began with one.
    pub provider_name: Option<String>,
    /// The session's name for applications.
    pub sid: String,
    /// Each application that the session had signed in to, by name.
    pub applications: Vec<SignedInTo>,
}

/// An application that the session had signed in to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedInTo {
    /// Its `client_id`.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// How it hears of the logout.
    pub told_by: ToldBy,
}

/// How an application hears of a logout. The back channel counts where it has both: it can be answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// We tell it (OpenID Connect Back-Channel Logout 1.0).
    BackChannel,
    /// The browser opens this address of its own (OpenID Connect Front-Channel Logout 1.0).
    FrontChannel(String),
    /// Not at all.
    Nothing,
}

/// What is known of the provider's session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderOutcome {
    /// No provider took part.
    None,
    /// Logged out locally: the provider's session stays.
    LeftAlone,
    /// The browser was sent to the provider and has not come back with our `state`: nobody knows.
    Sent,
    /// "You came back from X."
    CameBack,
    /// The provider could not be asked.
    Unreachable,
}

/// How far telling an application is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// It has not taken it yet.
    Waiting,
    /// It has taken it.
    Told,
    /// It never did.
    GivenUp,
}

/// What is known of an application's session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ApplicationOutcome {
    /// It was told and confirmed.
    Told,
    /// It is being told.
    BeingTold,
    /// It did not answer.
    NoAnswer,
    /// The browser has opened its page for that; nobody answers.
    Asked,
    /// It cannot be told.
    NotSupported,
}

/// What is known of an application, with how far telling it is.
pub const fn application_outcome(told_by: &ToldBy, telling: Option<Telling>) -> ApplicationOutcome {
    match (told_by, telling) {
        (ToldBy::BackChannel, Some(Telling::Told)) => ApplicationOutcome::Told,
        (ToldBy::BackChannel, Some(Telling::Waiting)) => ApplicationOutcome::BeingTold,
        (ToldBy::BackChannel, Some(Telling::GivenUp) | None) => ApplicationOutcome::NoAnswer,
        (ToldBy::FrontChannel(_), _) => ApplicationOutcome::Asked,
        (ToldBy::Nothing, _) => ApplicationOutcome::NotSupported,
    }
}

impl Receipt {
    /// The receipt of a local logout, with the name of the provider that the session began with.
    pub const fn local(provider_name: Option<String>, sid: String, applications: Vec<SignedInTo>) -> Self {
        let provider = if provider_name.is_some() {
            ProviderOutcome::LeftAlone
        } else {
            ProviderOutcome::None
        };
        Self {
            provider,
            provider_name,
            sid,
            applications,
        }
    }

    /// The receipt of a global logout at the moment the browser leaves for the provider.
    pub const fn sent(provider_name: String, sid: String, applications: Vec<SignedInTo>) -> Self {
        Self {
            provider: ProviderOutcome::Sent,
            provider_name: Some(provider_name),
            sid,
            applications,
        }
    }

    /// The browser is back with our `state`. Only a receipt that waits for that changes.
    #[must_use]
    pub fn came_back(mut self) -> Self {
        if self.provider == ProviderOutcome::Sent {
            self.provider = ProviderOutcome::CameBack;
        }
        self
    }
}
