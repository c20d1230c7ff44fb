//! The last gate before a customer's session, whatever way the person came.

use super::Began;
use crate::customers::CustomerStatus;
use crate::ids::CustomerId;
use crate::settings::ShopSettings;

/// What is known about the person and the way, read in the transaction that writes the session.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BeginFacts {
    /// Who.
    pub customer: CustomerId,
    /// Where the customer stands.
    pub status: CustomerStatus,
    /// How.
    pub began: Began,
    /// The provider is enabled. Of no account for a password.
    pub provider_enabled: bool,
    /// The switches at this moment.
    pub settings: ShopSettings,
}

/// The right to make one session for one customer. Only `permit` gives it out, so the function that writes
/// session rows asks for one.
#[derive(Debug, PartialEq, Eq)]
#[must_use]
pub struct Permit {
    customer: CustomerId,
    began: Began,
}

impl Permit {
    /// For whom.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// How the session begins.
    pub fn began(&self) -> Began {
        self.began
    }
}

/// Why no session begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum BeginRefused {
    /// The shop has no customer accounts.
    #[error("customer accounts are off")]
    CustomerAccountsOff,
    /// The customer may not sign in.
    #[error("the customer is {0}")]
    Status(CustomerStatus),
    /// Local sign-in is off.
    #[error("local sign-in is off")]
    LocalSignInOff,
    /// The provider is disabled.
    #[error("the provider is disabled")]
    ProviderDisabled,
}

/// Lets an active customer in by a way that is open. A waiting, rejected, disabled, unproven or erased person
/// never gets a session.
///
/// # Errors
/// The first reason against it.
pub fn permit(facts: &BeginFacts) -> Result<Permit, BeginRefused> {
    if !facts.settings.customer_accounts {
        return Err(BeginRefused::CustomerAccountsOff);
    }
    if !facts.status.may_sign_in() {
        return Err(BeginRefused::Status(facts.status));
    }
    match facts.began {
        Began::Password if !facts.settings.local_sign_in => Err(BeginRefused::LocalSignInOff),
        Began::Provider if !facts.provider_enabled => Err(BeginRefused::ProviderDisabled),
        began => Ok(Permit {
            customer: facts.customer,
            began,
        }),
    }
}
