//! What the page `/signed-out` tells.

use serde::{Deserialize, Serialize};

/// What is known about the end of a session. It never says that the provider's session has ended: a provider may
/// send the browser back although the person stayed signed in there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The provider's side.
    pub provider: ProviderOutcome,
    /// The name of the provider, if the session began with one.
    pub provider_name: Option<String>,
    /// Each application that the session had signed in to, by name.
    pub applications: Vec<(String, ApplicationOutcome)>,
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

/// What an application answered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationOutcome {
    /// It was told and confirmed.
    Told,
    /// It did not answer.
    NoAnswer,
    /// It cannot be told.
    NotSupported,
}

impl Receipt {
    /// The receipt of a local logout, with the name of the provider that the session began with.
    pub fn local(provider_name: Option<String>) -> Self {
        let provider = if provider_name.is_some() {
            ProviderOutcome::LeftAlone
        } else {
            ProviderOutcome::None
        };
        Self {
            provider,
            provider_name,
            applications: Vec::new(),
        }
    }

    /// The receipt of a global logout at the moment the browser leaves for the provider.
    pub fn sent(provider_name: String, applications: Vec<(String, ApplicationOutcome)>) -> Self {
        Self {
            provider: ProviderOutcome::Sent,
            provider_name: Some(provider_name),
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
