//! Same address, other way in (spec 01 §2). An identity is never an e-mail address.

use crate::customers::CustomerStatus;

/// What a known identity's sign-in leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KnownDecision {
    /// A session for its own customer, whatever its address says today.
    SignIn,
    /// The customer's address must be proven first: the status page, with the mail again.
    ProveAddress,
    /// The page "waiting for approval".
    Waiting,
    /// "Declined on …", whom to ask.
    Declined,
    /// "This account is closed", whom to ask.
    Closed,
}

/// Decides by where the identity's customer stands.
pub fn known(status: CustomerStatus) -> KnownDecision {
    match status {
        CustomerStatus::Active => KnownDecision::SignIn,
        CustomerStatus::Unproven => KnownDecision::ProveAddress,
        CustomerStatus::Waiting => KnownDecision::Waiting,
        CustomerStatus::Rejected => KnownDecision::Declined,
        CustomerStatus::Disabled | CustomerStatus::Anonymised => KnownDecision::Closed,
    }
}

/// What the address that an unknown identity brings belongs to, by address key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AddressBelongsTo {
    /// No customer and no request.
    Nobody,
    /// A customer with a proven address and a password.
    ProvenCustomer,
    /// A local customer who never proved it.
    UnprovenLocalCustomer,
    /// A customer who comes in through another provider.
    CustomerOfAnotherProvider,
    /// A request that waits, or a customer of one.
    WaitingRequest,
    /// A rejected request within its 30 days.
    RejectedRequest,
    /// A disabled customer.
    DisabledCustomer,
}

/// How far the address can be believed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AddressClaim {
    /// The provider is trusted for the address and says that it is verified.
    TrustedAndVerified,
    /// The provider is not trusted for it or does not say so, or the person typed it.
    Unproven,
    /// The provider gave none.
    Missing,
    /// A link to the address, bound to this issuer and subject, was followed in the same browser.
    ProvenByLink,
}

/// What an unknown identity's sign-in leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkDecision {
    /// The registration table. Without `address_proven` no account link, order match or mail about the account
    /// happens before a link has proven the address.
    Register {
        /// The address is known to be the person's own.
        address_proven: bool,
    },
    /// Ask for an address, then decide again with it as unproven.
    AskForAddress,
    /// A link to the address, bound to this issuer and subject; then decide again with `ProvenByLink`.
    ProveAddress,
    /// Prove the old account: its password, or a link to its address bound to this issuer and subject. Then
    /// connect.
    ProveOldAccount,
    /// Prove the old account through its own provider, or by the bound link. Then connect.
    ProveThroughOtherProvider,
    /// The old account is proven: connect the identity to it and sign in.
    Connect,
    /// The identity wins: old password and sessions are dropped, both sides are told by mail, then the
    /// registration table.
    TakeOver,
    /// The page "waiting for approval" of that request.
    Waiting,
    /// "Declined on …", whom to ask; no new request.
    Declined,
    /// "This account is closed", whom to ask.
    Closed,
}

/// The decision where the shop's lists do not let the address in: nobody becomes a customer with it, so another one is
/// asked for. Whoever is a customer already stays one.
pub fn not_admitted(decision: LinkDecision) -> LinkDecision {
    match decision {
        LinkDecision::Register { .. } | LinkDecision::TakeOver => LinkDecision::AskForAddress,
        decision => decision,
    }
}

/// The table. Nothing about an existing customer is shown or changed for an address that is not proven.
pub fn link(belongs_to: AddressBelongsTo, claim: AddressClaim) -> LinkDecision {
    use AddressBelongsTo as To;
    use AddressClaim as Claim;

    match (belongs_to, claim) {
        // Without an address nobody knows whom it belongs to.
        (_, Claim::Missing) => LinkDecision::AskForAddress,

        (To::Nobody, Claim::TrustedAndVerified | Claim::ProvenByLink) => {
            LinkDecision::Register { address_proven: true }
        }
        (To::Nobody, Claim::Unproven) => LinkDecision::Register {
            address_proven: false,
        },

        (To::ProvenCustomer | To::CustomerOfAnotherProvider, Claim::ProvenByLink) => LinkDecision::Connect,
        (To::ProvenCustomer, Claim::TrustedAndVerified | Claim::Unproven) => LinkDecision::ProveOldAccount,
        (To::CustomerOfAnotherProvider, Claim::TrustedAndVerified | Claim::Unproven) => {
            LinkDecision::ProveThroughOtherProvider
        }

        (To::UnprovenLocalCustomer, Claim::TrustedAndVerified | Claim::ProvenByLink) => {
            LinkDecision::TakeOver
        }
        (To::RejectedRequest, Claim::TrustedAndVerified | Claim::ProvenByLink) => LinkDecision::Declined,
        (To::DisabledCustomer, Claim::TrustedAndVerified | Claim::ProvenByLink) => LinkDecision::Closed,

        // A waiting request is shown after proof only, whatever the provider says.
        (To::WaitingRequest, Claim::ProvenByLink) => LinkDecision::Waiting,
        (To::WaitingRequest, Claim::TrustedAndVerified) => LinkDecision::ProveAddress,

        (
            To::UnprovenLocalCustomer | To::WaitingRequest | To::RejectedRequest | To::DisabledCustomer,
            Claim::Unproven,
        ) => LinkDecision::ProveAddress,
    }
}
