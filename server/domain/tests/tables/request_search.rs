//! By which words a request is found (spec 03, "search").

use domain::approvals::{search_words, words_of};
use rstest::rstest;

#[rstest]
#[case::names("Mia Vögel", &["mia", "vogel"])]
#[case::greek("Ελένη Παπαδοπούλου", &["ελενη", "παπαδοπουλου"])]
#[case::accents_that_stand_alone("Jose\u{301}", &["jose"])]
#[case::a_double_name("Meyer-Groß", &["gross", "meyer"])]
#[case::an_address("Mia.V@Example.org", &["example", "mia", "mia.v@example.org", "org", "v"])]
#[case::a_code("A-10001", &["10001", "a"])]
#[case::nothing(" – ", &[])]
fn kept(#[case] text: &str, #[case] words: &[&str]) {
    assert_eq!(words_of([text]).into_iter().collect::<Vec<_>>(), words);
}

#[rstest]
#[case::a_beginning("  Vö ", &["vo"])]
#[case::several("mia VOG", &["mia", "vog"])]
#[case::the_beginning_of_an_address("mia.v@exa", &["mia.v@exa"])]
#[case::a_domain("@example.org", &["example", "org"])]
#[case::a_code("A-100", &["a", "100"])]
#[case::too_many("a b c d e f", &["a", "b", "c", "d"])]
#[case::signs("% _ '\u{0}", &[])]
#[case::nothing("", &[])]
fn looked_for(#[case] typed: &str, #[case] words: &[&str]) {
    assert_eq!(search_words(typed), words);
}

#[test]
fn a_long_word_is_found_by_what_is_kept_of_it() {
    let long = "ä".repeat(500);
    let kept = words_of([long.as_str()]);
    assert!(kept.contains(&search_words(&long)[0]));
    assert_eq!(search_words(&long)[0].chars().count(), 40);
}
