//! Which existing account a new customer belongs to (spec 01 §2, "Account match" and "Account link by address").

use crate::ids::AccountId;

/// The outcome of comparing a provider's claim with the account codes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AccountMatch {
    /// No claim, or not exactly one account with that code: a new account is made.
    None,
    /// Exactly one account has the code.
    Matched {
        /// That account.
        account: AccountId,
        /// The provider controls the claim, so its people cannot choose the code themselves.
        controlled: bool,
    },
}

/// Matches by account code. `code` is the value of the claim that the provider's settings name (`None` if they
/// name none or it is missing), `accounts` all accounts with exactly that code.
pub fn match_by_code(code: Option<&str>, accounts: &[AccountId], controlled: bool) -> AccountMatch {
    match (code, accounts) {
        (Some(code), &[account]) if !code.is_empty() => AccountMatch::Matched { account, controlled },
        _ => AccountMatch::None,
    }
}

/// An account with the customer's address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AddressCandidate {
    /// The account.
    pub account: AccountId,
    /// Another customer is linked to it.
    pub linked: bool,
    /// This customer was linked to it before, and staff undid that.
    pub undone: bool,
}

/// What is known at a sign-in about a customer and the accounts with the same address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AddressLinkFacts<'a> {
    /// The customer belongs to an account already.
    pub has_account: bool,
    /// The customer's address is proven.
    pub address_proven: bool,
    /// Every account with that address key.
    pub accounts: &'a [AddressCandidate],
}

/// The account to link, at any sign-in: exactly one has the customer's proven address, nobody else is linked to it, and
/// staff did not undo the same link before. The caller writes the link to the history.
pub fn link_by_address(facts: AddressLinkFacts<'_>) -> Option<AccountId> {
    match facts.accounts {
        &[
            AddressCandidate {
                account,
                linked: false,
                undone: false,
            },
        ] if facts.address_proven && !facts.has_account => Some(account),
        _ => None,
    }
}
