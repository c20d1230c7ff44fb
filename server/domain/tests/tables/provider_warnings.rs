//! Spec 02: "Secrets close to expiry and keys that stopped verifying are shown."

use domain::providers::{Health, Warning, warnings};
use domain::time::{Span, Timestamp};
use rstest::rstest;

use crate::support::NOW;

fn secret(days: i64) -> Health {
    Health {
        secret_expires_at: Some(NOW.plus(Span::days(days))),
        ..Health::default()
    }
}

fn day(days: i64) -> Timestamp {
    NOW.plus(Span::days(days))
}

#[rstest]
#[case::all_is_well(Health::default(), vec![])]
#[case::a_secret_with_time_left(secret(31), vec![])]
#[case::a_secret_with_thirty_days_left(secret(30), vec![Warning::SecretExpires(day(30))])]
#[case::a_secret_on_its_last_day(secret(1), vec![Warning::SecretExpires(day(1))])]
#[case::a_secret_on_its_day(secret(0), vec![Warning::SecretExpired(day(0))])]
#[case::a_secret_of_long_ago(secret(-90), vec![Warning::SecretExpired(day(-90))])]
#[case::the_gravest_first(
    Health {
        secret_expires_at: Some(day(3)),
        discovery_failing_since: Some(day(-1)),
        keys_failing_since: Some(day(-2)),
        signatures_failing_since: Some(day(-3)),
    },
    vec![
        Warning::SignaturesFail(day(-3)),
        Warning::KeysFail(day(-2)),
        Warning::DiscoveryFails(day(-1)),
        Warning::SecretExpires(day(3)),
    ]
)]
fn what_is_shown(#[case] health: Health, #[case] expected: Vec<Warning>) {
    assert_eq!(warnings(health, NOW), expected);
}

#[rstest]
#[case::a_secret_at_once(Warning::SecretExpires(day(30)), true)]
#[case::a_failure_of_this_minute(Warning::DiscoveryFails(NOW), false)]
#[case::a_failure_of_nearly_an_hour(Warning::KeysFail(NOW.minus(Span::minutes(59))), false)]
#[case::a_failure_of_an_hour(Warning::KeysFail(NOW.minus(Span::hours(1))), true)]
#[case::signatures_too(Warning::SignaturesFail(NOW.minus(Span::hours(2))), true)]
fn what_is_told(#[case] warning: Warning, #[case] expected: bool) {
    assert_eq!(warning.is_news(NOW), expected);
}

#[test]
fn what_is_told_once_is_told_again_when_it_begins_anew() {
    assert_eq!(Warning::KeysFail(day(1)).key(), Warning::KeysFail(day(1)).key());
    assert_ne!(Warning::KeysFail(day(1)).key(), Warning::KeysFail(day(2)).key());
    assert_ne!(
        Warning::SecretExpires(day(1)).key(),
        Warning::SecretExpired(day(1)).key()
    );
}
