//! Which roles can be deleted, and what a role can be called.

use domain::roles::{RoleFacts, delete};
use domain::values::{Fault, RoleName};
use rstest::rstest;

#[rstest]
#[case::nobodys(false, 0, Ok(()))]
#[case::somebodys(false, 1, Err(Fault::RoleInUse))]
#[case::what_new_customers_get(true, 0, Err(Fault::DefaultRole))]
#[case::both(true, 3, Err(Fault::DefaultRole))]
fn a_role_is_deleted(#[case] is_default: bool, #[case] customers: i64, #[case] expected: Result<(), Fault>) {
    assert_eq!(
        delete(RoleFacts {
            is_default,
            customers
        }),
        expected
    );
}

#[rstest]
#[case::trimmed("  Wholesale ", Ok("Wholesale"))]
#[case::longest(&"ω".repeat(60), Ok(&*"ω".repeat(60)))]
#[case::empty(" ", Err(Fault::Required))]
#[case::too_long(&"x".repeat(61), Err(Fault::TooLong { max: 60 }))]
#[case::nul("a\u{0}b", Err(Fault::BadCharacters))]
fn a_name(#[case] typed: &str, #[case] expected: Result<&str, Fault>) {
    let name = RoleName::parse(typed);
    assert_eq!(
        name.as_ref().map(RoleName::as_str).map_err(|fault| *fault),
        expected
    );
}
