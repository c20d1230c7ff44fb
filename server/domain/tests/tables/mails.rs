//! Spec 03, "mails sent with their state": which of them staff may send again, and what a mail server's answer means.

use domain::mails::{Again, Carries, MailFacts, Meaning, NotAgain, Status, again, meaning};
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const SENT: MailFacts = MailFacts {
    status: Status::Sent,
    carries: Carries::Words,
    holds: true,
    reaches: true,
    copied: false,
};

#[rstest]
#[case::a_mail_that_waits(MailFacts { status: Status::Queued, ..SENT }, Err(NotAgain::UnderWay))]
#[case::one_that_was_given_up(MailFacts { status: Status::Failed, ..SENT }, Ok(Again::Wait))]
#[case::one_that_left(SENT, Ok(Again::Copy))]
#[case::one_whose_copy_left(MailFacts { copied: true, ..SENT }, Err(NotAgain::Copied))]
#[case::a_link(MailFacts { carries: Carries::Link, ..SENT }, Ok(Again::NewLink))]
#[case::a_link_that_was_given_up(
    MailFacts { carries: Carries::Link, status: Status::Failed, ..SENT },
    Ok(Again::NewLink)
)]
#[case::a_code(MailFacts { carries: Carries::Code, ..SENT }, Err(NotAgain::CodeIsOver))]
#[case::news_of_yesterday(MailFacts { holds: false, ..SENT }, Err(NotAgain::Outdated))]
#[case::news_for_a_former_address(MailFacts { reaches: false, ..SENT }, Err(NotAgain::OtherAddress))]
fn sending_again(#[case] facts: MailFacts, #[case] expected: Result<Again, NotAgain>) {
    assert_eq!(again(facts), expected);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["status", "carries", "holds", "reaches", "copied", "again"]);
    for &status in Status::ALL {
        for carries in Carries::ALL {
            for holds in SWITCH {
                for reaches in SWITCH {
                    for copied in SWITCH {
                        let facts = MailFacts {
                            status,
                            carries,
                            holds,
                            reaches,
                            copied,
                        };
                        table.row([
                            status.to_string(),
                            format!("{carries:?}"),
                            yes(holds).to_owned(),
                            yes(reaches).to_owned(),
                            yes(copied).to_owned(),
                            format!("{:?}", again(facts)),
                        ]);
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_opens_something_once_is_never_sent_as_it_was() {
    for &status in Status::ALL {
        for carries in [Carries::Link, Carries::Code] {
            let facts = MailFacts {
                status,
                carries,
                ..SENT
            };
            assert!(
                !matches!(again(facts), Ok(Again::Wait | Again::Copy)),
                "{facts:?}"
            );
        }
    }
}

#[rstest]
#[case::no_such_user("permanent error (550): 5.1.1 no such user", Meaning::NoMailbox)]
#[case::no_such_domain("permanent error (550): 5.1.2 bad destination", Meaning::NoMailbox)]
#[case::an_old_server("permanent error (550): no such user", Meaning::NoMailbox)]
#[case::refused_by_a_policy("permanent error (550): 5.7.1 message looks like spam", Meaning::Unwanted)]
#[case::refused_without_a_reason("permanent error (554): transaction failed", Meaning::Unwanted)]
#[case::full("permanent error (552): 5.2.2 over quota", Meaning::MailboxFull)]
#[case::full_for_now("transient error (452): 4.2.2 over quota", Meaning::MailboxFull)]
#[case::greylisted("transient error (451): 4.7.1 greylisted", Meaning::Later)]
#[case::busy("transient error (421): too many connections", Meaning::Later)]
#[case::a_wrong_password("permanent error (535): 5.7.8 authentication failed", Meaning::Locked)]
#[case::no_certificate("tls error: invalid peer certificate", Meaning::Locked)]
#[case::nobody_there("Connection error: Connection refused (os error 111)", Meaning::Silent)]
#[case::cut_off("network error: broken pipe", Meaning::Silent)]
#[case::too_slow("the mail server did not answer in time", Meaning::Silent)]
#[case::too_large("permanent error (552): 5.3.4 message too big", Meaning::Other)]
#[case::of_another_version("mail \"birthday\": unknown variant", Meaning::Other)]
#[case::a_code_that_is_none("permanent error (x): 5.1.1", Meaning::Other)]
#[case::a_number_that_is_no_code("permanent error (550): 5.1.1.1 is our address", Meaning::NoMailbox)]
#[case::nothing("", Meaning::Other)]
fn answers(#[case] note: &str, #[case] expected: Meaning) {
    assert_eq!(meaning(note), expected);
}
