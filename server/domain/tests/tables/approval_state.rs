//! Spec 01 §3, "The request as a state machine".

use domain::approvals::{Decision, Due, Refused, Request, Status};
use domain::time::{Span, Timestamp};
use domain::values::Fault;
use rstest::rstest;

use crate::support::{NOW, Table, staff};

pub fn decision(at: Timestamp) -> Decision {
    Decision {
        by: staff(1),
        by_name: "Ines".to_owned(),
        at,
    }
}

/// A request in each state, all of them reached at `NOW`.
pub fn requests() -> Vec<Request> {
    vec![
        Request::Unproven { submitted_at: NOW },
        Request::Waiting { since: NOW },
        Request::Approved(decision(NOW)),
        Request::Activated {
            at: NOW,
            decision: Some(decision(NOW)),
        },
        Request::Activated {
            at: NOW,
            decision: None,
        },
        Request::Rejected(decision(NOW)),
        Request::Withdrawn { at: NOW },
        Request::Expired { at: NOW },
    ]
}

pub type Event = fn(Request, Timestamp) -> Result<Request, Refused>;

pub const EVENTS: [(&str, Event); 9] = [
    ("prove_address", |request, now| request.prove_address(now)),
    ("admit", |request, now| request.admit(now)),
    ("approve", |request, now| request.approve(decision(now))),
    ("reject", |request, now| request.reject(decision(now))),
    ("undo_rejection", |request, now| request.undo_rejection(now)),
    ("correct", |request, now| request.correct(now)),
    ("withdraw", |request, now| request.withdraw(now)),
    ("expire", |request, now| request.expire(now)),
    ("activate", |request, now| request.activate(now)),
];

#[test]
fn from_the_form_to_the_first_sign_in() -> Result<(), Refused> {
    let request = Request::submit(NOW, false);
    assert_eq!(request.status(), Status::Unproven);
    let request = request.prove_address(NOW.plus(Span::hours(1)))?;
    assert_eq!(request.status(), Status::Waiting);
    let request = request.approve(decision(NOW.plus(Span::days(1))))?;
    assert_eq!(request.status(), Status::Approved);
    let request = request.activate(NOW.plus(Span::days(2)))?;
    assert_eq!(request.status(), Status::Activated);
    Ok(())
}

#[test]
fn a_proven_address_waits_at_once() {
    assert_eq!(Request::submit(NOW, true), Request::Waiting { since: NOW });
}

#[test]
fn deciding_twice_is_refused_with_who_and_when() {
    let later = Decision {
        by: staff(2),
        by_name: "Jon".to_owned(),
        at: NOW.plus(Span::minutes(1)),
    };
    for first in [Request::Approved(decision(NOW)), Request::Rejected(decision(NOW))] {
        assert_eq!(
            first.clone().approve(later.clone()),
            Err(Refused::AlreadyDecided(decision(NOW)))
        );
        assert_eq!(
            first.reject(later.clone()),
            Err(Refused::AlreadyDecided(decision(NOW)))
        );
    }
}

#[test]
fn deciding_something_withdrawn_is_refused() {
    let request = Request::Withdrawn { at: NOW };
    assert_eq!(
        request.approve(decision(NOW)),
        Err(Refused::AlreadyWithdrawn { at: NOW })
    );
}

#[test]
fn an_undone_rejection_waits_with_its_full_time() -> Result<(), Refused> {
    let back = NOW.plus(Span::days(29));
    let request = Request::Rejected(decision(NOW)).undo_rejection(back)?;
    assert_eq!(request, Request::Waiting { since: back });
    Ok(())
}

#[rstest]
#[case::unproven_7_days(Request::Unproven { submitted_at: NOW }, Span::days(7), Due::Expire)]
#[case::waiting_90_days(Request::Waiting { since: NOW }, Span::days(90), Due::Expire)]
#[case::rejected_30_days(Request::Rejected(decision(NOW)), Span::days(30), Due::Erase)]
fn time_is_over(#[case] request: Request, #[case] after: Span, #[case] due: Due) {
    let end = NOW.plus(after);
    assert_eq!(request.due_at(), Some(end));
    assert_eq!(request.due(end.minus(Span::millis(1))), None);
    assert_eq!(request.due(end), Some(due));
}

#[rstest]
#[case::prove("prove_address", Request::Unproven { submitted_at: NOW }, Span::days(7))]
#[case::approve("approve", Request::Waiting { since: NOW }, Span::days(90))]
#[case::reject("reject", Request::Waiting { since: NOW }, Span::days(90))]
#[case::correct("correct", Request::Waiting { since: NOW }, Span::days(90))]
#[case::undo("undo_rejection", Request::Rejected(decision(NOW)), Span::days(30))]
fn nothing_happens_after_the_end(#[case] event: &str, #[case] request: Request, #[case] after: Span) {
    let (_, apply) = EVENTS[EVENTS
        .iter()
        .position(|(name, _)| *name == event)
        .expect("an event")];
    assert!(apply(request.clone(), NOW.plus(after).minus(Span::millis(1))).is_ok());
    assert_eq!(apply(request, NOW.plus(after)), Err(Refused::TooLate));
}

#[rstest]
#[case::unproven(Refused::AddressUnproven, Fault::AddressUnproven)]
#[case::decided(Refused::AlreadyDecided(decision(NOW)), Fault::AlreadyDecided)]
#[case::activated(Refused::AlreadyActivated { at: NOW }, Fault::AlreadyDecided)]
#[case::waiting(Refused::NotDecided, Fault::NotDecided)]
#[case::withdrawn(Refused::AlreadyWithdrawn { at: NOW }, Fault::RequestWithdrawn)]
#[case::expired(Refused::AlreadyExpired { at: NOW }, Fault::RequestExpired)]
#[case::too_late(Refused::TooLate, Fault::RequestExpired)]
fn what_the_screens_say(#[case] refused: Refused, #[case] fault: Fault) {
    assert_eq!(Fault::from(&refused), fault);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["state", "event", "an hour later", "a hundred days later"]);
    for request in requests() {
        let by_staff = matches!(
            request,
            Request::Activated {
                decision: Some(_),
                ..
            }
        );
        for (event, apply) in EVENTS {
            let outcome = |after| match apply(request.clone(), NOW.plus(after)) {
                Ok(next) => format!("-> {}", next.status()),
                Err(refused) => format!("{refused}"),
            };
            let state = format!(
                "{}{}",
                request.status(),
                if by_staff { " (approved)" } else { "" }
            );
            table.row([
                state,
                event.into(),
                outcome(Span::hours(1)),
                outcome(Span::days(100)),
            ]);
        }
    }
    assert_eq!(table.len(), 72);
    insta::assert_snapshot!(table);
}

#[test]
fn where_the_customer_stands() {
    let mut table = Table::new(["request", "open", "customer", "mail again"]);
    for status in Status::ALL {
        table.row([
            status.to_string(),
            status.is_open().to_string(),
            status.customer_status().to_string(),
            format!("{:?}", status.mail_again()),
        ]);
    }
    insta::assert_snapshot!(table);
}
