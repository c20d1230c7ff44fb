//! Spec 03, changing the password.

use domain::login::Tries;
use domain::security::{ChangePassword, change_password, has_card};
use domain::values::Fault;
use rstest::rstest;

const RIGHT: ChangePassword = ChangePassword {
    local_sign_in: true,
    has_password: true,
    tries: Tries::Left,
    current_ok: true,
};

#[rstest]
#[case::right(RIGHT, Ok(()))]
#[case::wrong_current_password(ChangePassword { current_ok: false, ..RIGHT }, Err(Fault::WrongPassword))]
#[case::too_many_tries_even_with_the_right_one(ChangePassword { tries: Tries::Spent, ..RIGHT }, Err(Fault::TooManyTries))]
#[case::too_many_on_the_account(
    ChangePassword { tries: Tries::AccountSpent, ..RIGHT },
    Err(Fault::TooManyWrongPasswords)
)]
#[case::nothing_to_change(ChangePassword { has_password: false, ..RIGHT }, Err(Fault::NotAllowed))]
#[case::local_sign_in_off(ChangePassword { local_sign_in: false, ..RIGHT }, Err(Fault::LocalSignInOff))]
#[case::local_sign_in_off_is_said_first(
    ChangePassword { local_sign_in: false, has_password: false, tries: Tries::Spent, current_ok: false },
    Err(Fault::LocalSignInOff)
)]
fn change(#[case] facts: ChangePassword, #[case] expected: Result<(), Fault>) {
    assert_eq!(change_password(facts), expected);
}

#[rstest]
#[case(true, true, true)]
#[case(true, false, false)]
#[case(false, true, false)]
#[case(false, false, false)]
fn card(#[case] local_sign_in: bool, #[case] has_password: bool, #[case] expected: bool) {
    assert_eq!(has_card(local_sign_in, has_password), expected);
}
