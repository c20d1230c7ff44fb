//! Spec 02: when a claim changes a customer.

use domain::providers::{
    AddressFacts, ClaimMapping, Claimed, CurrentAddress, Field, Rule, Sets, Standing, Update, follow, rules,
    sets, update, update_address,
};
use domain::values::{Language, PersonName, Phone};
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
    let mut table = Table::new([
        "rule",
        "customer has",
        "changed",
        "proven",
        "taken",
        "admitted",
        "address",
    ]);
    for &rule in Rule::ALL {
        for current in [
            CurrentAddress::None,
            CurrentAddress::Same,
            CurrentAddress::Another,
        ] {
            for changed in SWITCH {
                for proven in SWITCH {
                    for (taken, admitted) in [(true, true), (true, false), (false, true), (false, false)] {
                        let decision = update_address(AddressFacts {
                            rule,
                            current,
                            changed,
                            proven,
                            taken,
                            admitted,
                        });
                        let [changed, proven, taken, admitted] =
                            [changed, proven, taken, admitted].map(|fact| yes(fact).to_owned());
                        table.row([
                            rule.to_string(),
                            format!("{current:?}"),
                            changed,
                            proven,
                            taken,
                            admitted,
                            format!("{decision:?}"),
                        ]);
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), 144);
    insta::assert_snapshot!(table);
}

fn person(text: &str) -> Option<PersonName> {
    PersonName::parse(text).ok()
}

/// A mapping whose fields all have this rule.
fn mapping(rule: Rule) -> ClaimMapping {
    let field = |claim: &str| {
        Some(Field {
            claim: claim.to_owned(),
            rule,
        })
    };
    ClaimMapping {
        given_name: field("given_name"),
        family_name: field("family_name"),
        phone: field("phone_number"),
        language: field("locale"),
        ..ClaimMapping::default()
    }
}

#[test]
fn every_field_follows_its_own_rule() {
    let mut table = Table::new(["rule", "customer has", "given", "family", "phone", "language"]);
    let claimed = Claimed {
        given_name: person("Ada"),
        family_name: person("Byron"),
        phone: Phone::parse("+44 20 7946 0000").ok(),
        language: Some(Language::El),
        address: true,
    };
    let full = Standing {
        given_name: person("Augusta"),
        family_name: person("Byron"),
        phone: Phone::parse("+30 210 555 0142").ok(),
        language: Language::De,
    };
    for &rule in Rule::ALL {
        for (name, standing) in [("nothing", Standing::default()), ("all", full.clone())] {
            let following = follow(&mapping(rule), &standing, claimed.clone());
            table.row([
                rule.to_string(),
                name.to_owned(),
                format!("{:?}", following.given_name),
                format!("{:?}", following.family_name),
                format!("{:?}", following.phone),
                format!("{:?}", following.language),
            ]);
            let nothing = follow(&mapping(rule), &standing, Claimed::default());
            assert!(!nothing.sets_any(), "a missing claim empties nothing");
        }
    }
    insta::assert_snapshot!(table);
}

#[rstest]
#[case::own_claim(Some(Rule::SetOnce), Some(Rule::Always), Rule::SetOnce)]
#[case::only_the_full_name(None, Some(Rule::Always), Rule::Always)]
#[case::no_claim(None, None, Rule::SetOnce)]
fn a_name_without_a_claim_follows_the_full_name(
    #[case] own: Option<Rule>,
    #[case] full: Option<Rule>,
    #[case] expected: Rule,
) {
    let field = |rule: Option<Rule>| {
        rule.map(|rule| Field {
            claim: "x".to_owned(),
            rule,
        })
    };
    let mapping = ClaimMapping {
        given_name: field(own),
        family_name: field(own),
        full_name: field(full),
        ..ClaimMapping::default()
    };
    let rules = rules(&mapping);
    assert_eq!((rules.given_name, rules.family_name), (expected, expected));
}

const NOTHING: Sets = Sets {
    given_name: false,
    family_name: false,
    email: false,
    phone: false,
    language: false,
};

/// A mapping with one rule for the address, the full name and the phone, and none for the language.
#[rstest]
#[case::never_sent(Rule::Always, Claimed::default(), NOTHING)]
#[case::an_address(Rule::Always, Claimed { address: true, ..Claimed::default() }, Sets { email: true, ..NOTHING })]
#[case::half_a_name(
    Rule::Always,
    Claimed { given_name: person("Alex"), ..Claimed::default() },
    Sets { given_name: true, ..NOTHING }
)]
#[case::another_rule(
    Rule::SetOnce,
    Claimed { given_name: person("Alex"), ..Claimed::default() },
    NOTHING
)]
#[case::not_mapped(
    Rule::Always,
    Claimed { language: Some(Language::El), ..Claimed::default() },
    NOTHING
)]
fn what_a_provider_sets(#[case] rule: Rule, #[case] claimed: Claimed, #[case] expected: Sets) {
    let field = |claim: &str| {
        Some(Field {
            claim: claim.to_owned(),
            rule,
        })
    };
    let mapping = ClaimMapping {
        email: field("email"),
        given_name: None,
        family_name: None,
        full_name: field("name"),
        phone: field("phone_number"),
        language: None,
        ..ClaimMapping::default()
    };
    assert_eq!(sets(&mapping, &claimed), expected);
}
