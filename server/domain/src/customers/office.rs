//! What staff may do with a customer (spec 03), by where the customer stands.

use super::CustomerStatus;
use crate::values::Fault;

/// What staff want.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Switch {
    /// Close the account: no session by any way, those that there are end at once.
    Disable,
    /// Let the person in again.
    Enable,
}

/// Where the customer stands afterwards. Only an active customer is disabled and only a disabled one enabled: everybody
/// else waits for a link or a decision, and that path stays the only one.
///
/// # Errors
/// `Stale`: what the page offered is over.
pub fn switch(status: CustomerStatus, wanted: Switch) -> Result<CustomerStatus, Fault> {
    match (wanted, status) {
        (Switch::Disable, CustomerStatus::Active) => Ok(CustomerStatus::Disabled),
        (Switch::Enable, CustomerStatus::Disabled) => Ok(CustomerStatus::Active),
        _ => Err(Fault::Stale),
    }
}

/// What decides which link staff can send.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LinkFacts {
    /// Where the customer stands.
    pub status: CustomerStatus,
    /// There is an address to send it to.
    pub has_address: bool,
    /// A request was approved and waits for the first sign-in.
    pub approved: bool,
    /// Customers sign in with passwords here.
    pub local_sign_in: bool,
    /// The shop has customer accounts.
    pub customer_accounts: bool,
}

/// A link that brings a customer on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkToSend {
    /// Proves the address of a registration.
    Activate,
    /// Finishes an approved registration.
    Finish,
    /// Sets a new password.
    Reset,
}

/// The link that helps this customer, if there is one.
pub fn link_to_send(facts: LinkFacts) -> Option<LinkToSend> {
    if !facts.has_address || !facts.customer_accounts {
        return None;
    }
    match facts.status {
        CustomerStatus::Unproven => Some(LinkToSend::Activate),
        CustomerStatus::Active if facts.approved => Some(LinkToSend::Finish),
        CustomerStatus::Active if facts.local_sign_in => Some(LinkToSend::Reset),
        _ => None,
    }
}
