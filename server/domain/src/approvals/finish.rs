//! An identity comes in through the link of an approval mail (spec 01 §2 and §3).

use crate::customers::CustomerStatus;

/// Who the identity is connected to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IdentityOwner {
    /// Nobody.
    Nobody,
    /// The customer that the link is for.
    SameCustomer,
    /// Somebody else.
    SomebodyElse,
}

/// What is known when the identity comes back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FinishFacts {
    /// Where the customer of the link stands.
    pub customer: CustomerStatus,
    /// Who the identity is connected to.
    pub owner: IdentityOwner,
    /// The identity's address is the one of the request.
    pub same_address: bool,
}

/// What happens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Finish {
    /// The identity becomes connected and the customer is signed in.
    Connect {
        /// The address differs: this is noted in the history.
        note_difference: bool,
    },
    /// It is connected already: the customer is signed in.
    SignIn,
    /// The identity is connected to somebody else, or the customer may not sign in.
    Refuse,
}

/// Decides. The link itself must still be valid and is used up in the same transaction.
pub fn finish(facts: FinishFacts) -> Finish {
    match facts.owner {
        _ if !facts.customer.may_sign_in() => Finish::Refuse,
        IdentityOwner::SomebodyElse => Finish::Refuse,
        IdentityOwner::SameCustomer => Finish::SignIn,
        IdentityOwner::Nobody => Finish::Connect {
            note_difference: !facts.same_address,
        },
    }
}
