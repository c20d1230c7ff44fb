//! When a password may be tried (spec 01 §7).

use crate::values::Fault;

/// Wrong passwords in a row that an account bears in a day, wherever they come from. With [`FROM_KNOWN`] they are a
/// hundred, as many as NIST SP 800-63B-4 §3.2.2 allows; it lets no day give them back, but then whoever guesses slowly
/// would lock an owner out who is away.
pub const FROM_ANYWHERE: i64 = 50;

/// Those that it bears after them from browsers that its owner has signed in with: strangers can't use these up.
pub const FROM_KNOWN: i64 = 50;

/// What is counted when a password is tried, this try included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TryFacts {
    /// This requester has tries left, and has some for this address.
    pub requester_left: bool,
    /// Tries on the account since the last right one, from anywhere.
    pub account: i64,
    /// Those of browsers that the owner has signed in with, after everybody's were used up; none if this is no such
    /// browser. Not asked for before.
    pub known: Option<i64>,
}

/// Whether the password is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Tries {
    /// It is.
    Left,
    /// Not now: this requester has tried too often.
    Spent,
    /// Not from here, until the day is over, or the owner has signed in or has a new password: the account has been tried too often.
    AccountSpent,
}

impl Tries {
    /// What the form is told when there are none left.
    pub const fn fault(self) -> Option<Fault> {
        match self {
            Self::Left => None,
            Self::Spent => Some(Fault::TooManyTries),
            Self::AccountSpent => Some(Fault::TooManyWrongPasswords),
        }
    }
}

/// Decides. It is asked in the same way for an address that nobody has.
pub const fn tries(facts: TryFacts) -> Tries {
    if !facts.requester_left {
        return Tries::Spent;
    }
    match (facts.account <= FROM_ANYWHERE, facts.known) {
        (true, _) => Tries::Left,
        (false, Some(known)) if known <= FROM_KNOWN => Tries::Left,
        (false, _) => Tries::AccountSpent,
    }
}
