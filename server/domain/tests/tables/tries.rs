//! Spec 01 §7 and NIST SP 800-63B-4 §3.2.2: how often a password may be tried.

use domain::login::{FROM_ANYWHERE, FROM_KNOWN, Tries, TryFacts, tries};
use domain::values::Fault;
use rstest::rstest;

const FIRST: TryFacts = TryFacts {
    requester_left: true,
    account: 1,
    known: None,
};

const TRIED: TryFacts = TryFacts {
    account: FROM_ANYWHERE + 1,
    ..FIRST
};

#[rstest]
#[case::the_first(FIRST, Tries::Left)]
#[case::the_last_from_anywhere(TryFacts { account: FROM_ANYWHERE, ..FIRST }, Tries::Left)]
#[case::one_more_from_anywhere(TRIED, Tries::AccountSpent)]
#[case::one_more_from_a_known_browser(TryFacts { known: Some(1), ..TRIED }, Tries::Left)]
#[case::the_last_from_a_known_browser(TryFacts { known: Some(FROM_KNOWN), ..TRIED }, Tries::Left)]
#[case::one_more_than_that(TryFacts { known: Some(FROM_KNOWN + 1), ..TRIED }, Tries::AccountSpent)]
#[case::a_requester_who_tries_too_often(TryFacts { requester_left: false, ..FIRST }, Tries::Spent)]
#[case::even_from_a_known_browser(
    TryFacts { requester_left: false, known: Some(1), ..TRIED },
    Tries::Spent
)]
fn a_try(#[case] facts: TryFacts, #[case] expected: Tries) {
    assert_eq!(tries(facts), expected);
}

#[test]
fn an_account_bears_no_more_than_a_hundred_in_a_row() {
    let left = |account, known| {
        tries(TryFacts {
            requester_left: true,
            account,
            known,
        }) == Tries::Left
    };
    let anywhere = (1..1000).filter(|&account| left(account, None)).count();
    let known = (1..1000).filter(|&known| left(1000, Some(known))).count();
    assert_eq!(anywhere + known, 100);
}

#[rstest]
#[case(Tries::Left, None)]
#[case(Tries::Spent, Some(Fault::TooManyTries))]
#[case(Tries::AccountSpent, Some(Fault::TooManyWrongPasswords))]
fn faults(#[case] tries: Tries, #[case] expected: Option<Fault>) {
    assert_eq!(tries.fault(), expected);
}
