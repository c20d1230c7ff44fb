//! Spec 04: a logout that a client begins.

use domain::clients::{Back, Hint, LogoutFault, LogoutRequestFacts, LogoutStep, logout_step};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const GOOD: LogoutRequestFacts = LogoutRequestFacts {
    hint: Hint::ThisSession,
    client: true,
    back: Back::Registered,
    signed_in: true,
};

#[rstest]
#[case::of_this_session(GOOD, LogoutStep::End, None)]
#[case::of_this_session_to_nowhere(LogoutRequestFacts { back: Back::Nowhere, ..GOOD }, LogoutStep::End, None)]
#[case::of_another_session(LogoutRequestFacts { hint: Hint::AnotherSession, ..GOOD }, LogoutStep::Ask, None)]
#[case::without_a_hint(LogoutRequestFacts { hint: Hint::Missing, ..GOOD }, LogoutStep::Ask, None)]
#[case::of_nobody(LogoutRequestFacts { signed_in: false, ..GOOD }, LogoutStep::Go, None)]
#[case::with_a_wrong_hint(
    LogoutRequestFacts { hint: Hint::Wrong, ..GOOD },
    LogoutStep::Ask, Some(LogoutFault::Hint)
)]
#[case::to_an_unknown_address(
    LogoutRequestFacts { back: Back::Unknown, ..GOOD },
    LogoutStep::Ask, Some(LogoutFault::Back)
)]
#[case::of_nobody_to_an_unknown_address(
    LogoutRequestFacts { back: Back::Unknown, signed_in: false, ..GOOD },
    LogoutStep::Go, Some(LogoutFault::Back)
)]
#[case::to_an_address_that_no_cookie_keeps(
    LogoutRequestFacts { back: Back::TooLong, ..GOOD },
    LogoutStep::Ask, Some(LogoutFault::TooLong)
)]
#[case::to_an_address_of_nobody(
    LogoutRequestFacts { client: false, hint: Hint::Missing, ..GOOD },
    LogoutStep::Ask, Some(LogoutFault::Back)
)]
#[case::of_nobody_knows_whom(
    LogoutRequestFacts { client: false, hint: Hint::Missing, back: Back::Nowhere, signed_in: true },
    LogoutStep::Ask, None
)]
fn row(#[case] facts: LogoutRequestFacts, #[case] expected: LogoutStep, #[case] fault: Option<LogoutFault>) {
    assert_eq!(logout_step(facts), (expected, fault));
}

#[test]
fn cross_product() {
    let mut table = Table::new([
        "hint",
        "client",
        "back",
        "signed in",
        "next",
        "wrong, so nowhere afterwards",
    ]);
    for hint in [
        Hint::Missing,
        Hint::Wrong,
        Hint::ThisSession,
        Hint::AnotherSession,
    ] {
        for client in SWITCH {
            for back in [Back::Nowhere, Back::Registered, Back::Unknown, Back::TooLong] {
                for signed_in in SWITCH {
                    let facts = LogoutRequestFacts {
                        hint,
                        client,
                        back,
                        signed_in,
                    };
                    let (next, fault) = logout_step(facts);
                    let proven = hint == Hint::ThisSession && signed_in;
                    assert!(
                        next != LogoutStep::End || proven,
                        "nobody is signed out unasked: {facts:?}"
                    );
                    let registered = client && back == Back::Registered;
                    assert!(
                        back == Back::Nowhere || registered || fault.is_some(),
                        "nobody is led to an address that nobody registered: {facts:?}"
                    );
                    table.row([
                        format!("{hint:?}"),
                        yes(client).to_owned(),
                        format!("{back:?}"),
                        yes(signed_in).to_owned(),
                        format!("{next:?}"),
                        fault.map_or_else(String::new, |fault| format!("{fault:?}")),
                    ]);
                }
            }
        }
    }
    assert_eq!(table.len(), 64);
    insta::assert_snapshot!(table);
}
