//! Spec 01 §7, password rules.

use domain::password::{Profile, Rules, Strength, check, strength};
use domain::settings::PasswordPolicy;
use domain::values::Fault;
use rstest::rstest;

/// What the server's list holds here.
const REFUSED: &[&str] = &["password", "passwort", "qwertyuiop", "Tr0ub4dor&3"];

/// The rules of a profile, without a second factor unless it is said.
fn rules(profile: Profile) -> Rules {
    with_second_factor(profile, false)
}

fn with_second_factor(profile: Profile, second_factor: bool) -> Rules {
    PasswordPolicy {
        profile,
        ..PasswordPolicy::default()
    }
    .rules(second_factor)
}

fn checked(rules: &Rules, password: &str, about: &[&str]) -> Result<(), Fault> {
    check(rules, password, about, |form| REFUSED.contains(&form))
}

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
    assert_eq!(checked(&rules(Profile::Modern), password, ABOUT), expected);
}

#[rstest]
#[case::fifteen("knots and boats", false, Ok(()))]
#[case::fourteen("knots and boat", false, Err(Fault::TooShort { min: 15 }))]
#[case::eight_beside_a_second_factor("rope-9kn", true, Ok(()))]
#[case::seven_beside_a_second_factor("rope-9k", true, Err(Fault::TooShort { min: 8 }))]
fn nist(#[case] password: &str, #[case] second_factor: bool, #[case] expected: Result<(), Fault>) {
    assert_eq!(
        checked(&with_second_factor(Profile::Nist, second_factor), password, ABOUT),
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
    assert_eq!(checked(&rules(Profile::Classic), password, ABOUT), expected);
}

#[rstest]
#[case::all_that_it_asks_for("ROPE-9kn", Ok(()))]
#[case::too_short("Rope-9k", Err(Fault::TooShort { min: 8 }))]
#[case::no_digit("Rope-kno", Err(Fault::PasswordNeedsDigit))]
#[case::nothing_else_is_asked_for("111111111", Ok(()))]
#[case::common_is_allowed("password1", Ok(()))]
fn custom(#[case] password: &str, #[case] expected: Result<(), Fault>) {
    let policy = PasswordPolicy {
        profile: Profile::Custom,
        min: 8,
        digit: true,
        refuse_common: false,
        ..PasswordPolicy::default()
    };
    assert_eq!(checked(&policy.rules(true), password, ABOUT), expected);
}

#[test]
fn a_new_shop_has_the_modern_profile() {
    assert_eq!(PasswordPolicy::default().rules(false), rules(Profile::Modern));
    let stored: PasswordPolicy = serde_json::from_str("{}").unwrap();
    assert_eq!(
        stored,
        PasswordPolicy::default(),
        "what an older version saved is read"
    );
}

#[rstest]
#[case::as_typed("Tr0ub4dor&3", true)]
#[case::a_list_of_other_cases_does_not_say_so("tr0ub4dor&3", false)]
#[case::upper_case("PASSWORD", true)]
#[case::digits_for_letters("p4$$w0rd", true)]
#[case::half_of_it("password12345678", true)]
#[case::less_than_half_of_it("password-871634250", false)]
#[case::within_a_phrase("my password is a boat", false)]
fn what_is_asked_of_the_list(#[case] password: &str, #[case] refused: bool) {
    let expected = if refused {
        Err(Fault::PasswordCommon)
    } else {
        Ok(())
    };
    let rules = Rules {
        min: 8,
        ..rules(Profile::Modern)
    };
    assert_eq!(checked(&rules, password, ABOUT), expected);
}

#[test]
fn the_longest_password() {
    let long: String = ('a'..='z').cycle().step_by(3).take(256).collect();
    assert_eq!(checked(&rules(Profile::Modern), &long, &[]), Ok(()));
    assert_eq!(
        checked(&rules(Profile::Modern), &format!("{long}x"), &[]),
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
