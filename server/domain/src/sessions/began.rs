//! How a session began, and which changes end it at once (spec 01, first paragraphs, and §7).

use crate::ids::ProviderId;
use crate::stored::stored_enum;

stored_enum! {
    /// How a session began, as it is stored.
    pub enum Began {
        /// With the local password, or a link of a local account.
        Password = "password",
        /// Through a provider.
        Provider = "provider",
    }
}

/// How a session began, with the provider.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Origin {
    /// With the local password, or a link of a local account.
    Password,
    /// Through this provider.
    Provider(ProviderId),
}

impl Origin {
    /// The kind that is stored.
    pub const fn began(self) -> Began {
        match self {
            Self::Password => Began::Password,
            Self::Provider(_) => Began::Provider,
        }
    }
}

/// A change that may end sessions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Change {
    /// Local sign-in goes off.
    LocalSignInOff,
    /// This provider is disabled or deleted.
    ProviderDisabled(ProviderId),
    /// This provider is hidden, and stays enabled.
    ProviderHidden(ProviderId),
    /// Customer accounts go off. While they are, no session opens anything.
    CustomerAccountsOff,
    /// The session's customer is disabled, rejected or erased.
    CustomerClosed,
    /// The session's customer has reset the password by mail.
    PasswordReset,
    /// An identity has taken the unproven customer over.
    TakenOver,
}

/// Whether the change ends a session at once. A switch that goes off leaves sessions to their limits; a provider
/// that is disabled does not.
pub fn ends(origin: Origin, change: Change) -> bool {
    match change {
        Change::LocalSignInOff | Change::ProviderHidden(_) | Change::CustomerAccountsOff => false,
        Change::ProviderDisabled(provider) => origin == Origin::Provider(provider),
        Change::CustomerClosed | Change::PasswordReset | Change::TakenOver => true,
    }
}
