//! Spec 01 §2 and §7: what a sign-in with a password leads to.

use domain::customers::CustomerStatus;
use domain::login::{PasswordCustomer, PasswordDecision, PasswordFacts, Tries, decide_password};
use domain::values::Fault;
use rstest::rstest;

use crate::support::{SWITCH, Table, on, yes};

fn right(status: CustomerStatus, address_proven: bool) -> Option<PasswordCustomer> {
    Some(PasswordCustomer {
        status,
        address_proven,
        password_ok: true,
    })
}

fn facts(customer: Option<PasswordCustomer>) -> PasswordFacts {
    PasswordFacts {
        customer_accounts: true,
        local_sign_in: true,
        tries: Tries::Left,
        customer,
    }
}

#[rstest]
#[case::active_signs_in(right(CustomerStatus::Active, true), PasswordDecision::SignIn)]
#[case::not_activated_yet(right(CustomerStatus::Unproven, false), PasswordDecision::ActivateFirst)]
#[case::active_without_a_proven_address(
    right(CustomerStatus::Active, false),
    PasswordDecision::ActivateFirst
)]
#[case::waiting_is_told(right(CustomerStatus::Waiting, true), PasswordDecision::Waiting)]
#[case::rejected_is_told(right(CustomerStatus::Rejected, true), PasswordDecision::Declined)]
#[case::disabled_is_told(right(CustomerStatus::Disabled, true), PasswordDecision::Closed)]
#[case::erased_is_unknown(
    right(CustomerStatus::Anonymised, true),
    PasswordDecision::Refuse(Fault::WrongCredentials)
)]
#[case::unknown_address(None, PasswordDecision::Refuse(Fault::WrongCredentials))]
fn right_password(#[case] customer: Option<PasswordCustomer>, #[case] expected: PasswordDecision) {
    assert_eq!(decide_password(facts(customer)), expected);
}

#[test]
fn a_wrong_password_tells_nothing_about_the_account() {
    let unknown = decide_password(facts(None));
    for &status in CustomerStatus::ALL {
        for address_proven in SWITCH {
            let customer = PasswordCustomer {
                status,
                address_proven,
                password_ok: false,
            };
            assert_eq!(decide_password(facts(Some(customer))), unknown);
        }
    }
}

#[test]
fn the_switches_come_first() {
    let active = right(CustomerStatus::Active, true);
    let off = PasswordFacts {
        local_sign_in: false,
        ..facts(active)
    };
    assert_eq!(
        decide_password(off),
        PasswordDecision::Refuse(Fault::LocalSignInOff)
    );
    for (tries, fault) in [
        (Tries::Spent, Fault::TooManyTries),
        (Tries::AccountSpent, Fault::TooManyWrongPasswords),
    ] {
        let facts = PasswordFacts {
            tries,
            ..facts(active)
        };
        assert_eq!(decide_password(facts), PasswordDecision::Refuse(fault));
    }
    let closed = PasswordFacts {
        customer_accounts: false,
        ..facts(active)
    };
    assert_eq!(decide_password(closed), PasswordDecision::NotFound);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["L", "tries", "customer", "proven", "password", "decision"]);
    for local_sign_in in SWITCH {
        for tries in [Tries::Left, Tries::Spent, Tries::AccountSpent] {
            let mut add = |name: &str, proven: &str, password: &str, customer| {
                let decision = decide_password(PasswordFacts {
                    customer_accounts: true,
                    local_sign_in,
                    tries,
                    customer,
                });
                table.row([
                    on(local_sign_in).into(),
                    format!("{tries:?}"),
                    name.into(),
                    proven.into(),
                    password.into(),
                    format!("{decision:?}"),
                ]);
            };
            add("(unknown)", "-", "-", None);
            for &status in CustomerStatus::ALL {
                for address_proven in SWITCH {
                    for password_ok in SWITCH {
                        let customer = PasswordCustomer {
                            status,
                            address_proven,
                            password_ok,
                        };
                        let password = if password_ok { "right" } else { "wrong" };
                        add(status.as_str(), yes(address_proven), password, Some(customer));
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), 150);
    insta::assert_snapshot!(table);
}
