//! What a rejected applicant is told (spec 03, "reason codes with mail texts").

use domain::approvals::{Rejection, RejectionReason};
use domain::values::{Fault, Message};
use rstest::rstest;

#[rstest]
#[case::a_sentence(RejectionReason::Incomplete, None, Ok(()))]
#[case::a_sentence_and_words(RejectionReason::Duplicate, Some("Ask for Olga."), Ok(()))]
#[case::words_alone(RejectionReason::Other, Some("We are full."), Ok(()))]
#[case::nothing(RejectionReason::Other, None, Err(Fault::Required))]
fn a_rejection_says_something(
    #[case] reason: RejectionReason,
    #[case] note: Option<&str>,
    #[case] expected: Result<(), Fault>,
) {
    let note = note.map(|note| Message::parse(note).expect("a message"));
    assert_eq!(Rejection::new(reason, note).map(drop), expected);
}
