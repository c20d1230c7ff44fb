//! What a sign-in with a password leads to (spec 01 §2 and §7).

use super::Tries;
use crate::customers::CustomerStatus;
use crate::values::Fault;

/// The customer whose address was typed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PasswordCustomer {
    /// Where the customer stands.
    pub status: CustomerStatus,
    /// The address was proven by a link or by a trusted provider.
    pub address_proven: bool,
    /// The password that was typed is the customer's own. False, too, if there is none.
    pub password_ok: bool,
}

/// What is known when the local form arrives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PasswordFacts {
    /// The shop has customer accounts.
    pub customer_accounts: bool,
    /// L.
    pub local_sign_in: bool,
    /// Whether there are tries left.
    pub tries: Tries,
    /// The customer with that address, if any. The caller hashes for an unknown one, too, to take the same time.
    pub customer: Option<PasswordCustomer>,
}

/// What the form leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PasswordDecision {
    /// 404: the shop has no customer accounts.
    NotFound,
    /// A session begins.
    SignIn,
    /// The page again, with this fault: `LocalSignInOff`, `TooManyTries`, `TooManyWrongPasswords` or
    /// `WrongCredentials`.
    Refuse(Fault),
    /// Right password, address not proven: the page offers the activation mail again.
    ActivateFirst,
    /// Right password: the page "waiting for approval".
    Waiting,
    /// Right password: "declined on …".
    Declined,
    /// Right password: "this account is closed", whom to ask.
    Closed,
}

/// Decides. Only who knows the password learns anything about the account: a wrong password, an unknown
/// address and an erased customer get the same answer.
pub fn decide_password(facts: PasswordFacts) -> PasswordDecision {
    use PasswordDecision::{ActivateFirst, Closed, Declined, NotFound, Refuse, SignIn, Waiting};

    if !facts.customer_accounts {
        return NotFound;
    }
    if !facts.local_sign_in {
        return Refuse(Fault::LocalSignInOff);
    }
    if let Some(fault) = facts.tries.fault() {
        return Refuse(fault);
    }
    let Some(customer) = facts.customer.filter(|customer| customer.password_ok) else {
        return Refuse(Fault::WrongCredentials);
    };
    match customer.status {
        CustomerStatus::Anonymised => Refuse(Fault::WrongCredentials),
        CustomerStatus::Disabled => Closed,
        CustomerStatus::Rejected => Declined,
        CustomerStatus::Unproven => ActivateFirst,
        CustomerStatus::Waiting | CustomerStatus::Active if !customer.address_proven => ActivateFirst,
        CustomerStatus::Waiting => Waiting,
        CustomerStatus::Active => SignIn,
    }
}
