//! Spec 01 §7 and spec 05: when sessions begin, live and end.

use domain::customers::CustomerStatus;
use domain::sessions::{
    Began, BeginFacts, BeginRefused, Change, Device, DeviceFacts, Life, Limits, NextLimit, Origin,
    SessionTimes, UNTOLD, authenticated_at, ends, left, life, permit, recent, tell_of_device, touch_due,
    warn_before,
};
use domain::settings::{SessionPolicy, ShopSettings};
use domain::time::{Span, Timestamp};
use domain::values::Fault;
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, customer, on, provider_id, yes};

const USUAL: Limits = Limits {
    idle: Span::minutes(60),
    absolute: Span::hours(12),
};
const FRESH: SessionTimes = SessionTimes {
    created_at: NOW,
    last_seen_at: NOW,
    ended_at: None,
};

#[rstest]
#[case::idle_60_minutes(SessionPolicy::default().limits(false), Span::minutes(60), Span::hours(12))]
#[case::kept_14_days(SessionPolicy::default().limits(true), Span::days(14), Span::days(30))]
#[case::staff_3_hours(Limits::STAFF, Span::hours(3), Span::hours(12))]
fn both_limits(#[case] limits: Limits, #[case] idle: Span, #[case] absolute: Span) {
    let just_before = Span::millis(1);
    assert_eq!(
        life(&FRESH, &limits, NOW.plus(idle).minus(just_before)),
        Life::Alive
    );
    assert_eq!(life(&FRESH, &limits, NOW.plus(idle)), Life::Idle);
    let end = NOW.plus(absolute);
    let in_use = SessionTimes {
        last_seen_at: end.minus(just_before),
        ..FRESH
    };
    assert_eq!(life(&in_use, &limits, end.minus(just_before)), Life::Alive);
    assert_eq!(life(&in_use, &limits, end), Life::TooOld);
}

#[test]
fn an_ended_session_stays_ended() {
    let ended = SessionTimes {
        ended_at: Some(NOW),
        ..FRESH
    };
    assert_eq!(life(&ended, &USUAL, NOW), Life::Ended);
    assert!(!life(&ended, &USUAL, NOW).is_alive());
}

#[test]
fn a_clock_that_was_set_back_ends_nothing() {
    assert_eq!(life(&FRESH, &USUAL, NOW.minus(Span::hours(1))), Life::Alive);
    assert!(!touch_due(NOW, NOW.minus(Span::hours(1))));
}

#[test]
fn last_seen_is_written_once_a_minute() {
    assert!(!touch_due(NOW, NOW.plus(Span::millis(59_999))));
    assert!(touch_due(NOW, NOW.plus(Span::minutes(1))));
}

#[test]
fn changes_that_end_sessions() {
    let changes = [
        ("local sign-in off", Change::LocalSignInOff),
        ("provider 1 disabled", Change::ProviderDisabled(provider_id(1))),
        ("provider 1 hidden", Change::ProviderHidden(provider_id(1))),
        ("customer accounts off", Change::CustomerAccountsOff),
        ("customer closed", Change::CustomerClosed),
        ("password reset", Change::PasswordReset),
        ("taken over", Change::TakenOver),
    ];
    let mut table = Table::new(["change", "password", "provider 1", "provider 2"]);
    for (name, change) in changes {
        let cell = |origin| yes(ends(origin, change)).to_owned();
        let [one, two] = [1, 2].map(|n| cell(Origin::Provider(provider_id(n))));
        table.row([name.into(), cell(Origin::Password), one, two]);
    }
    insta::assert_snapshot!(table);
}

fn facts(status: CustomerStatus, began: Began) -> BeginFacts {
    BeginFacts {
        customer: customer(1),
        status,
        began,
        provider_enabled: true,
        settings: ShopSettings::default(),
    }
}

#[test]
fn a_permit_names_its_customer() -> Result<(), BeginRefused> {
    let permit = permit(&facts(CustomerStatus::Active, Began::Provider))?;
    assert_eq!(
        (permit.customer(), permit.began()),
        (customer(1), Began::Provider)
    );
    Ok(())
}

#[test]
fn origins_have_a_stored_kind() {
    assert_eq!(Origin::Password.began(), Began::Password);
    assert_eq!(Origin::Provider(provider_id(1)).began(), Began::Provider);
}

#[test]
fn cross_product_of_the_gate() {
    let mut table = Table::new([
        "accounts",
        "L",
        "customer",
        "began",
        "provider enabled",
        "session",
    ]);
    for customer_accounts in SWITCH {
        for local_sign_in in SWITCH {
            for &status in CustomerStatus::ALL {
                for &began in Began::ALL {
                    for provider_enabled in SWITCH {
                        let settings = ShopSettings {
                            customer_accounts,
                            local_sign_in,
                            ..ShopSettings::default()
                        };
                        let facts = BeginFacts {
                            provider_enabled,
                            settings,
                            ..facts(status, began)
                        };
                        let session =
                            permit(&facts).map_or_else(|refused| refused.to_string(), |_| "YES".to_owned());
                        table.row([
                            on(customer_accounts).into(),
                            on(local_sign_in).into(),
                            status.to_string(),
                            began.to_string(),
                            yes(provider_enabled).into(),
                            session,
                        ]);
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), 96);
    insta::assert_snapshot!(table);
}

#[rstest]
#[case::just_now(Span::millis(0), true)]
#[case::ten_minutes_ago(Span::minutes(10), true)]
#[case::a_moment_longer(Span::millis(600_001), false)]
#[case::a_clock_that_is_ahead(Span::minutes(-1), true)]
#[case::a_moment_in_the_future(Span::millis(-60_001), false)]
fn a_sensitive_change_asks_for_a_recent_sign_in(#[case] ago: Span, #[case] counts: bool) {
    assert_eq!(recent(NOW.minus(ago), NOW), counts);
}

#[rstest]
#[case::told(Some(NOW.minus(Span::hours(1))), false, Some(NOW.minus(Span::hours(1))))]
#[case::told_when_asked(Some(NOW), true, Some(NOW))]
#[case::told_something_old_when_asked(Some(NOW.minus(Span::hours(1))), true, Some(NOW.minus(Span::hours(1))))]
#[case::not_told_when_asked(None, true, Some(NOW))]
#[case::not_told(None, false, None)]
fn when_a_person_authenticated_at_a_provider(
    #[case] told: Option<Timestamp>,
    #[case] asked_anew: bool,
    #[case] expected: Option<Timestamp>,
) {
    assert_eq!(authenticated_at(told, asked_anew, NOW), expected);
    assert!(!recent(UNTOLD, NOW));
}

#[rstest]
#[case::nothing_done_yet(0, 0, Span::minutes(60), NextLimit::Idle)]
#[case::seen_a_while_ago(50, 40, Span::minutes(50), NextLimit::Idle)]
#[case::in_use_to_the_end(11 * 60 + 30, 11 * 60 + 30, Span::minutes(30), NextLimit::Absolute)]
#[case::both_at_once(11 * 60, 11 * 60, Span::minutes(60), NextLimit::Absolute)]
fn what_is_left(#[case] age: i64, #[case] seen: i64, #[case] span: Span, #[case] next: NextLimit) {
    let times = SessionTimes {
        last_seen_at: NOW.plus(Span::minutes(seen)),
        ..FRESH
    };
    let told = left(&times, &USUAL, NOW.plus(Span::minutes(age)));
    assert_eq!(told, (span, next));
}

#[rstest]
#[case::shortest(Span::minutes(5), Span::minutes(1))]
#[case::usual(Span::minutes(60), Span::minutes(5))]
#[case::kept(Span::days(14), Span::minutes(5))]
fn the_warning_comes_in_time(#[case] idle: Span, #[case] before: Span) {
    let limits = Limits { idle, ..USUAL };
    assert_eq!(warn_before(&limits), before);
}

#[rstest]
#[case::shortest("5", Ok(5))]
#[case::with_room_around_it(" 60 ", Ok(60))]
#[case::as_long_as_the_session("120", Ok(120))]
#[case::too_short("4", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::beyond_the_absolute_limit("121", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::nothing("", Err(Fault::Required))]
#[case::negative("-5", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::signed("+60", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::a_fraction("7.5", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::more_than_fits("99999999999999999999", Err(Fault::OutOfRange { min: 5, max: 120 }))]
#[case::other_digits("٦٠", Err(Fault::OutOfRange { min: 5, max: 120 }))]
fn an_idle_limit_fits_the_session(#[case] typed: &str, #[case] read: Result<u32, Fault>) {
    assert_eq!(SessionPolicy::read_idle(typed, Some(2)), read);
}

#[test]
fn no_limit_outlives_the_longest() {
    let days = u32::try_from(Limits::LONGEST.as_days()).unwrap_or_default();
    assert_eq!(SessionPolicy::read_kept_absolute(&days.to_string()), Ok(days));
    assert!(SessionPolicy::read_kept_absolute(&(days + 1).to_string()).is_err());
    assert_eq!(SessionPolicy::read_kept_idle("7", Some(7)), Ok(7));
    assert!(SessionPolicy::read_kept_idle("8", Some(7)).is_err());
    assert_eq!(SessionPolicy::read_absolute("168"), Ok(168));
    assert!(SessionPolicy::read_absolute("169").is_err());
    assert!(
        SessionPolicy::read_idle("1441", Some(168)).is_err(),
        "a day at most"
    );
}

#[rstest]
#[case::firefox(
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Firefox, Linux"
)]
#[case::chrome(
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Chrome, Windows"
)]
#[case::edge(
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Edge, Windows"
)]
#[case::safari(
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Safari, macOS"
)]
#[case::iphone(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Safari, iPhone"
)]
#[case::firefox_on_ipad(
    "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15",
    "Firefox, iPad"
)]
#[case::android(
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Chrome, Android"
)]
#[case::samsung(
    "Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Samsung Internet, Android"
)]
#[case::chromebook(
    "Mozilla/5.0 (X11; CrOS x86_64 16093.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Chrome, ChromeOS"
)]
#[case::a_program_on_linux("curl/8.5 (Linux)", "Linux")]
fn devices_by_name(#[case] user_agent: &str, #[case] name: &str) {
    assert_eq!(Device::of(user_agent).name().as_deref(), Some(name));
}

#[rstest]
#[case::nothing("")]
#[case::another_word("Version/1.0 of something")]
#[case::markup("<script>alert(1)</script>")]
#[case::nul("\0\0\0")]
#[case::reading_direction("\u{202e}xofeiF")]
fn a_device_is_named_in_our_words_only(#[case] user_agent: &str) {
    assert_eq!(Device::of(user_agent).name(), None);
    assert_eq!(
        Device::of(&format!("{user_agent}Firefox/1<b>")).name().as_deref(),
        Some("Firefox")
    );
}

#[test]
fn whom_a_mail_tells_of_a_device() {
    let mut table = Table::new(["this one known", "others known", "address proven", "mail"]);
    for known in SWITCH {
        for others in SWITCH {
            for address_proven in SWITCH {
                let facts = DeviceFacts {
                    known,
                    others,
                    address_proven,
                };
                let cells = [known, others, address_proven, tell_of_device(facts)];
                table.row(cells.map(|cell| yes(cell).to_owned()));
            }
        }
    }
    insta::assert_snapshot!(table);
}
