//! Registration requests: decided once, erased when over, listed in pages.

use domain::approvals::{RejectionReason, Status};
use domain::ids::RequestId;
use domain::values::Language;
use serde_json::json;
use storage::registration_requests::{
    self as requests, Correction, Decision, NewRequest, RegistrationRequest,
};

use super::support::*;

on_both!(
    of_two_deciders_one_wins,
    a_decision_and_a_withdrawal_exclude_each_other,
    a_withdrawn_request_is_erased,
    a_rejection_can_be_undone_until_it_is_erased,
    an_approved_request_is_activated_once,
    a_proven_address_makes_it_wait,
    what_nobody_decided_expires,
    a_correction_notices_a_change,
    who_takes_a_request_on_changes_nothing_else,
    a_request_is_found_by_what_it_brought,
);

async fn load(store: &Store, id: RequestId) -> RegistrationRequest {
    requests::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap()
}

fn decision(to: Status, staff_name: &str) -> Decision<'_> {
    Decision {
        from: Status::Waiting,
        version: 1,
        to,
        staff: None,
        staff_name,
        code: Some(RejectionReason::Incomplete),
        reason: Some("a reason"),
        expires_at: Some(at(30)),
        now: at(1),
    }
}

fn assert_erased(request: &RegistrationRequest) {
    assert_eq!(
        (request.given_name.as_str(), request.family_name.as_str()),
        ("", "")
    );
    assert_eq!(
        (&request.email, &request.address_key, &request.message),
        (&None, &None, &None)
    );
    assert_eq!((&request.claims, &request.reason), (&json!({}), &None));
}

async fn of_two_deciders_one_wins(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    let won = winners(&store.db, 2, async |db, number| {
        let (to, name) = [(Status::Approved, "One"), (Status::Rejected, "Two")][number];
        let staff_id = staff(&db, ["one@example.org", "two@example.org"][number]).await;
        let decision = Decision {
            staff: Some(staff_id),
            ..decision(to, name)
        };
        commit(&db, async |tx| requests::decide(tx, id, &decision).await).await
    })
    .await;
    assert_eq!(won, 1);
    let decided = load(&store, id).await;
    let expected = if decided.status == Status::Approved {
        "One"
    } else {
        "Two"
    };
    assert_eq!(
        decided.decided_by_name.as_deref(),
        Some(expected),
        "the other one can be told who was first"
    );
    assert!(decided.decided_by.is_some());
    assert_eq!((decided.decided_at, decided.version), (Some(at(1)), 2));
}

async fn a_decision_and_a_withdrawal_exclude_each_other(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    let won = winners(&store.db, 2, async |db, number| {
        if number == 0 {
            return commit(&db, async |tx| requests::withdraw(tx, id, at(4)).await).await;
        }
        commit(&db, async |tx| {
            requests::decide(tx, id, &decision(Status::Approved, "One")).await
        })
        .await
    })
    .await;
    assert_eq!(won, 1);
}

async fn a_withdrawn_request_is_erased(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    assert!(commit(&store.db, async |tx| requests::withdraw(tx, id, at(4)).await).await);
    assert!(!commit(&store.db, async |tx| requests::withdraw(tx, id, at(4)).await).await);
    let found = load(&store, id).await;
    assert_eq!((found.status, found.ended_at), (Status::Withdrawn, Some(at(4))));
    assert_erased(&found);
    let mut conn = store.db.read().await.unwrap();
    let by_token = requests::by_status_token(&mut conn, "s").await.unwrap();
    assert_eq!(
        by_token.unwrap().status,
        Status::Withdrawn,
        "the status page can say so"
    );
}

async fn a_rejection_can_be_undone_until_it_is_erased(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    let rejected = decision(Status::Rejected, "One");
    assert!(!commit(&store.db, async |tx| requests::reopen(tx, id, at(90)).await).await);
    assert!(commit(&store.db, async |tx| requests::decide(tx, id, &rejected).await).await);
    assert!(commit(&store.db, async |tx| requests::reopen(tx, id, at(90)).await).await);
    let found = load(&store, id).await;
    assert_eq!(
        (found.status, found.decided_at, found.reason_code, found.reason),
        (Status::Waiting, None, None, None)
    );
    let again = Decision {
        version: found.version,
        ..rejected
    };
    assert!(commit(&store.db, async |tx| requests::decide(tx, id, &again).await).await);

    assert!(
        commit(&store.db, async |tx| requests::erase_rejected(tx, at(29)).await)
            .await
            .is_empty()
    );
    let erased = commit(&store.db, async |tx| requests::erase_rejected(tx, at(30)).await).await;
    assert_eq!(erased, [(id, None)]);
    assert!(
        commit(&store.db, async |tx| requests::erase_rejected(tx, at(31)).await)
            .await
            .is_empty()
    );
    let found = load(&store, id).await;
    assert_eq!(found.status, Status::Rejected, "the trace stays");
    assert_erased(&found);
    assert!(!commit(&store.db, async |tx| requests::reopen(tx, id, at(90)).await).await);
}

async fn an_approved_request_is_activated_once(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    assert!(!commit(&store.db, async |tx| requests::activate(tx, id, at(6)).await).await);
    let approved = decision(Status::Approved, "One");
    commit(&store.db, async |tx| requests::decide(tx, id, &approved).await).await;
    let won = winners(&store.db, 2, async |db, _| {
        commit(&db, async |tx| requests::activate(tx, id, at(6)).await).await
    })
    .await;
    assert_eq!(won, 1);
    let found = load(&store, id).await;
    assert_eq!((found.status, found.ended_at), (Status::Activated, Some(at(6))));
}

async fn a_proven_address_makes_it_wait(store: Store) {
    let claims = json!({"sub": "1"});
    let new = NewRequest {
        status: Status::Unproven,
        ..new_request("s", &claims)
    };
    commit(&store.db, async |tx| requests::insert(tx, &new).await).await;
    let prove = async |tx: &mut storage::Tx| requests::prove_address(tx, new.id, at(900), at(2)).await;
    assert!(commit(&store.db, prove).await);
    assert!(!commit(&store.db, prove).await);
    let found = load(&store, new.id).await;
    assert_eq!(
        (found.status, found.address_proven_at),
        (Status::Waiting, Some(at(2)))
    );
    assert_eq!(found.expires_at, Some(at(900)));
    assert_eq!(found.claims, claims);
}

async fn what_nobody_decided_expires(store: Store) {
    let id = request(&store.db, "waiting", "ada@example.org").await;
    let decided = request(&store.db, "decided", "grace@example.org").await;
    let approved = Decision {
        expires_at: Some(at(5)),
        ..decision(Status::Approved, "One")
    };
    commit(&store.db, async |tx| {
        requests::decide(tx, decided, &approved).await
    })
    .await;
    assert!(
        commit(&store.db, async |tx| requests::expire_due(tx, at(89)).await)
            .await
            .is_empty()
    );
    let expired = commit(&store.db, async |tx| requests::expire_due(tx, at(90)).await).await;
    assert_eq!(expired, [(id, None)]);
    let found = load(&store, id).await;
    assert_eq!((found.status, found.ended_at), (Status::Expired, Some(at(90))));
    assert_erased(&found);
    assert_eq!(load(&store, decided).await.status, Status::Approved);
}

async fn a_correction_notices_a_change(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    let correction = Correction {
        given_name: "Augusta",
        family_name: "King",
        company: Some("Engines"),
        phone: None,
        message: None,
        language: Language::El,
        now: at(3),
    };
    assert!(
        commit(&store.db, async |tx| requests::correct(tx, id, 1, &correction)
            .await)
        .await
    );
    assert!(
        !commit(&store.db, async |tx| requests::correct(tx, id, 1, &correction)
            .await)
        .await
    );
    let found = load(&store, id).await;
    assert_eq!(
        (found.given_name.as_str(), found.company.as_deref()),
        ("Augusta", Some("Engines"))
    );
    assert_eq!((found.language, found.corrected_at), (Language::El, Some(at(3))));
    let seen_before = decision(Status::Approved, "One");
    assert!(!commit(&store.db, async |tx| requests::decide(tx, id, &seen_before).await).await);
    let approved = Decision {
        version: 2,
        ..seen_before
    };
    commit(&store.db, async |tx| requests::decide(tx, id, &approved).await).await;
    assert!(
        !commit(&store.db, async |tx| requests::correct(tx, id, 3, &correction)
            .await)
        .await
    );
}

async fn a_request_is_found_by_what_it_brought(store: Store) {
    let club = provider(&store.db, "club", true).await;
    let customer_id = customer(&store.db, "customer@example.org").await;
    let (address, claims) = (email("ADA@example.org"), json!({"sub": "1"}));
    let new = NewRequest {
        provider_id: Some(club),
        issuer: Some("https://id.example"),
        subject: Some("1"),
        customer_id: Some(customer_id),
        email: Some(&address),
        ..new_request("s", &claims)
    };
    commit(&store.db, async |tx| requests::insert(tx, &new).await).await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        requests::by_customer(&mut conn, customer_id)
            .await
            .unwrap()
            .unwrap()
            .id,
        new.id
    );
    assert_eq!(
        requests::by_status_token(&mut conn, "s")
            .await
            .unwrap()
            .unwrap()
            .id,
        new.id
    );
}

async fn who_takes_a_request_on_changes_nothing_else(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    let staff = staff(&store.db, "olga@example.org").await;
    let take = async |to| commit(&store.db, async |tx| requests::assign(tx, id, to).await).await;
    assert!(take(Some((staff, "Olga"))).await);
    let found = load(&store, id).await;
    assert_eq!(
        (found.assigned_to, found.assigned_name.as_deref(), found.version),
        (Some(staff), Some("Olga"), 1)
    );
    assert!(take(None).await);
    assert_eq!(load(&store, id).await.assigned_to, None);
    let approved = decision(Status::Approved, "One");
    assert!(commit(&store.db, async |tx| requests::decide(tx, id, &approved).await).await);
    assert!(!take(Some((staff, "Olga"))).await);
}
