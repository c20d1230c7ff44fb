//! Spec 01 §5: what follows the password, which codes are taken, and for how long a browser counts.

use domain::second_factor::{
    AfterPassword, Code, Deadline, Duty, Facts, Methods, Owner, Proof, RecoveryCode, after_password,
    beside_password, browser_counts, matching, stands_before, step,
};
use domain::settings::{Demand, SecondFactorPolicy};
use domain::staff::{Role, Roles};
use domain::time::{Span, Timestamp};
use domain::values::{Date, Fault};
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, customer, staff, yes};

const LATER: Timestamp = NOW.plus(Span::days(9));
const NONE: Methods = Methods {
    app: false,
    mail: false,
};
const APP: Methods = Methods {
    app: true,
    mail: false,
};
const MAIL: Methods = Methods {
    app: false,
    mail: true,
};

#[rstest]
#[case::it_is_asked_for(true, true, Duty::Optional, APP, true)]
#[case::by_mail(true, true, Duty::Now, MAIL, true)]
#[case::before_the_day(true, true, Duty::From(LATER), APP, true)]
#[case::none_is_set_up(true, true, Duty::Now, NONE, false)]
#[case::the_shop_asks_nobody(true, true, Duty::Off, APP, false)]
#[case::passwords_are_over(false, true, Duty::Now, APP, false)]
#[case::no_password(true, false, Duty::Now, APP, false)]
fn a_factor_stands_before_an_account(
    #[case] local_sign_in: bool,
    #[case] has_password: bool,
    #[case] duty: Duty,
    #[case] methods: Methods,
    #[case] expected: bool,
) {
    assert_eq!(
        stands_before(local_sign_in, has_password, duty, methods),
        expected
    );
}

#[rstest]
#[case::off_asks_nobody(Duty::Off, APP, false, AfterPassword::Done)]
#[case::optional_and_none(Duty::Optional, NONE, false, AfterPassword::Done)]
#[case::optional_and_an_app(Duty::Optional, APP, false, AfterPassword::Ask(APP))]
#[case::optional_and_mail(Duty::Optional, MAIL, false, AfterPassword::Ask(MAIL))]
#[case::required_and_none(Duty::Now, NONE, false, AfterPassword::EnrolFirst)]
#[case::required_and_a_remembered_browser_without_a_factor(Duty::Now, NONE, true, AfterPassword::EnrolFirst)]
#[case::required_and_an_app(Duty::Now, APP, false, AfterPassword::Ask(APP))]
#[case::before_the_day(Duty::From(LATER), NONE, false, AfterPassword::EnrolOrLater(LATER))]
#[case::before_the_day_with_an_app(Duty::From(LATER), APP, false, AfterPassword::Ask(APP))]
#[case::a_remembered_browser(Duty::Now, APP, true, AfterPassword::Done)]
fn after_the_password(
    #[case] duty: Duty,
    #[case] methods: Methods,
    #[case] remembered: bool,
    #[case] next: AfterPassword,
) {
    let facts = Facts {
        duty,
        methods,
        remembered,
        two_wanted: false,
    };
    assert_eq!(after_password(facts), next);
}

#[rstest]
#[case::a_remembered_browser_is_asked(Duty::Optional, APP, true, AfterPassword::Ask(APP))]
#[case::as_any_other(Duty::Now, MAIL, false, AfterPassword::Ask(MAIL))]
#[case::whoever_has_none_shows_none(Duty::Optional, NONE, false, AfterPassword::Done)]
#[case::the_shop_asks_nobody(Duty::Off, APP, true, AfterPassword::Done)]
fn after_the_password_where_a_client_wants_two_factors(
    #[case] duty: Duty,
    #[case] methods: Methods,
    #[case] remembered: bool,
    #[case] next: AfterPassword,
) {
    let facts = Facts {
        duty,
        methods,
        remembered,
        two_wanted: true,
    };
    assert_eq!(after_password(facts), next);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["duty", "app", "mail", "remembered", "two wanted", "next"]);
    for (name, duty) in [
        ("off", Duty::Off),
        ("optional", Duty::Optional),
        ("from a day ahead", Duty::From(LATER)),
        ("now", Duty::Now),
    ] {
        for app in SWITCH {
            for mail in SWITCH {
                for remembered in SWITCH {
                    for two_wanted in SWITCH {
                        let facts = Facts {
                            duty,
                            methods: Methods { app, mail },
                            remembered,
                            two_wanted,
                        };
                        table.row([
                            name.to_owned(),
                            yes(app).to_owned(),
                            yes(mail).to_owned(),
                            yes(remembered).to_owned(),
                            yes(two_wanted).to_owned(),
                            name_of(facts),
                        ]);
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

fn name_of(facts: Facts) -> String {
    match after_password(facts) {
        AfterPassword::Ask(asked) => {
            assert_eq!(asked, facts.methods);
            "a code".to_owned()
        }
        AfterPassword::EnrolOrLater(at) => {
            assert_eq!(at, LATER);
            "set up, or later".to_owned()
        }
        other => format!("{other:?}"),
    }
}

fn policy(demand: Demand, from: Option<&str>) -> SecondFactorPolicy {
    SecondFactorPolicy {
        factor_demand: demand,
        factor_from: from.map(|day| day.parse().expect("a day")),
        ..SecondFactorPolicy::default()
    }
}

// NOW is 2026-03-01T09:00Z.
#[rstest]
#[case::off(policy(Demand::Off, None), Duty::Off)]
#[case::optional(policy(Demand::Optional, Some("2026-01-01")), Duty::Optional)]
#[case::required(policy(Demand::Required, None), Duty::Now)]
#[case::the_day_lies_ahead(
    policy(Demand::RequiredFrom, Some("2026-03-02")),
    Duty::From(Timestamp::from_millis(1_772_409_600_000))
)]
#[case::the_day_has_come(policy(Demand::RequiredFrom, Some("2026-03-01")), Duty::Now)]
#[case::no_day_at_all(policy(Demand::RequiredFrom, None), Duty::Now)]
fn what_is_asked_of_customers(#[case] policy: SecondFactorPolicy, #[case] duty: Duty) {
    assert_eq!(policy.of_customers(NOW), duty);
}

#[rstest]
#[case::administrators_at_first(&[Role::Administrator], &[Role::Administrator], Duty::Now)]
#[case::also_with_another_role(&[Role::Administrator], &[Role::Operations, Role::Administrator], Duty::Now)]
#[case::others_may(&[Role::Administrator], &[Role::Operations], Duty::Optional)]
#[case::a_shop_that_asks_nobody(&[], &[Role::Administrator], Duty::Optional)]
#[case::a_shop_that_asks_auditors(&[Role::Auditor], &[Role::Auditor], Duty::Now)]
fn what_is_asked_of_staff(#[case] asked: &[Role], #[case] roles: &[Role], #[case] duty: Duty) {
    let policy = SecondFactorPolicy {
        factor_roles: Roles::of(asked.iter().copied()),
        ..SecondFactorPolicy::default()
    };
    assert_eq!(policy.of_staff(&Roles::of(roles.iter().copied())), duty);
}

#[test]
fn a_new_shop_asks_its_administrators_only() {
    let policy = SecondFactorPolicy::default();
    assert_eq!(policy.of_customers(NOW), Duty::Optional);
    assert_eq!(policy.of_staff(&Roles::of([Role::Administrator])), Duty::Now);
    assert_eq!(policy.check(), Ok(()));
}

#[test]
fn what_an_administrator_cannot_mean() {
    let day = policy(Demand::RequiredFrom, None).check();
    assert_eq!(day, Err(("factor_from", Fault::Required)));
    let days = SecondFactorPolicy {
        factor_remember_days: 8,
        ..SecondFactorPolicy::default()
    };
    assert_eq!(days.check(), Err(("factor_remember_days", Fault::Unknown)));
}

#[test]
fn a_policy_reads_back_from_its_json() {
    let policy = policy(Demand::RequiredFrom, Some("2026-12-01"));
    let json = serde_json::json!(policy);
    assert_eq!(json["factor_from"], "2026-12-01");
    assert_eq!(json["factor_roles"], "administrator");
    assert_eq!(
        serde_json::from_value::<SecondFactorPolicy>(json).expect("it"),
        policy
    );
    let empty: SecondFactorPolicy = serde_json::from_str("{}").expect("defaults");
    assert_eq!(empty, SecondFactorPolicy::default());
}

/// The code of a step in these tests: its number.
fn code_at(step: i64) -> Code {
    Code::of(u32::try_from(step % 1_000_000).expect("six digits"))
}

#[rstest]
#[case::the_present_code(0, None, Some(0))]
#[case::the_one_before(-1, None, Some(-1))]
#[case::the_next_one(1, None, Some(1))]
#[case::two_steps_ago(-2, None, None)]
#[case::two_steps_ahead(2, None, None)]
#[case::used_a_moment_ago(0, Some(0), None)]
#[case::before_the_last_one_used(-1, Some(0), None)]
#[case::after_the_last_one_used(1, Some(0), Some(1))]
#[case::used_long_ago(0, Some(-50), Some(0))]
fn which_code_is_taken(#[case] of: i64, #[case] last: Option<i64>, #[case] taken: Option<i64>) {
    let present = step(NOW);
    let last = last.map(|last| present + last);
    let found = matching(code_at(present + of), NOW, last, code_at);
    assert_eq!(found, taken.map(|taken| present + taken));
}

#[test]
fn a_code_that_two_steps_share_is_taken_once_for_each() {
    let present = step(NOW);
    let same = |_| Code::of(7);
    assert_eq!(matching(Code::of(7), NOW, None, same), Some(present - 1));
    assert_eq!(matching(Code::of(7), NOW, Some(present), same), Some(present + 1));
    assert_eq!(matching(Code::of(7), NOW, Some(present + 1), same), None);
}

#[rstest]
#[case::the_epoch(0, 0)]
#[case::the_end_of_a_step(29, 0)]
#[case::rfc_6238_appendix_b(1_111_111_109, 0x0235_23EC)]
fn steps_of_time(#[case] seconds: i64, #[case] number: i64) {
    assert_eq!(step(Timestamp::from_secs(seconds)), number);
}

#[rstest]
#[case::plain("012345", Ok("012345"))]
#[case::as_apps_show_it("012 345", Ok("012345"))]
#[case::copied_from_a_mail(" 012-345\n", Ok("012345"))]
#[case::nothing("  ", Err(Fault::Required))]
#[case::five("12345", Err(Fault::WrongCode))]
#[case::seven("1234567", Err(Fault::WrongCode))]
#[case::letters("12345a", Err(Fault::WrongCode))]
#[case::other_digits("١٢٣٤٥٦", Err(Fault::WrongCode))]
#[case::a_nul("12345\0", Err(Fault::WrongCode))]
fn six_digits(#[case] typed: &str, #[case] read: Result<&str, Fault>) {
    assert_eq!(
        Code::parse(typed).map(|code| code.to_string()),
        read.map(str::to_owned)
    );
}

#[rstest]
#[case::as_shown("0123-abcd-wxyz", Ok("0123abcdwxyz"))]
#[case::in_capitals_without_hyphens("0123ABCDWXYZ", Ok("0123abcdwxyz"))]
#[case::letters_for_digits("OIL0 – abcd . wxyz", Ok("0110abcdwxyz"))]
#[case::nothing(" - ", Err(Fault::Required))]
#[case::too_short("0123-abcd-wxy", Err(Fault::WrongCode))]
#[case::too_long("0123-abcd-wxyz-0", Err(Fault::WrongCode))]
#[case::a_letter_that_is_none_of_them("0123-abcd-wxyu", Err(Fault::WrongCode))]
fn recovery_codes_as_typed(#[case] typed: &str, #[case] read: Result<&str, Fault>) {
    assert_eq!(
        RecoveryCode::parse(typed).map(|code| code.as_str().to_owned()),
        read.map(str::to_owned)
    );
}

#[test]
fn a_recovery_code_survives_its_text_and_tells_nothing_by_accident() {
    for random in [[0; 8], [0xff; 8], [1, 2, 3, 4, 5, 6, 7, 8]] {
        let code = RecoveryCode::of(random);
        assert_eq!(RecoveryCode::parse(&code.to_string()), Ok(code.clone()));
        assert!(!format!("{code:?}").contains(code.as_str()));
    }
    assert_ne!(RecoveryCode::of([1; 8]), RecoveryCode::of([2; 8]));
}

#[rstest]
#[case::just_remembered(30, Span::millis(0), true)]
#[case::the_last_moment(30, Span::days(30).minus(), true)]
#[case::over(30, Span::days(30), false)]
#[case::fewer_days_now(7, Span::days(8), false)]
#[case::none_at_all(0, Span::millis(0), false)]
fn a_browser_counts_for_some_days(#[case] days: u16, #[case] ago: Span, #[case] counts: bool) {
    assert_eq!(browser_counts(NOW.minus(ago), days, NOW), counts);
}

/// A span that is a millisecond shorter.
trait Shorter {
    fn minus(self) -> Self;
}

impl Shorter for Span {
    fn minus(self) -> Self {
        Self::millis(self.as_millis() - 1)
    }
}

#[rstest]
#[case::nine_days(Span::days(9), 9)]
#[case::an_hour(Span::hours(1), 1)]
#[case::now(Span::millis(0), 0)]
#[case::past(Span::days(-3), 0)]
fn the_countdown_counts_begun_days(#[case] left: Span, #[case] days: i64) {
    assert_eq!(Deadline::new(NOW.plus(left), NOW).days, days);
}

#[test]
fn a_day_is_written_as_it_is_read() {
    let day: Date = "2026-12-01".parse().expect("a day");
    assert_eq!(day.begins().as_secs(), 1_796_083_200);
    assert_eq!(day.to_string(), "2026-12-01");
    assert_eq!("2026-02-29".parse::<Date>(), Err(Fault::NotADate));
}

#[test]
fn owners_and_proofs_are_stored_by_name() {
    for owner in [Owner::Customer(customer(1)), Owner::Staff(staff(1))] {
        assert_eq!(owner.to_string().parse(), Ok(owner));
    }
    assert!("customer:".parse::<Owner>().is_err());
    assert!(customer(1).to_string().parse::<Owner>().is_err());
    assert_eq!(Proof::App.amr(), "pwd otp");
    assert_eq!(Proof::Mail.amr(), "pwd mca");
    assert_eq!(Proof::Recovery.amr(), "pwd otp");
}

#[rstest]
#[case::off_whatever_was_set_up(Duty::Off, APP, false)]
#[case::off(Duty::Off, NONE, false)]
#[case::optional_and_none(Duty::Optional, NONE, false)]
#[case::optional_and_an_app(Duty::Optional, APP, true)]
#[case::optional_and_mail(Duty::Optional, MAIL, true)]
#[case::from_a_day_on_and_none_yet(Duty::From(LATER), NONE, false)]
#[case::from_a_day_on_and_an_app(Duty::From(LATER), APP, true)]
#[case::required_and_none_yet(Duty::Now, NONE, true)]
#[case::required_and_an_app(Duty::Now, APP, true)]
fn a_second_factor_stands_beside_the_password(
    #[case] duty: Duty,
    #[case] methods: Methods,
    #[case] expected: bool,
) {
    assert_eq!(beside_password(duty, methods), expected);
}
