//! When a mapped claim changes a customer (spec 02).

use crate::stored::stored_enum;

stored_enum! {
    /// The rule of a mapped field.
    #[derive(Default)]
    pub enum Rule {
        /// Set while the field is empty.
        #[default]
        SetOnce = "set_once",
        /// Set at every sign-in; the customer cannot change it here.
        Always = "always",
        /// Only proposed in the form.
        Suggest = "suggest",
    }
}

/// What becomes of a field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Update<T> {
    /// It stays as it is.
    Keep,
    /// It takes the claim's value.
    Set(T),
    /// The form proposes the claim's value.
    Suggest(T),
}

impl<T> Update<T> {
    /// The new value, if the field takes one.
    pub fn set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Suggest(_) => None,
        }
    }

    /// What the form proposes, if it does.
    pub fn suggested(&self) -> Option<&T> {
        match self {
            Self::Suggest(value) => Some(value),
            Self::Keep | Self::Set(_) => None,
        }
    }
}

/// Applies a rule. A missing claim never empties a field.
pub fn update<T: PartialEq>(rule: Rule, current: Option<&T>, claimed: Option<T>) -> Update<T> {
    match (claimed, current) {
        (None, _) => Update::Keep,
        (Some(claimed), Some(current)) if claimed == *current => Update::Keep,
        (Some(claimed), None) if rule == Rule::SetOnce => Update::Set(claimed),
        (Some(_), Some(_)) if rule == Rule::SetOnce => Update::Keep,
        (Some(claimed), _) if rule == Rule::Always => Update::Set(claimed),
        (Some(claimed), _) => Update::Suggest(claimed),
    }
}

/// The customer's address beside the one that a known identity brings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CurrentAddress {
    /// The customer has none.
    None,
    /// It is the same, by key.
    Same,
    /// It is another one.
    Another,
}

/// What is known when a known identity comes back with an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AddressFacts {
    /// The rule for the e-mail field.
    pub rule: Rule,
    /// What the customer has.
    pub current: CurrentAddress,
    /// The identity did not bring this address the last time.
    pub changed: bool,
    /// The provider is trusted for the address and says that it is verified.
    pub proven: bool,
    /// Another customer has it.
    pub taken: bool,
    /// The shop's lists of e-mail domains let it in.
    pub admitted: bool,
}

/// What becomes of the customer's address. The sign-in works in every case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AddressUpdate {
    /// It stays.
    Keep,
    /// It follows the provider.
    Follow,
    /// It stays, and staff get a notice: once for each address that the identity brings.
    KeepAndTellStaff,
}

/// Decides. The address follows if its rule says so, it is proven and let in, and nobody else has it.
pub fn update_address(facts: AddressFacts) -> AddressUpdate {
    let wanted = match (facts.rule, facts.current) {
        (_, CurrentAddress::Same) => return AddressUpdate::Keep,
        (Rule::Always, _) | (Rule::SetOnce, CurrentAddress::None) => true,
        (Rule::SetOnce, CurrentAddress::Another) | (Rule::Suggest, _) => false,
    };
    if wanted && facts.proven && !facts.taken && facts.admitted {
        AddressUpdate::Follow
    } else if facts.changed {
        AddressUpdate::KeepAndTellStaff
    } else {
        AddressUpdate::Keep
    }
}
