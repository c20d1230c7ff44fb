//! Spec 01 §7, password rules.

use domain::values::{Fault, Policy, Profile, Strength, check_password, strength};
use rstest::rstest;

const ABOUT: &[&str] = &["ada.lovelace@analytical.example", "Ada", "Lovelace", "Tidewater"];

#[rstest]
#[case::long_enough("rope-knot-9", Ok(()))]
#[case::phrase("drei kleine Boote", Ok(()))]
#[case::spaces_count_and_stay(" rope knots ", Ok(()))]
#[case::any_script("θάλασσα και βουνό", Ok(()))]
#[case::empty("", Err(Fault::Required))]
#[case::too_short("rope-knot", Err(Fault::TooShort { min: 10 }))]
#[case::nul("rope\0knot-99", Err(Fault::BadCharacters))]
#[case::common("qwertyuiop", Err(Fault::PasswordCommon))]
#[case::common_with_digits("password1234", Err(Fault::PasswordCommon))]
#[case::common_in_disguise("P@ssw0rd2026!", Err(Fault::PasswordCommon))]
#[case::common_in_german("Passwort12345", Err(Fault::PasswordCommon))]
#[case::one_character("aaaaaaaaaaaa", Err(Fault::PasswordCommon))]
#[case::a_run("abcdefghijkl", Err(Fault::PasswordCommon))]
#[case::digits_in_a_row("1234567890", Err(Fault::PasswordCommon))]
#[case::a_piece_repeated("boatboatboat", Err(Fault::PasswordCommon))]
#[case::own_address("ada.lovelace@analytical.example", Err(Fault::PasswordPersonal))]
#[case::own_name_and_a_year("Lovelace-1815", Err(Fault::PasswordPersonal))]
#[case::shop_name_and_a_year("Tidewater2026", Err(Fault::PasswordPersonal))]
#[case::a_name_within_a_phrase("lovelace climbs on tuesdays", Ok(()))]
fn modern(#[case] password: &str, #[case] expected: Result<(), Fault>) {
    assert_eq!(
        check_password(&Profile::Modern.policy(false), password, ABOUT),
        expected
    );
}

#[rstest]
#[case::fifteen("knots and boats", false, Ok(()))]
#[case::fourteen("knots and boat", false, Err(Fault::TooShort { min: 15 }))]
#[case::eight_beside_a_second_factor("rope-9kn", true, Ok(()))]
#[case::seven_beside_a_second_factor("rope-9k", true, Err(Fault::TooShort { min: 8 }))]
fn nist(#[case] password: &str, #[case] second_factor: bool, #[case] expected: Result<(), Fault>) {
    assert_eq!(
        check_password(&Profile::Nist.policy(second_factor), password, ABOUT),
        expected
    );
}

#[rstest]
#[case::all_four("Rope-9kn", Ok(()))]
#[case::seven("Rope-9k", Err(Fault::TooShort { min: 8 }))]
#[case::no_upper("rope-9kn", Err(Fault::PasswordNeedsUpper))]
#[case::no_lower("ROPE-9KN", Err(Fault::PasswordNeedsLower))]
#[case::no_digit("Rope-kno", Err(Fault::PasswordNeedsDigit))]
#[case::no_special("Rope9kno", Err(Fault::PasswordNeedsSpecial))]
fn classic(#[case] password: &str, #[case] expected: Result<(), Fault>) {
    assert_eq!(
        check_password(&Profile::Classic.policy(false), password, ABOUT),
        expected
    );
}

#[test]
fn custom_is_taken_as_it_is() {
    let policy = Policy {
        min: 4,
        max: 6,
        upper: false,
        lower: false,
        digit: true,
        special: false,
        refuse_common: false,
    };
    let policy = Profile::Custom(policy).policy(true);
    assert_eq!(check_password(&policy, "1111", &[]), Ok(()));
    assert_eq!(
        check_password(&policy, "abcd", &[]),
        Err(Fault::PasswordNeedsDigit)
    );
    assert_eq!(
        check_password(&policy, "1234567", &[]),
        Err(Fault::TooLong { max: 6 })
    );
}

#[test]
fn the_longest_password() {
    let policy = Profile::Modern.policy(false);
    let long: String = ('a'..='z').cycle().step_by(3).take(256).collect();
    assert_eq!(check_password(&policy, &long, &[]), Ok(()));
    assert_eq!(
        check_password(&policy, &format!("{long}x"), &[]),
        Err(Fault::TooLong { max: 256 })
    );
}

#[rstest]
#[case::empty("", Strength::Weak)]
#[case::common("Password123", Strength::Weak)]
#[case::run("abcdefghijklmnop", Strength::Weak)]
#[case::short("rope-9", Strength::Weak)]
#[case::ten_small_letters("rkplwzqjuf", Strength::Fair)]
#[case::with_signs("rope-knot-9-X", Strength::Good)]
#[case::phrase("three small boats at dawn", Strength::Strong)]
fn meter(#[case] password: &str, #[case] expected: Strength) {
    assert_eq!(strength(password), expected);
}
