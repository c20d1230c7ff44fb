//! Ids sort by time and have one spelling; moments and spans.

use domain::ids::{CustomerId, RequestId};
use domain::time::{Span, Timestamp};
use rstest::rstest;

use crate::support::NOW;

#[test]
fn ids_are_version_7_and_sort_by_time() {
    let early = CustomerId::new(NOW, [0xff; 10]);
    let late = CustomerId::new(NOW.plus(Span::millis(1)), [0; 10]);
    assert!(early < late && early.to_string() < late.to_string());
    assert_eq!(early.uuid().get_version_num(), 7);
    assert_eq!(early.to_string(), "019ca8a0-3e80-7fff-bfff-ffffffffffff");
    assert_eq!(
        format!("{early:?}"),
        "CustomerId(019ca8a0-3e80-7fff-bfff-ffffffffffff)"
    );
}

#[test]
fn ids_read_back() {
    let id = RequestId::new(NOW, [7; 10]);
    assert_eq!(id.to_string().parse(), Ok(id));
    let json = serde_json::to_string(&id).expect("JSON");
    assert_eq!(json, format!("\"{id}\""));
    assert_eq!(serde_json::from_str::<RequestId>(&json).expect("JSON"), id);
}

#[rstest]
#[case::empty("")]
#[case::words("not-an-id")]
#[case::upper_case("019CA8A0-3E80-7FFF-BFFF-FFFFFFFFFFFF")]
#[case::without_hyphens("019ca8a03e807fffbfffffffffffffff")]
#[case::in_braces("{019ca8a0-3e80-7fff-bfff-ffffffffffff}")]
fn ids_have_one_spelling(#[case] text: &str) {
    assert!(text.parse::<CustomerId>().is_err());
}

#[rstest]
#[case::epoch(0, "1970-01-01T00:00:00Z")]
#[case::just_before_the_epoch(-1, "1969-12-31T23:59:59Z")]
#[case::leap_day(951_782_400_000, "2000-02-29T00:00:00Z")]
#[case::no_leap_day(4_107_542_400_000, "2100-03-01T00:00:00Z")]
#[case::day_of_the_tests(1_772_355_600_000, "2026-03-01T09:00:00Z")]
#[case::end_of_the_year(1_798_761_599_999, "2026-12-31T23:59:59Z")]
fn calendar(#[case] millis: i64, #[case] expected: &str) {
    assert_eq!(Timestamp::from_millis(millis).utc().to_string(), expected);
}

#[rstest]
#[case::epoch("1970-01-01", Some(0))]
#[case::leap_day("2000-02-29", Some(951_782_400))]
#[case::after_the_leap_day("2100-03-01", Some(4_107_542_400))]
#[case::end_of_the_year("2026-12-31", Some(1_798_675_200))]
#[case::last_day("9999-12-31", Some(253_402_214_400))]
#[case::no_leap_day("2100-02-29", None)]
#[case::no_such_day("2027-04-31", None)]
#[case::no_such_month("2027-13-01", None)]
#[case::month_zero("2027-00-10", None)]
#[case::day_zero("2027-01-00", None)]
#[case::before_the_epoch("1969-12-31", None)]
#[case::another_order("31.01.2027", None)]
#[case::with_a_time("2027-01-31T00:00", None)]
#[case::short("2027-1-31", None)]
#[case::other_digits("２027-01-3", None)]
#[case::empty("", None)]
fn days(#[case] text: &str, #[case] expected: Option<i64>) {
    let at = Timestamp::from_day(text);
    assert_eq!(at.map(Timestamp::as_secs), expected);
    if let Some(at) = at {
        assert_eq!(at.plus(Span::hours(23)).to_day(), text);
    }
}

#[test]
fn spans() {
    assert_eq!(Span::days(1), Span::hours(24));
    assert_eq!(Span::hours(1), Span::minutes(60));
    assert_eq!(Span::minutes(1).as_millis(), 60_000);
    assert_eq!(Span::days(3).as_secs(), 259_200);
    assert_eq!(Span::hours(47).as_days(), 1);
    assert_eq!(NOW.plus(Span::days(2)).since(NOW), Span::days(2));
    assert_eq!(NOW.minus(Span::seconds(1)).since(NOW).as_millis(), -1000);
    assert_eq!(Timestamp::from_secs(NOW.as_secs()), NOW);
    assert_eq!(
        Timestamp::from_millis(i64::MAX).plus(Span::days(1)),
        Timestamp::from_millis(i64::MAX)
    );
}
