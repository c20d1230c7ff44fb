//! Spec 01 §1, "What the Login button does".

use domain::login::{LoginButton, LoginFacts, LoginMode, button, mode};
use domain::settings::NoWayIn;
use rstest::rstest;

use crate::support::{SWITCH, Table, on, yes};

#[rstest]
#[case::on_0_page_with_the_local_form(true, 0, Ok(LoginMode::LocalForm))]
#[case::on_1_form_and_button(true, 1, Ok(LoginMode::LocalFormAndProviders))]
#[case::on_many_form_and_buttons(true, 7, Ok(LoginMode::LocalFormAndProviders))]
#[case::off_1_straight_to_that_provider(false, 1, Ok(LoginMode::StraightToProvider))]
#[case::off_2_provider_buttons_only(false, 2, Ok(LoginMode::ProviderButtons))]
#[case::off_many_provider_buttons_only(false, 9, Ok(LoginMode::ProviderButtons))]
#[case::off_0_must_be_impossible(false, 0, Err(NoWayIn))]
fn login_table(#[case] l: bool, #[case] n: usize, #[case] expected: Result<LoginMode, NoWayIn>) {
    assert_eq!(mode(l, n), expected);
}

const OFF_1: LoginFacts = LoginFacts {
    customer_accounts: true,
    local_sign_in: false,
    providers: 1,
    named_provider: false,
    hidden_realm: false,
    signed_in: false,
    just_signed_out_locally: false,
};

#[rstest]
#[case::no_customer_accounts_404(LoginFacts { customer_accounts: false, ..OFF_1 }, LoginButton::NotFound)]
#[case::straight_to_the_only_provider(OFF_1, LoginButton::ToOnlyProvider)]
#[case::just_signed_out_locally_first_sees_so(LoginFacts { just_signed_out_locally: true, ..OFF_1 }, LoginButton::SignedOutFirst)]
#[case::the_receipts_button_names_the_provider(
    LoginFacts { just_signed_out_locally: true, named_provider: true, ..OFF_1 },
    LoginButton::ToNamedProvider
)]
#[case::signed_in_goes_on(LoginFacts { signed_in: true, ..OFF_1 }, LoginButton::GoOn)]
#[case::a_link_may_open_a_hidden_provider(
    LoginFacts { local_sign_in: true, providers: 0, named_provider: true, ..OFF_1 },
    LoginButton::ToNamedProvider
)]
#[case::an_address_may_lead_to_a_hidden_provider_so_there_is_a_page(
    LoginFacts { hidden_realm: true, just_signed_out_locally: true, ..OFF_1 },
    LoginButton::Page(LoginMode::ProviderButtons)
)]
#[case::a_page_needs_no_receipt_first(
    LoginFacts { providers: 2, just_signed_out_locally: true, ..OFF_1 },
    LoginButton::Page(LoginMode::ProviderButtons)
)]
fn login_button(#[case] facts: LoginFacts, #[case] expected: LoginButton) {
    assert_eq!(button(facts), Ok(expected));
}

#[test]
fn cross_product() {
    let mut table = Table::new([
        "accounts",
        "L",
        "n",
        "named",
        "hidden realm",
        "signed in",
        "just out",
        "Login button",
    ]);
    for customer_accounts in SWITCH {
        for local_sign_in in SWITCH {
            for providers in 0..=3 {
                for named_provider in SWITCH {
                    for (hidden_realm, signed_in) in SWITCH
                        .into_iter()
                        .flat_map(|hidden| SWITCH.map(|here| (hidden, here)))
                    {
                        for just_signed_out_locally in SWITCH {
                            let facts = LoginFacts {
                                customer_accounts,
                                local_sign_in,
                                providers,
                                named_provider,
                                hidden_realm,
                                signed_in,
                                just_signed_out_locally,
                            };
                            let result =
                                button(facts).map_or_else(|e| format!("{e:?}"), |b| format!("{b:?}"));
                            table.row([
                                on(customer_accounts).into(),
                                on(local_sign_in).into(),
                                providers.to_string(),
                                yes(named_provider).into(),
                                yes(hidden_realm).into(),
                                yes(signed_in).into(),
                                yes(just_signed_out_locally).into(),
                                result,
                            ]);
                        }
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), 256);
    insta::assert_snapshot!(table);
}
