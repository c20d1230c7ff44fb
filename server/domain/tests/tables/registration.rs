//! Spec 01 §2, "What registering leads to".

use domain::registration::{
    AccountMatch, AfterProof, Entry, FinishAt, FormPlan, ProviderPlan, after_address_proven, approval_link,
    form, provider,
};
use domain::settings::ShopSettings;
use rstest::rstest;

use crate::support::{SWITCH, Table, account, on, settings};

const NO_ACCOUNTS: ShopSettings = ShopSettings {
    customer_accounts: false,
    local_sign_in: true,
    local_registration: true,
    approval: false,
};

#[rstest]
#[case::form_on_on_off(settings(true, true, false), 0, FormPlan::WithPassword { approval: false })]
#[case::form_on_on_on(settings(true, true, true), 0, FormPlan::WithPassword { approval: true })]
#[case::form_off_on_n1_without_approval(settings(false, true, false), 1, FormPlan::WithoutPassword)]
#[case::form_off_on_n1_with_approval(settings(false, true, true), 1, FormPlan::WithoutPassword)]
#[case::form_off_on_n2(settings(false, true, true), 2, FormPlan::WithoutPassword)]
#[case::form_off_on_n0_has_no_way_in(settings(false, true, true), 0, FormPlan::Closed)]
#[case::form_l_on_r_off(settings(true, false, false), 1, FormPlan::Closed)]
#[case::form_l_off_r_off(settings(false, false, true), 1, FormPlan::Closed)]
#[case::no_customer_accounts(NO_ACCOUNTS, 1, FormPlan::Closed)]
fn register_form(#[case] settings: ShopSettings, #[case] n: usize, #[case] expected: FormPlan) {
    assert_eq!(form(&settings, n), expected);
}

#[rstest]
#[case::form_without_approval_signs_in(Entry::Form, settings(true, true, false), AfterProof::SignIn)]
#[case::form_with_approval_waits(Entry::Form, settings(true, true, true), AfterProof::Wait)]
#[case::form_after_registration_was_closed(Entry::Form, settings(true, false, false), AfterProof::SignIn)]
#[case::form_after_local_sign_in_went_off(Entry::Form, settings(false, true, false), AfterProof::Wait)]
#[case::form_after_accounts_went_off(Entry::Form, NO_ACCOUNTS, AfterProof::Wait)]
#[case::without_password_always_waits(
    Entry::FormWithoutPassword,
    settings(false, true, false),
    AfterProof::Wait
)]
#[case::without_password_waits_though_l_is_on(
    Entry::FormWithoutPassword,
    settings(true, true, false),
    AfterProof::Wait
)]
#[case::provider_without_approval_signs_in(Entry::Provider, settings(true, true, false), AfterProof::SignIn)]
#[case::provider_with_approval_waits(Entry::Provider, settings(true, true, true), AfterProof::Wait)]
fn address_proven(#[case] entry: Entry, #[case] settings: ShopSettings, #[case] expected: AfterProof) {
    assert_eq!(
        after_address_proven(entry, &settings, AccountMatch::None),
        expected
    );
}

const CODE_FREELY_CHOSEN: fn() -> AccountMatch = || AccountMatch::Matched {
    account: account(1),
    controlled: false,
};
const CODE_CONTROLLED: fn() -> AccountMatch = || AccountMatch::Matched {
    account: account(1),
    controlled: true,
};

#[rstest]
#[case::any_off_either_without_approval(settings(true, false, false), AccountMatch::None, ProviderPlan::Wait)]
#[case::any_off_either_with_approval(settings(false, false, true), AccountMatch::None, ProviderPlan::Wait)]
#[case::any_on_on_local_on(settings(true, true, true), AccountMatch::None, ProviderPlan::Wait)]
#[case::any_on_on_local_off(settings(false, true, true), AccountMatch::None, ProviderPlan::Wait)]
#[case::any_on_off_local_on(
    settings(true, true, false),
    AccountMatch::None,
    ProviderPlan::SignInThenProfile
)]
#[case::any_on_off_local_off(
    settings(false, true, false),
    AccountMatch::None,
    ProviderPlan::SignInThenProfile
)]
#[case::matched_code_not_controlled_waits(
    settings(true, true, false),
    CODE_FREELY_CHOSEN(),
    ProviderPlan::Wait
)]
#[case::matched_code_controlled(
    settings(true, true, false),
    CODE_CONTROLLED(),
    ProviderPlan::SignInThenProfile
)]
#[case::matched_code_controlled_with_approval(
    settings(true, true, true),
    CODE_CONTROLLED(),
    ProviderPlan::Wait
)]
#[case::no_customer_accounts(NO_ACCOUNTS, AccountMatch::None, ProviderPlan::Closed)]
fn first_sign_in_through_a_provider(
    #[case] settings: ShopSettings,
    #[case] matched: AccountMatch,
    #[case] expected: ProviderPlan,
) {
    assert_eq!(provider(&settings, matched), expected);
}

#[rstest]
#[case::n1_finishes_through_that_provider(1, FinishAt::Provider)]
#[case::n2_opens_the_login_page(2, FinishAt::LoginPage)]
#[case::n0_lets_the_person_set_a_password(0, FinishAt::NewPassword)]
fn link_of_the_approval_mail(#[case] n: usize, #[case] expected: FinishAt) {
    assert_eq!(approval_link(n), expected);
}

fn every_settings() -> impl Iterator<Item = ShopSettings> {
    SWITCH.into_iter().flat_map(|customer_accounts| {
        (0..8).map(move |bits| ShopSettings {
            customer_accounts,
            local_sign_in: bits & 4 == 0,
            local_registration: bits & 2 == 0,
            approval: bits & 1 == 0,
        })
    })
}

fn switches(settings: &ShopSettings) -> [String; 4] {
    [
        settings.customer_accounts,
        settings.local_sign_in,
        settings.local_registration,
        settings.approval,
    ]
    .map(|switch| on(switch).to_owned())
}

#[test]
fn cross_product_of_the_form() {
    let mut table = Table::new(["accounts", "L", "R", "A", "n", "Register form"]);
    for settings in every_settings() {
        for n in 0..=2 {
            let [accounts, l, r, a] = switches(&settings);
            table.row([
                accounts,
                l,
                r,
                a,
                n.to_string(),
                format!("{:?}", form(&settings, n)),
            ]);
        }
    }
    assert_eq!(table.len(), 48);
    insta::assert_snapshot!(table);
}

#[test]
fn cross_product_of_the_provider() {
    let mut table = Table::new([
        "accounts",
        "L",
        "R",
        "A",
        "account code",
        "first sign-in",
        "after proof of address",
    ]);
    let matches = [
        ("none", AccountMatch::None),
        ("free", CODE_FREELY_CHOSEN()),
        ("controlled", CODE_CONTROLLED()),
    ];
    for settings in every_settings() {
        for (name, matched) in matches {
            let [accounts, l, r, a] = switches(&settings);
            let first = provider(&settings, matched);
            let proven = after_address_proven(Entry::Provider, &settings, matched);
            table.row([
                accounts,
                l,
                r,
                a,
                name.to_owned(),
                format!("{first:?}"),
                format!("{proven:?}"),
            ]);
        }
    }
    assert_eq!(table.len(), 48);
    insta::assert_snapshot!(table);
}

#[test]
fn cross_product_of_the_proof() {
    let mut table = Table::new(["accounts", "L", "R", "A", "entry", "after proof of address"]);
    for settings in every_settings() {
        for entry in [Entry::Form, Entry::FormWithoutPassword] {
            let [accounts, l, r, a] = switches(&settings);
            let proven = after_address_proven(entry, &settings, AccountMatch::None);
            table.row([accounts, l, r, a, entry.to_string(), format!("{proven:?}")]);
        }
    }
    assert_eq!(table.len(), 32);
    insta::assert_snapshot!(table);
}
