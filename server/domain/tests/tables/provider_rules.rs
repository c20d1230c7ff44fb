//! Spec 02: when a claim changes a customer.

use domain::providers::{AddressFacts, Rule, Update, update, update_address};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

#[rstest]
#[case::set_once_empty(Rule::SetOnce, None, Some("new"), Update::Set("new"))]
#[case::set_once_filled(Rule::SetOnce, Some("old"), Some("new"), Update::Keep)]
#[case::always_empty(Rule::Always, None, Some("new"), Update::Set("new"))]
#[case::always_filled(Rule::Always, Some("old"), Some("new"), Update::Set("new"))]
#[case::always_the_same(Rule::Always, Some("new"), Some("new"), Update::Keep)]
#[case::always_missing_claim(Rule::Always, Some("old"), None, Update::Keep)]
#[case::suggest_empty(Rule::Suggest, None, Some("new"), Update::Suggest("new"))]
#[case::suggest_filled(Rule::Suggest, Some("old"), Some("new"), Update::Suggest("new"))]
#[case::suggest_the_same(Rule::Suggest, Some("new"), Some("new"), Update::Keep)]
fn field(
    #[case] rule: Rule,
    #[case] current: Option<&'static str>,
    #[case] claimed: Option<&'static str>,
    #[case] expected: Update<&'static str>,
) {
    assert_eq!(update(rule, current.as_ref(), claimed), expected);
}

#[test]
fn address_cross_product() {
    let mut table = Table::new(["rule", "differs", "proven", "taken", "address"]);
    for &rule in Rule::ALL {
        for differs in SWITCH {
            for proven in SWITCH {
                for taken in SWITCH {
                    let decision = update_address(AddressFacts {
                        rule,
                        differs,
                        proven,
                        taken,
                    });
                    let [differs, proven, taken] = [differs, proven, taken].map(|fact| yes(fact).to_owned());
                    table.row([rule.to_string(), differs, proven, taken, format!("{decision:?}")]);
                }
            }
        }
    }
    assert_eq!(table.len(), 24);
    insta::assert_snapshot!(table);
}
