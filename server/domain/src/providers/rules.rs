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

/// What is known when a known identity comes back with an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct AddressFacts {
    /// The rule for the e-mail field.
    pub rule: Rule,
    /// The claimed address differs from the customer's, by key.
    pub differs: bool,
    /// The provider is trusted for the address and says that it is verified.
    pub proven: bool,
    /// Another customer has it.
    pub taken: bool,
}

/// What becomes of the customer's address. The sign-in works in every case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AddressUpdate {
    /// It stays.
    Keep,
    /// It follows the provider.
    Follow,
    /// It stays, and staff get a notice.
    KeepAndTellStaff,
}

/// Decides. The address follows if its rule is `Always`, it is proven and nobody else has it.
pub fn update_address(facts: AddressFacts) -> AddressUpdate {
    match facts {
        AddressFacts { differs: false, .. } => AddressUpdate::Keep,
        AddressFacts {
            rule: Rule::Always,
            proven: true,
            taken: false,
            ..
        } => AddressUpdate::Follow,
        AddressFacts {
            rule: Rule::Always, ..
        } => AddressUpdate::KeepAndTellStaff,
        AddressFacts { .. } => AddressUpdate::Keep,
    }
}
