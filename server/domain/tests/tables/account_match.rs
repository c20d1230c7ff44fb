//! Spec 01 §2, "Account match" and "Account link by address".

use domain::ids::AccountId;
use domain::registration::{
    AccountMatch, AddressCandidate, AddressLinkFacts, link_by_address, match_by_code,
};
use rstest::rstest;

use crate::support::{SWITCH, Table, account, yes};

#[rstest]
#[case::no_claim_named(None, &[], true, AccountMatch::None)]
#[case::claim_missing_though_accounts_exist(None, &[1], true, AccountMatch::None)]
#[case::empty_code(Some(""), &[1], true, AccountMatch::None)]
#[case::no_account_has_it(Some("A-1"), &[], true, AccountMatch::None)]
#[case::exactly_one(Some("A-1"), &[1], true, AccountMatch::Matched { account: account(1), controlled: true })]
#[case::exactly_one_freely_chosen(Some("A-1"), &[1], false, AccountMatch::Matched { account: account(1), controlled: false })]
#[case::two_accounts_have_it(Some("A-1"), &[1, 2], true, AccountMatch::None)]
fn by_code(
    #[case] code: Option<&str>,
    #[case] accounts: &[u8],
    #[case] controlled: bool,
    #[case] expected: AccountMatch,
) {
    let accounts: Vec<AccountId> = accounts.iter().copied().map(account).collect();
    assert_eq!(match_by_code(code, &accounts, controlled), expected);
}

#[test]
fn by_address_cross_product() {
    let candidate = |n, linked, undone| AddressCandidate {
        account: account(n),
        linked,
        undone,
    };
    let candidates: [(&str, Vec<AddressCandidate>); 7] = [
        ("none", vec![]),
        ("one, free", vec![candidate(1, false, false)]),
        ("one, linked", vec![candidate(1, true, false)]),
        ("one, free, undone before", vec![candidate(1, false, true)]),
        (
            "two, free",
            vec![candidate(1, false, false), candidate(2, false, false)],
        ),
        (
            "two, one linked",
            vec![candidate(1, false, false), candidate(2, true, false)],
        ),
        (
            "two, one undone before",
            vec![candidate(1, false, false), candidate(2, false, true)],
        ),
    ];
    let mut table = Table::new(["has account", "address proven", "accounts with it", "linked"]);
    for has_account in SWITCH {
        for address_proven in SWITCH {
            for (name, accounts) in &candidates {
                let linked = link_by_address(AddressLinkFacts {
                    has_account,
                    address_proven,
                    accounts,
                });
                table.row([
                    yes(has_account).into(),
                    yes(address_proven).into(),
                    (*name).into(),
                    yes(linked == Some(account(1))).into(),
                ]);
            }
        }
    }
    assert_eq!(table.len(), 28);
    insta::assert_snapshot!(table);
}
