//! Spec 01 §7 and spec 05: when sessions begin, live and end.

use domain::customers::CustomerStatus;
use domain::sessions::{
    Began, BeginFacts, BeginRefused, Change, Life, Limits, Origin, SessionTimes, ends, life, permit, recent,
    touch_due,
};
use domain::settings::ShopSettings;
use domain::time::Span;
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, customer, on, provider_id, yes};

const FRESH: SessionTimes = SessionTimes {
    created_at: NOW,
    last_seen_at: NOW,
    ended_at: None,
};

#[rstest]
#[case::idle_60_minutes(Limits::customer(false), Span::minutes(60), Span::hours(12))]
#[case::kept_14_days(Limits::customer(true), Span::days(14), Span::days(30))]
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
    assert_eq!(life(&ended, &Limits::CUSTOMER, NOW), Life::Ended);
    assert!(!life(&ended, &Limits::CUSTOMER, NOW).is_alive());
}

#[test]
fn a_clock_that_was_set_back_ends_nothing() {
    assert_eq!(
        life(&FRESH, &Limits::CUSTOMER, NOW.minus(Span::hours(1))),
        Life::Alive
    );
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
