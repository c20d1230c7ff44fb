//! The queue of requests: in pages, filtered, and found by words and likenesses.

use domain::approvals::{Likeness, Status, search_words};
use domain::ids::{ProviderId, RequestId, StaffId};
use domain::registration::Entry;
use serde_json::json;
use storage::accounts::{self, Kind, NewAccount, Origin};
use storage::registration_requests::{self as requests, Decision, Filter, NewRequest, Show};

use super::support::*;

on_both!(
    pages_follow_each_other_in_both_orders,
    each_condition_narrows_the_list,
    words_find_by_their_beginnings,
    what_changes_is_found_anew,
    what_is_erased_is_found_no_more,
    requests_that_share_a_value_are_found,
);

/// The ids of a page.
async fn page(store: &Store, filter: &Filter, limit: i64) -> Vec<RequestId> {
    let mut conn = store.db.read().await.unwrap();
    let found = requests::queue(&mut conn, filter, limit).await.unwrap();
    found.into_iter().map(|request| request.id).collect()
}

async fn index(store: &Store) -> u64 {
    commit(&store.db, async |tx| requests::index_pending(tx, 100).await).await
}

async fn found(store: &Store, typed: &str) -> Vec<RequestId> {
    let filter = Filter {
        words: search_words(typed),
        ..Filter::default()
    };
    page(store, &filter, 10).await
}

async fn approve(store: &Store, id: RequestId) {
    let decision = Decision {
        from: Status::Waiting,
        version: 1,
        to: Status::Approved,
        staff: Some(staff(&store.db, "olga@example.org").await),
        staff_name: "Olga",
        code: None,
        reason: None,
        expires_at: None,
        now: at(1),
    };
    assert!(commit(&store.db, async |tx| requests::decide(tx, id, &decision).await).await);
}

async fn pages_follow_each_other_in_both_orders(store: Store) {
    let mut ids = Vec::new();
    for number in 0..5 {
        let (token, address) = (format!("s{number}"), format!("p{number}@example.org"));
        ids.push(request(&store.db, &token, &address).await);
    }
    approve(&store, ids[1]).await;
    let waiting = |after, newest_first| Filter {
        show: Show::Standing(Status::Waiting),
        after,
        newest_first,
        ..Filter::default()
    };
    assert_eq!(page(&store, &waiting(None, false), 2).await, [ids[0], ids[2]]);
    assert_eq!(page(&store, &waiting(Some(ids[2]), false), 2).await, ids[3..]);
    assert!(page(&store, &waiting(Some(ids[4]), false), 2).await.is_empty());
    assert_eq!(page(&store, &waiting(None, true), 2).await, [ids[4], ids[3]]);
    assert_eq!(
        page(&store, &waiting(Some(ids[3]), true), 2).await,
        [ids[2], ids[0]]
    );
    assert_eq!(page(&store, &Filter::default(), 9).await, ids);
    let decided = Filter {
        show: Show::Decided,
        ..Filter::default()
    };
    assert_eq!(page(&store, &decided, 9).await, [ids[1]]);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(requests::count_waiting(&mut conn).await.unwrap(), 4);
}

/// Each condition, and which of two requests meet it: one that came through a provider, and one that was typed later
/// and that somebody has taken on.
fn conditions(
    club: ProviderId,
    olga: StaffId,
    through: RequestId,
    typed: RequestId,
) -> [(Filter, Vec<RequestId>); 9] {
    let all = Filter::default;
    [
        (
            Filter {
                entry: Some(Entry::Provider),
                ..all()
            },
            vec![through],
        ),
        (
            Filter {
                entry: Some(Entry::FormWithoutPassword),
                ..all()
            },
            vec![],
        ),
        (
            Filter {
                provider: Some(club),
                ..all()
            },
            vec![through],
        ),
        (
            Filter {
                submitted_by: Some(at(59)),
                ..all()
            },
            vec![through],
        ),
        (
            Filter {
                proven: Some(true),
                ..all()
            },
            vec![through],
        ),
        (
            Filter {
                proven: Some(false),
                ..all()
            },
            vec![typed],
        ),
        (
            Filter {
                assigned_to: Some(olga),
                ..all()
            },
            vec![typed],
        ),
        (
            Filter {
                show: Show::Standing(Status::Unproven),
                ..all()
            },
            vec![typed],
        ),
        (all(), vec![through, typed]),
    ]
}

async fn each_condition_narrows_the_list(store: Store) {
    let club = provider(&store.db, "club", true).await;
    let (claims, none) = (json!({ "sub": "1" }), json!({}));
    let through = NewRequest {
        entry: Entry::Provider,
        provider_id: Some(club),
        address_proven_at: Some(NOW),
        ..new_request("through", &claims)
    };
    let typed = NewRequest {
        status: Status::Unproven,
        now: at(60),
        ..new_request("typed", &none)
    };
    for new in [&through, &typed] {
        commit(&store.db, async |tx| requests::insert(tx, new).await).await;
    }
    let olga = staff(&store.db, "olga@example.org").await;
    let take = async |tx: &mut storage::Tx| requests::assign(tx, typed.id, Some((olga, "Olga"))).await;
    assert!(commit(&store.db, take).await);
    let (through, typed) = (through.id, typed.id);
    for (filter, expected) in conditions(club, olga, through, typed) {
        assert_eq!(page(&store, &filter, 10).await, expected, "{filter:?}");
    }
}

async fn words_find_by_their_beginnings(store: Store) {
    let account = NewAccount {
        id: domain::ids::AccountId::new(NOW, unique()),
        code: Some("K-4711"),
        name: "Werft",
        kind: Kind::Company,
        origin: Origin::Staff,
        reviewed: true,
        email: None,
        now: NOW,
    };
    commit(&store.db, async |tx| accounts::insert(tx, &account).await).await;
    let (address, none) = (email("mia.vogel@werft.example"), json!({}));
    let mia = NewRequest {
        account_id: Some(account.id),
        email: Some(&address),
        given_name: "Mía",
        family_name: "Vögel",
        company: Some("Werft Brandt"),
        ..new_request("mia", &none)
    };
    commit(&store.db, async |tx| requests::insert(tx, &mia).await).await;
    let grace = request(&store.db, "grace", "grace@example.org").await;
    assert!(found(&store, "vogel").await.is_empty(), "nothing is indexed yet");
    assert_eq!(index(&store).await, 2);
    assert_eq!(index(&store).await, 0);
    for typed in [
        "mia",
        "VÖG",
        "vog mi",
        "brandt werft",
        "mia.vogel@we",
        "werft.example",
        "4711",
        "k-47",
    ] {
        assert_eq!(found(&store, typed).await, [mia.id], "{typed}");
    }
    for typed in ["ogel", "mia grace", "zzz", "10001"] {
        assert!(found(&store, typed).await.is_empty(), "{typed}");
    }
    assert_eq!(found(&store, "e").await, [mia.id, grace]);
    assert_eq!(found(&store, "gra hop exa org").await, [grace]);
}

async fn what_changes_is_found_anew(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    index(&store).await;
    let correction = requests::Correction {
        given_name: "Augusta",
        family_name: "King",
        company: None,
        phone: None,
        message: None,
        language: domain::values::Language::En,
        now: at(1),
    };
    assert!(
        commit(&store.db, async |tx| requests::correct(tx, id, 1, &correction)
            .await)
        .await
    );
    assert_eq!(index(&store).await, 1, "a change is indexed again");
    assert_eq!(found(&store, "augusta").await, [id]);
    assert!(found(&store, "grace").await.is_empty());
}

async fn what_is_erased_is_found_no_more(store: Store) {
    let id = request(&store.db, "s", "ada@example.org").await;
    index(&store).await;
    assert_eq!(found(&store, "hopper").await, [id]);
    assert!(commit(&store.db, async |tx| requests::withdraw(tx, id, at(1)).await).await);
    assert!(found(&store, "hopper").await.is_empty());
    assert_eq!(index(&store).await, 0, "nothing of it is left to be found by");
}

async fn requests_that_share_a_value_are_found(store: Store) {
    let one = request(&store.db, "one", "a.da@example.org").await;
    let two = request(&store.db, "two", "ada@example.org").await;
    request(&store.db, "other", "bob@other.example").await;
    index(&store).await;
    let mut conn = store.db.read().await.unwrap();
    let mut sharing = async |likeness, value, limit| -> Vec<RequestId> {
        requests::sharing(&mut conn, one, likeness, value, limit)
            .await
            .unwrap()
            .into_iter()
            .map(|request| request.id)
            .collect()
    };
    assert_eq!(sharing(Likeness::Address, "ada@example.org", 5).await, [two]);
    assert_eq!(sharing(Likeness::Domain, "example.org", 5).await, [two]);
    assert_eq!(sharing(Likeness::Person, "grace hopper|", 1).await.len(), 1);
    assert!(sharing(Likeness::Phone, "405550117", 5).await.is_empty());
}
