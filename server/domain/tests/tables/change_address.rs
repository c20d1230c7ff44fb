//! Spec 03, changing the address: what following the link leads to.

use domain::security::{ConfirmChange, confirm_change};
use domain::values::Fault;
use rstest::rstest;

#[rstest]
#[case::right(true, true, false, Ok(()))]
#[case::taken_meanwhile(true, true, true, Err(Fault::AddressTaken))]
#[case::address_or_password_changed_since(true, false, false, Err(Fault::LinkSpent))]
#[case::changed_since_and_taken(true, false, true, Err(Fault::LinkSpent))]
#[case::somebody_else(false, true, false, Err(Fault::OtherCustomer))]
#[case::somebody_else_learns_nothing(false, true, true, Err(Fault::OtherCustomer))]
#[case::somebody_else_and_changed(false, false, false, Err(Fault::OtherCustomer))]
#[case::somebody_else_whatever_it_is(false, false, true, Err(Fault::OtherCustomer))]
fn confirm(
    #[case] owner_here: bool,
    #[case] unchanged: bool,
    #[case] taken: bool,
    #[case] expected: Result<(), Fault>,
) {
    let facts = ConfirmChange {
        owner_here,
        unchanged,
        taken,
    };
    assert_eq!(confirm_change(facts), expected);
}
