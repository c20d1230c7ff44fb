//! Spec 02, "e-mail domains that lead to this provider (home realm)".

use domain::login::{HomeRealm, HomeRealmFacts, home_realm};
use rstest::rstest;

use crate::support::{SWITCH, Table, on, yes};

const ON: HomeRealmFacts = HomeRealmFacts {
    customer_accounts: true,
    local_sign_in: true,
    provider: false,
};

#[rstest]
#[case::a_domain_leads_to_its_provider(HomeRealmFacts { provider: true, ..ON }, HomeRealm::ToProvider)]
#[case::without_passwords_too(
    HomeRealmFacts { provider: true, local_sign_in: false, ..ON },
    HomeRealm::ToProvider
)]
#[case::any_other_address_is_asked_for_its_password(ON, HomeRealm::AskPassword)]
#[case::without_passwords_it_leads_nowhere(HomeRealmFacts { local_sign_in: false, ..ON }, HomeRealm::Unknown)]
#[case::no_customer_accounts_404(
    HomeRealmFacts { customer_accounts: false, provider: true, ..ON },
    HomeRealm::NotFound
)]
fn rows(#[case] facts: HomeRealmFacts, #[case] expected: HomeRealm) {
    assert_eq!(home_realm(facts), expected);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["accounts", "L", "provider", "address leads"]);
    for customer_accounts in SWITCH {
        for local_sign_in in SWITCH {
            for provider in SWITCH {
                let facts = HomeRealmFacts {
                    customer_accounts,
                    local_sign_in,
                    provider,
                };
                table.row([
                    on(customer_accounts).into(),
                    on(local_sign_in).into(),
                    yes(provider).into(),
                    format!("{:?}", home_realm(facts)),
                ]);
            }
        }
    }
    insta::assert_snapshot!(table);
}
