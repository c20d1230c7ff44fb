//! The bot check: what each proof leads to, how hard the work is, what a score is worth.

use domain::bot_check::{Assessment, Course, HARDEST, Proof, assess, course, difficulty, leading_zeros};
use domain::settings::{BotCheck, BotCheckMethod, Policy, recaptcha_key};
use domain::values::Fault;
use rstest::rstest;

#[rstest]
#[case::right(true, Proof::Right, Course::Free)]
#[case::wrong(true, Proof::Wrong, Course::Refused)]
#[case::no_scripts(true, Proof::Missing, Course::Slow)]
#[case::nobody_there_to_ask(true, Proof::Unchecked, Course::Slow)]
#[case::right_for_nothing(false, Proof::Right, Course::Free)]
#[case::wrong_for_nothing(false, Proof::Wrong, Course::Free)]
#[case::missing_for_nothing(false, Proof::Missing, Course::Free)]
#[case::unchecked_for_nothing(false, Proof::Unchecked, Course::Free)]
fn a_form_goes_on(#[case] needed: bool, #[case] proof: Proof, #[case] expected: Course) {
    assert_eq!(course(needed, proof), expected);
}

#[rstest]
#[case::nobody(0, 16)]
#[case::quiet(50, 16)]
#[case::more(51, 17)]
#[case::twice(100, 17)]
#[case::more_than_twice(101, 18)]
#[case::a_flood(1_000_000, HARDEST)]
#[case::beyond_all(i64::MAX, HARDEST)]
#[case::nonsense(-1, 16)]
fn the_work_grows_with_the_load(#[case] taken: i64, #[case] bits: u8) {
    assert_eq!(difficulty(taken), bits);
}

#[rstest]
#[case(&[], 0)]
#[case(&[0x80], 0)]
#[case(&[0x01], 7)]
#[case(&[0, 0x40], 9)]
#[case(&[0, 0], 16)]
fn zeros_are_counted(#[case] hash: &[u8], #[case] expected: u32) {
    assert_eq!(leading_zeros(hash), expected);
}

#[rstest]
#[case::a_person(true, "register", 0.9, "shop.example", Proof::Right)]
#[case::just_enough(true, "register", 0.5, "shop.example", Proof::Right)]
#[case::not_quite(true, "register", 0.49, "shop.example", Proof::Wrong)]
#[case::used_before(false, "register", 0.9, "shop.example", Proof::Wrong)]
#[case::made_for_another_form(true, "login", 0.9, "shop.example", Proof::Wrong)]
#[case::made_elsewhere(true, "register", 0.9, "evil.example", Proof::Wrong)]
#[case::no_number(true, "register", f64::NAN, "shop.example", Proof::Wrong)]
fn a_score_is_worth(
    #[case] success: bool,
    #[case] action: &str,
    #[case] score: f64,
    #[case] hostname: &str,
    #[case] expected: Proof,
) {
    let answer = Assessment {
        success,
        action: action.to_owned(),
        score,
        hostname: hostname.to_owned(),
    };
    assert_eq!(assess(&answer, "register", "shop.example", 50), expected);
}

#[rstest]
#[case::as_it_comes(BotCheck::default(), None)]
#[case::both_ends(BotCheck { least_score: 100, ..with_key("6Lc_a-B9") }, None)]
#[case::no_key(with_key(""), Some(("site_key", Fault::Required)))]
#[case::quote(with_key("6Lc\""), Some(("site_key", Fault::BadCharacters)))]
#[case::blank(with_key(" 6Lc"), Some(("site_key", Fault::BadCharacters)))]
#[case::long(with_key(&"k".repeat(101)), Some(("site_key", Fault::BadCharacters)))]
#[case::score_beyond(
    BotCheck { least_score: 101, ..BotCheck::default() },
    Some(("least_score", Fault::OutOfRange { min: 0, max: 100 }))
)]
fn settings_that_nobody_can_mean(#[case] policy: BotCheck, #[case] expected: Option<(&str, Fault)>) {
    assert_eq!(policy.fault(), expected);
}

fn with_key(site_key: &str) -> BotCheck {
    BotCheck {
        method: BotCheckMethod::Recaptcha,
        site_key: site_key.to_owned(),
        ..BotCheck::default()
    }
}

#[rstest]
#[case::none("  ", Ok(None))]
#[case::trimmed(" 6Lc_a-B9 ", Ok(Some("6Lc_a-B9")))]
#[case::quote("6Lc\"", Err(Fault::BadCharacters))]
#[case::nul("6Lc\u{0}", Err(Fault::BadCharacters))]
#[case::long(&"k".repeat(101), Err(Fault::BadCharacters))]
fn a_key_of_recaptcha(#[case] typed: &str, #[case] expected: Result<Option<&str>, Fault>) {
    assert_eq!(recaptcha_key(typed), expected.map(|key| key.map(str::to_owned)));
}
