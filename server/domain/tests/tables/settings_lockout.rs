//! Spec 01 §1, last row: nobody can switch off the last way in.

use domain::settings::{NoWayIn, ShopSettings, check_change};
use domain::values::Fault;
use rstest::rstest;

use crate::support::settings;

#[rstest]
#[case::local_sign_in_off_without_a_provider(settings(false, true, true), 0, Err(NoWayIn))]
#[case::local_sign_in_off_with_one_provider(settings(false, true, true), 1, Ok(()))]
#[case::last_provider_goes_while_local_sign_in_is_on(settings(true, true, true), 0, Ok(()))]
#[case::registration_does_not_matter(settings(true, false, false), 0, Ok(()))]
#[case::nor_do_customer_accounts(
    ShopSettings { customer_accounts: false, ..settings(false, true, true) },
    0,
    Err(NoWayIn)
)]
fn change(#[case] after: ShopSettings, #[case] providers: usize, #[case] expected: Result<(), NoWayIn>) {
    assert_eq!(check_change(&after, providers), expected);
}

#[test]
fn a_new_shop_has_everything_on_and_may_exist() {
    let new = ShopSettings::default();
    assert_eq!(new, settings(true, true, true));
    assert!(new.customer_accounts);
    assert_eq!(check_change(&new, 0), Ok(()));
}

#[test]
fn the_screen_has_a_code_for_it() {
    assert_eq!(Fault::from(NoWayIn), Fault::NoWayIn);
}
