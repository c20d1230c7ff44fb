//! Spec 01 §2, "Same address, other way in", and §3 for the link of an approval mail.

use domain::approvals::{Finish, FinishFacts, IdentityOwner, finish};
use domain::customers::CustomerStatus;
use domain::identities::{
    AddressBelongsTo as To, AddressClaim as Claim, KnownDecision, LinkDecision, known, link, not_admitted,
};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const BELONGS_TO: [To; 7] = [
    To::Nobody,
    To::ProvenCustomer,
    To::UnprovenLocalCustomer,
    To::CustomerOfAnotherProvider,
    To::WaitingRequest,
    To::RejectedRequest,
    To::DisabledCustomer,
];
const CLAIMS: [Claim; 4] = [
    Claim::TrustedAndVerified,
    Claim::Unproven,
    Claim::Missing,
    Claim::ProvenByLink,
];

#[rstest]
#[case::nobody_verified(To::Nobody, Claim::TrustedAndVerified, LinkDecision::Register { address_proven: true })]
#[case::nobody_unverified(To::Nobody, Claim::Unproven, LinkDecision::Register { address_proven: false })]
#[case::nobody_no_address(To::Nobody, Claim::Missing, LinkDecision::AskForAddress)]
#[case::nobody_proven_by_link(To::Nobody, Claim::ProvenByLink, LinkDecision::Register { address_proven: true })]
#[case::proven_customer_verified(
    To::ProvenCustomer,
    Claim::TrustedAndVerified,
    LinkDecision::ProveOldAccount
)]
#[case::proven_customer_unverified(To::ProvenCustomer, Claim::Unproven, LinkDecision::ProveOldAccount)]
#[case::proven_customer_no_address(To::ProvenCustomer, Claim::Missing, LinkDecision::AskForAddress)]
#[case::proven_customer_proven_by_link(To::ProvenCustomer, Claim::ProvenByLink, LinkDecision::Connect)]
#[case::unproven_local_verified(To::UnprovenLocalCustomer, Claim::TrustedAndVerified, LinkDecision::TakeOver)]
#[case::unproven_local_unverified(To::UnprovenLocalCustomer, Claim::Unproven, LinkDecision::ProveAddress)]
#[case::unproven_local_no_address(To::UnprovenLocalCustomer, Claim::Missing, LinkDecision::AskForAddress)]
#[case::unproven_local_proven_by_link(To::UnprovenLocalCustomer, Claim::ProvenByLink, LinkDecision::TakeOver)]
#[case::other_provider_verified(
    To::CustomerOfAnotherProvider,
    Claim::TrustedAndVerified,
    LinkDecision::ProveThroughOtherProvider
)]
#[case::other_provider_unverified(
    To::CustomerOfAnotherProvider,
    Claim::Unproven,
    LinkDecision::ProveThroughOtherProvider
)]
#[case::other_provider_no_address(To::CustomerOfAnotherProvider, Claim::Missing, LinkDecision::AskForAddress)]
#[case::other_provider_proven_by_link(
    To::CustomerOfAnotherProvider,
    Claim::ProvenByLink,
    LinkDecision::Connect
)]
#[case::waiting_verified_after_proof(
    To::WaitingRequest,
    Claim::TrustedAndVerified,
    LinkDecision::ProveAddress
)]
#[case::waiting_unverified(To::WaitingRequest, Claim::Unproven, LinkDecision::ProveAddress)]
#[case::waiting_no_address(To::WaitingRequest, Claim::Missing, LinkDecision::AskForAddress)]
#[case::waiting_proven_by_link(To::WaitingRequest, Claim::ProvenByLink, LinkDecision::Waiting)]
#[case::rejected_verified(To::RejectedRequest, Claim::TrustedAndVerified, LinkDecision::Declined)]
#[case::rejected_unverified(To::RejectedRequest, Claim::Unproven, LinkDecision::ProveAddress)]
#[case::rejected_no_address(To::RejectedRequest, Claim::Missing, LinkDecision::AskForAddress)]
#[case::rejected_proven_by_link(To::RejectedRequest, Claim::ProvenByLink, LinkDecision::Declined)]
#[case::disabled_verified(To::DisabledCustomer, Claim::TrustedAndVerified, LinkDecision::Closed)]
#[case::disabled_unverified(To::DisabledCustomer, Claim::Unproven, LinkDecision::ProveAddress)]
#[case::disabled_no_address(To::DisabledCustomer, Claim::Missing, LinkDecision::AskForAddress)]
#[case::disabled_proven_by_link(To::DisabledCustomer, Claim::ProvenByLink, LinkDecision::Closed)]
fn unknown_identity(#[case] belongs_to: To, #[case] claim: Claim, #[case] expected: LinkDecision) {
    assert_eq!(link(belongs_to, claim), expected);
}

#[test]
fn an_unproven_address_never_links() {
    for belongs_to in BELONGS_TO {
        for claim in [Claim::Unproven, Claim::Missing] {
            let decision = link(belongs_to, claim);
            let harmless = matches!(
                decision,
                LinkDecision::Register {
                    address_proven: false
                } | LinkDecision::AskForAddress
                    | LinkDecision::ProveAddress
                    | LinkDecision::ProveOldAccount
                    | LinkDecision::ProveThroughOtherProvider
            );
            assert!(harmless, "{belongs_to:?} with {claim:?} leads to {decision:?}");
        }
    }
}

#[test]
fn only_the_bound_link_connects_to_an_existing_customer() {
    for belongs_to in BELONGS_TO {
        for claim in CLAIMS {
            if link(belongs_to, claim) == LinkDecision::Connect {
                assert_eq!(claim, Claim::ProvenByLink);
            }
        }
    }
}

#[rstest]
#[case::active(CustomerStatus::Active, KnownDecision::SignIn)]
#[case::unproven(CustomerStatus::Unproven, KnownDecision::ProveAddress)]
#[case::waiting(CustomerStatus::Waiting, KnownDecision::Waiting)]
#[case::rejected(CustomerStatus::Rejected, KnownDecision::Declined)]
#[case::disabled(CustomerStatus::Disabled, KnownDecision::Closed)]
#[case::erased(CustomerStatus::Anonymised, KnownDecision::Closed)]
fn known_identity(#[case] status: CustomerStatus, #[case] expected: KnownDecision) {
    assert_eq!(known(status), expected);
}

#[rstest]
#[case::connects(IdentityOwner::Nobody, true, Finish::Connect { note_difference: false })]
#[case::other_address_is_noted(IdentityOwner::Nobody, false, Finish::Connect { note_difference: true })]
#[case::connected_already(IdentityOwner::SameCustomer, true, Finish::SignIn)]
#[case::connected_to_somebody_else(IdentityOwner::SomebodyElse, true, Finish::Refuse)]
fn approval_link_is_opened(
    #[case] owner: IdentityOwner,
    #[case] same_address: bool,
    #[case] expected: Finish,
) {
    assert_eq!(
        finish(FinishFacts {
            customer: CustomerStatus::Active,
            owner,
            same_address
        }),
        expected
    );
}

#[test]
fn cross_product() {
    let mut table = Table::new(["the address belongs to", "claim", "decision"]);
    for belongs_to in BELONGS_TO {
        for claim in CLAIMS {
            table.row([
                format!("{belongs_to:?}"),
                format!("{claim:?}"),
                format!("{:?}", link(belongs_to, claim)),
            ]);
        }
    }
    assert_eq!(table.len(), 28);
    insta::assert_snapshot!(table);
}

#[rstest]
#[case::nobody_registers(To::Nobody, Claim::TrustedAndVerified, LinkDecision::AskForAddress)]
#[case::nobody_proves_it(To::Nobody, Claim::Unproven, LinkDecision::AskForAddress)]
#[case::nothing_is_taken_over(To::UnprovenLocalCustomer, Claim::ProvenByLink, LinkDecision::AskForAddress)]
#[case::a_customer_stays(To::ProvenCustomer, Claim::ProvenByLink, LinkDecision::Connect)]
#[case::a_request_stays(To::WaitingRequest, Claim::ProvenByLink, LinkDecision::Waiting)]
fn an_address_that_is_not_let_in_makes_no_customer(
    #[case] to: To,
    #[case] claim: Claim,
    #[case] expected: LinkDecision,
) {
    assert_eq!(not_admitted(link(to, claim)), expected);
}

#[test]
fn cross_product_of_finish() {
    let mut table = Table::new(["customer", "identity belongs to", "same address", "finish"]);
    for &customer in CustomerStatus::ALL {
        for owner in [
            IdentityOwner::Nobody,
            IdentityOwner::SameCustomer,
            IdentityOwner::SomebodyElse,
        ] {
            for same_address in SWITCH {
                let finish = finish(FinishFacts {
                    customer,
                    owner,
                    same_address,
                });
                table.row([
                    customer.to_string(),
                    format!("{owner:?}"),
                    yes(same_address).into(),
                    format!("{finish:?}"),
                ]);
            }
        }
    }
    assert_eq!(table.len(), 36);
    insta::assert_snapshot!(table);
}
