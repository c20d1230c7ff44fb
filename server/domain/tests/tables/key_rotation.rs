//! Keys that sign for clients: shown before they sign and after, and followed in time.

use domain::clients::{Haste, Succession, succession, successor_due};
use domain::sessions::Limits;
use domain::time::{Span, Timestamp};
use rstest::rstest;

const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

#[test]
fn a_planned_key_is_shown_a_day_before_it_signs_and_as_long_as_sessions_last_after() {
    let day = Span::days(1);
    let expected = Succession {
        signs_from: NOW.plus(day),
        others_leave: NOW.plus(day).plus(Limits::LONGEST),
    };
    assert_eq!(succession(Haste::Planned, NOW), expected);
}

#[test]
fn a_key_that_others_may_have_counts_no_more() {
    let expected = Succession {
        signs_from: NOW,
        others_leave: NOW,
    };
    assert_eq!(succession(Haste::AtOnce, NOW), expected);
}

#[rstest]
#[case::new(Span::days(0), false)]
#[case::not_yet(Span::millis(89 * 86_400_000 - 1), false)]
#[case::a_day_before_its_time_is_over(Span::days(89), true)]
#[case::long_over(Span::days(400), true)]
fn the_next_key_is_made_in_time(#[case] age: Span, #[case] expected: bool) {
    assert_eq!(successor_due(NOW.minus(age), NOW), expected);
}
