//! Spec 01 §1, last row: nobody can switch off the last way in.

use domain::settings::{Consent, NoWayIn, OtherWay, ShopSettings, check_change, consent, other_way};
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

#[rstest]
#[case::nobody_loses_anything(0, None, Consent::GoOn)]
#[case::nobody_loses_anything_any_more(0, Some(3), Consent::GoOn)]
#[case::some_do_and_nobody_looked(3, None, Consent::Ask)]
#[case::somebody_looked(3, Some(3), Consent::GoOn)]
#[case::somebody_looked_and_one_more_came(4, Some(3), Consent::Ask)]
#[case::somebody_looked_and_one_went(2, Some(3), Consent::GoOn)]
fn consent_table(#[case] losing: u64, #[case] seen: Option<u64>, #[case] expected: Consent) {
    assert_eq!(consent(losing, seen), expected);
}

#[rstest]
#[case::a_password_while_there_are_any(settings(true, true, true), 3, Some(OtherWay::Password))]
#[case::a_provider_else(settings(false, true, true), 1, Some(OtherWay::Provider))]
#[case::nothing_without_either(settings(false, true, true), 0, None)]
#[case::nothing_while_accounts_are_off(ShopSettings { customer_accounts: false, ..settings(true, true, true) }, 3, None)]
fn another_way(#[case] after: ShopSettings, #[case] providers: usize, #[case] expected: Option<OtherWay>) {
    assert_eq!(other_way(&after, providers), expected);
}
