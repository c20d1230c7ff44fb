//! Spec 03, "For operations": by which words a customer is found, and what staff may do with one.

use domain::customers::search::{Findable, behind, phone_word, prefixes, words};
use domain::customers::{CustomerStatus, LinkFacts, LinkToSend, Switch, link_to_send, switch};
use domain::values::{Email, Fault};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const NOBODY: Findable<'_> = Findable {
    number: 100_017,
    address: None,
    given_name: "",
    family_name: "",
    account_code: None,
    phone: None,
};

fn found(customer: &Findable<'_>, question: &str) -> bool {
    let words = words(customer);
    let asked = prefixes(question);
    !asked.is_empty()
        && asked
            .iter()
            .all(|prefix| words.iter().any(|word| word.starts_with(prefix)))
}

#[rstest]
#[case::the_number("100017")]
#[case::the_beginning_of_the_number("1000")]
#[case::the_family_name("Hohenstein-Oberfelder")]
#[case::a_part_of_it("oberfeld")]
#[case::a_particle("von")]
#[case::the_beginning_of_the_given_name("MAX")]
#[case::two_names_in_any_order("hohen maxi")]
#[case::the_address("m.hohenstein@werft-brandt.example")]
#[case::its_beginning("m.hohen")]
#[case::what_stands_before_the_domain("m.hohenstein@")]
#[case::the_domain("@werft-brandt.example")]
#[case::the_account_code("K-2201")]
#[case::the_account_code_without_its_letter("2201")]
#[case::with_blanks_around("  von  ")]
fn finds(#[case] question: &str) {
    let address = Email::parse("M.Hohenstein@werft-brandt.example").unwrap().key();
    let customer = Findable {
        address: Some(&address),
        given_name: "Maximiliane-Charlotte",
        family_name: "von Hohenstein-Oberfelder",
        account_code: Some("K-2201"),
        ..NOBODY
    };
    assert!(found(&customer, question), "{:?}", words(&customer));
}

#[rstest]
#[case::nothing("")]
#[case::blanks("   ")]
#[case::punctuation("- . @")]
#[case::the_middle_of_a_word("ohenstein")]
#[case::one_word_that_is_not_there("hohenstein anna")]
fn does_not_find(#[case] question: &str) {
    let customer = Findable {
        given_name: "Maximiliane",
        family_name: "Hohenstein",
        ..NOBODY
    };
    assert!(!found(&customer, question));
}

#[rstest]
#[case::greek_without_accents("Παπαδημητρακοπούλου", "παπαδημητρακοπουλου")]
#[case::a_final_sigma("Μαρίνος", "ΜΑΡΙΝΟΣ")]
#[case::an_umlaut_without_its_dots("Müller", "muller")]
#[case::an_umlaut_in_two_characters("Mu\u{308}ller", "Müller")]
#[case::a_sharp_s("Groß", "GROSS")]
fn how_a_name_is_typed_is_not_how_it_is_written(#[case] name: &str, #[case] question: &str) {
    let customer = Findable {
        family_name: name,
        ..NOBODY
    };
    assert!(found(&customer, question), "{:?}", words(&customer));
}

#[test]
fn a_phone_is_one_word_however_it_is_written_and_no_question_finds_it() {
    let customer = Findable {
        phone: Some("+49 40 555-0117"),
        ..NOBODY
    };
    let word = phone_word("040/5550117").unwrap();
    assert!(words(&customer).contains(&word), "{:?}", words(&customer));
    for question in ["405550117", "#405550117", "555"] {
        assert!(!found(&customer, question), "{question}");
    }
    assert_eq!(phone_word("1234"), None);
}

#[test]
fn a_question_is_cut_to_what_one_statement_asks() {
    assert_eq!(prefixes("a bb cc dddd e ff"), ["dddd", "bb", "cc", "ff"]);
    assert_eq!(prefixes(&"x".repeat(500))[0].len(), 60);
    assert_eq!(prefixes("a\0b"), ["ab"], "no database takes a NUL");
    let name = "y".repeat(500);
    let customer = Findable {
        family_name: &name,
        ..NOBODY
    };
    assert!(found(&customer, &name));
}

#[test]
fn all_words_with_a_beginning_stand_before_what_lies_behind_it() {
    assert!("ada".as_bytes() < behind("ad").as_bytes() && "ae".as_bytes() > behind("ad").as_bytes());
    assert!("ad\u{1F600}".as_bytes() < behind("ad").as_bytes());
}

#[rstest]
#[case::an_active_customer_is_disabled(CustomerStatus::Active, Switch::Disable, Ok(CustomerStatus::Disabled))]
#[case::a_disabled_one_is_enabled(CustomerStatus::Disabled, Switch::Enable, Ok(CustomerStatus::Active))]
#[case::nobody_twice(CustomerStatus::Disabled, Switch::Disable, Err(Fault::Stale))]
#[case::nobody_is_let_in_past_the_queue(CustomerStatus::Waiting, Switch::Enable, Err(Fault::Stale))]
#[case::nor_past_the_proof(CustomerStatus::Unproven, Switch::Enable, Err(Fault::Stale))]
#[case::nor_after_a_rejection(CustomerStatus::Rejected, Switch::Enable, Err(Fault::Stale))]
#[case::nor_after_all_is_erased(CustomerStatus::Anonymised, Switch::Enable, Err(Fault::Stale))]
fn switches(
    #[case] status: CustomerStatus,
    #[case] wanted: Switch,
    #[case] expected: Result<CustomerStatus, Fault>,
) {
    assert_eq!(switch(status, wanted), expected);
}

const ACTIVE: LinkFacts = LinkFacts {
    status: CustomerStatus::Active,
    has_address: true,
    approved: false,
    local_sign_in: true,
    customer_accounts: true,
};

#[rstest]
#[case::unproven_gets_the_activation(LinkFacts { status: CustomerStatus::Unproven, ..ACTIVE }, Some(LinkToSend::Activate))]
#[case::approved_gets_the_way_in(LinkFacts { approved: true, ..ACTIVE }, Some(LinkToSend::Finish))]
#[case::active_gets_a_new_password(ACTIVE, Some(LinkToSend::Reset))]
#[case::no_password_where_there_are_none(LinkFacts { local_sign_in: false, ..ACTIVE }, None)]
#[case::nothing_without_an_address(LinkFacts { has_address: false, ..ACTIVE }, None)]
#[case::nothing_while_accounts_are_off(LinkFacts { customer_accounts: false, ..ACTIVE }, None)]
#[case::nothing_for_who_is_disabled(LinkFacts { status: CustomerStatus::Disabled, ..ACTIVE }, None)]
#[case::nothing_for_who_waits(LinkFacts { status: CustomerStatus::Waiting, ..ACTIVE }, None)]
fn links(#[case] facts: LinkFacts, #[case] expected: Option<LinkToSend>) {
    assert_eq!(link_to_send(facts), expected);
}

#[test]
fn cross_product_of_the_link() {
    let mut table = Table::new(["status", "address", "approved", "L", "accounts", "link"]);
    for status in CustomerStatus::ALL.iter().copied() {
        for has_address in SWITCH {
            for approved in SWITCH {
                for local_sign_in in SWITCH {
                    for customer_accounts in SWITCH {
                        let facts = LinkFacts {
                            status,
                            has_address,
                            approved,
                            local_sign_in,
                            customer_accounts,
                        };
                        table.row([
                            status.to_string(),
                            yes(has_address).into(),
                            yes(approved).into(),
                            yes(local_sign_in).into(),
                            yes(customer_accounts).into(),
                            link_to_send(facts).map_or_else(|| "–".to_owned(), |link| format!("{link:?}")),
                        ]);
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table.to_string());
}
