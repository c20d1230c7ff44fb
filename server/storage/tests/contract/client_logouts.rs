//! Telling clients that sessions are over: who is to be told, who tells, and what became of it.

use domain::ids::{ClientId, CustomerId, GrantId, IdentityId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::time::{Span, Timestamp};
use storage::client_logouts::{self, ClientLogout, Status};
use storage::grants::{self, NewGrant};
use storage::logout_tokens::{self, Upstream};
use storage::sessions::{self, EndedBecause, NewSession};

use super::clients::client;
use super::support::*;

on_both!(
    every_end_of_a_session_is_announced,
    what_was_given_ends_with_a_session_that_somebody_shuts,
    only_clients_that_were_given_something_and_take_tokens_are_told,
    an_end_is_announced_once,
    a_claimed_row_is_locked_for_a_while,
    the_oldest_are_claimed_first,
    two_who_claim_at_once_share_the_rows,
    what_has_come_to_an_end_stays_so,
    a_try_that_failed_is_due_later,
    a_client_has_its_latest,
);

const LOCK: Span = Span::seconds(60);

/// A customer who is signed in through a provider, in a session that a client was given something in.
pub(super) struct Given {
    pub(super) customer: CustomerId,
    provider: ProviderId,
    identity: IdentityId,
    pub(super) client: ClientId,
    pub(super) session: SessionId,
    code: String,
}

pub(super) async fn give(store: &Store, name: &str) -> Given {
    let customer = customer(&store.db, &format!("{name}@example.org")).await;
    let provider = provider(&store.db, name, true).await;
    let identity = identity(&store.db, provider, "subject", customer).await;
    let new = NewSession {
        began: Began::Provider,
        provider_id: Some(provider),
        identity_id: Some(identity),
        upstream_sid: Some("upstream"),
        ..new_session(name, customer)
    };
    commit(&store.db, async |tx| sessions::insert(tx, &new).await).await;
    let client = client(store, "Magazine").await;
    let code = grant(store, client, customer, new.id).await;
    Given {
        customer,
        provider,
        identity,
        client,
        session: new.id,
        code,
    }
}

/// Gives the client a code, and answers it.
pub(super) async fn grant(
    store: &Store,
    client_id: ClientId,
    customer_id: CustomerId,
    session_id: SessionId,
) -> String {
    let id = GrantId::new(NOW, unique());
    let scopes = "openid".parse().unwrap();
    let code_hash = id.to_string();
    let new = NewGrant {
        id,
        client_id,
        customer_id,
        session_id,
        scopes: &scopes,
        claims: &domain::clients::Claims::default(),
        auth_time: NOW,
        amr: "pwd",
        nonce: None,
        redirect_uri: "https://app.example/callback",
        challenge: None,
        code_hash: &code_hash,
        code_expires_at: at(60),
        now: NOW,
        expires_at: at(3600),
    };
    commit(&store.db, async |tx| grants::insert(tx, &new).await).await;
    code_hash
}

/// When what a code stands for ended.
async fn ended_at(store: &Store, code: &str) -> Option<Timestamp> {
    let mut conn = store.db.read().await.unwrap();
    let grant = grants::by_code(&mut conn, code).await.unwrap();
    grant.unwrap().ended_at
}

pub(super) async fn end(store: &Store, session: SessionId, second: i64) -> bool {
    let because = EndedBecause::SignedOutLocally;
    commit(&store.db, async |tx| {
        sessions::end(tx, session, because, at(second)).await
    })
    .await
}

pub(super) async fn of_session(store: &Store, sid: &str) -> Vec<ClientLogout> {
    let mut conn = store.db.read().await.unwrap();
    client_logouts::of_session(&mut conn, sid).await.unwrap()
}

pub(super) async fn is_due(store: &Store, second: i64) -> bool {
    let mut conn = store.db.read().await.unwrap();
    client_logouts::is_due(&mut conn, at(second)).await.unwrap()
}

/// The sessions that a claim at this moment takes up.
pub(super) async fn claim(store: &Store, second: i64, limit: i64) -> Vec<String> {
    let claimed = commit(&store.db, async |tx| {
        client_logouts::claim_due(tx, at(second), limit, LOCK).await
    })
    .await;
    claimed.into_iter().map(|row| row.sid).collect()
}

pub(super) async fn finish(
    store: &Store,
    (client, sid): (ClientId, &str),
    status: Status,
    second: i64,
) -> bool {
    commit(&store.db, async |tx| {
        client_logouts::finish(tx, (client, sid), status, Some("why"), at(second)).await
    })
    .await
}

/// Each function that ends sessions, by a name.
const ENDS: [&str; 7] = [
    "one", "customer", "others", "provider", "identity", "way", "upstream",
];

async fn every_end_of_a_session_is_announced(store: Store) {
    for name in ENDS {
        let given = give(&store, name).await;
        let other = new_session("", given.customer).id;
        let because = EndedBecause::EndedByStaff;
        let upstream = Upstream {
            provider_id: given.provider,
            issuer: "https://id.example",
            sid: Some("upstream"),
            subject: None,
        };
        commit(&store.db, async |tx| match name {
            "one" => sessions::end(tx, given.session, because, at(5)).await.map(drop),
            "customer" => sessions::end_for_customer(tx, given.customer, because, at(5))
                .await
                .map(drop),
            "others" => sessions::end_others(tx, given.customer, other, because, at(5))
                .await
                .map(drop),
            "provider" => sessions::end_for_provider(tx, given.provider, because, at(5))
                .await
                .map(drop),
            "identity" => sessions::end_for_identity(tx, given.identity, because, at(5))
                .await
                .map(drop),
            "way" => sessions::end_for_way(tx, given.customer, Began::Provider, because, at(5))
                .await
                .map(drop),
            _ => logout_tokens::end(tx, &upstream, at(5)).await.map(drop),
        })
        .await;
        let expected = ClientLogout {
            client_id: given.client,
            sid: name.to_owned(),
            customer_id: given.customer,
            status: Status::Waiting,
            attempts: 0,
            last_error: None,
            created_at: at(5),
            finished_at: None,
        };
        assert_eq!(of_session(&store, name).await, [expected], "{name}");
        // A provider that says so only signs out: refresh tokens stay.
        let ended = (name != "upstream").then_some(at(5));
        assert_eq!(ended_at(&store, &given.code).await, ended, "{name}");
    }
}

async fn what_was_given_ends_with_a_session_that_somebody_shuts(store: Store) {
    let given = give(&store, "here").await;
    for because in EndedBecause::ALL.iter().copied() {
        let name = because.as_str();
        let session = new_session(name, given.customer);
        commit(&store.db, async |tx| sessions::insert(tx, &session).await).await;
        let code = grant(&store, given.client, given.customer, session.id).await;
        commit(&store.db, async |tx| {
            sessions::end(tx, session.id, because, at(5)).await
        })
        .await;
        let signed_out = [
            "signed_out_locally",
            "signed_out_globally",
            "limit_reached",
            "replaced",
            "provider_logout",
        ];
        let ended = (!signed_out.contains(&name)).then_some(at(5));
        assert_eq!(ended_at(&store, &code).await, ended, "{name}");
    }
    let here = ended_at(&store, &given.code).await;
    assert_eq!(here, None, "what was given in another session stays");
}

async fn only_clients_that_were_given_something_and_take_tokens_are_told(store: Store) {
    let given = give(&store, "ada").await;
    let [silent, off] = [client(&store, "Silent").await, client(&store, "Off").await];
    for client in [given.client, silent, off] {
        grant(&store, client, given.customer, given.session).await;
    }
    client(&store, "Stranger").await;
    let silence = "UPDATE clients SET back_channel_logout_uri = NULL WHERE name = 'Silent'";
    execute(&store.url, silence).await.unwrap();
    commit(&store.db, async |tx| {
        storage::clients::set_active(tx, off, 1, false, at(1)).await
    })
    .await;
    // Another session of the same person, which goes on.
    let elsewhere = new_session("elsewhere", given.customer);
    commit(&store.db, async |tx| sessions::insert(tx, &elsewhere).await).await;
    grant(&store, given.client, given.customer, elsewhere.id).await;

    end(&store, given.session, 5).await;
    let told: Vec<ClientId> = of_session(&store, "ada")
        .await
        .iter()
        .map(|row| row.client_id)
        .collect();
    assert_eq!(told, [given.client], "once, though it was given two things");
    assert!(of_session(&store, "elsewhere").await.is_empty());
}

async fn an_end_is_announced_once(store: Store) {
    let given = give(&store, "ada").await;
    assert!(end(&store, given.session, 5).await);
    assert_eq!(claim(&store, 5, 10).await, ["ada"]);
    assert!(finish(&store, (given.client, "ada"), Status::Told, 6).await);
    for second in [5, 9] {
        assert!(!end(&store, given.session, second).await);
        let because = EndedBecause::CustomerClosed;
        commit(&store.db, async |tx| {
            sessions::end_for_customer(tx, given.customer, because, at(second)).await
        })
        .await;
    }
    assert_eq!(of_session(&store, "ada").await[0].status, Status::Told);
    assert!(!is_due(&store, 9999).await);
}

async fn a_claimed_row_is_locked_for_a_while(store: Store) {
    let given = give(&store, "ada").await;
    assert!(!is_due(&store, 9).await);
    end(&store, given.session, 5).await;
    assert!(!is_due(&store, 4).await && is_due(&store, 5).await);
    assert_eq!(claim(&store, 5, 10).await, ["ada"]);
    assert!(!is_due(&store, 64).await);
    assert!(
        claim(&store, 64, 10).await.is_empty(),
        "whoever has it may take a minute"
    );
    assert!(is_due(&store, 65).await);
    assert_eq!(claim(&store, 65, 10).await, ["ada"], "whoever had it is gone");
    assert_eq!(of_session(&store, "ada").await[0].attempts, 2);
}

async fn the_oldest_are_claimed_first(store: Store) {
    for (name, second) in [("late", 7), ("early", 5), ("middle", 6)] {
        let given = give(&store, name).await;
        end(&store, given.session, second).await;
    }
    let mut first = claim(&store, 9, 2).await;
    first.sort();
    assert_eq!(first, ["early", "middle"]);
    assert_eq!(claim(&store, 9, 2).await, ["late"]);
}

async fn two_who_claim_at_once_share_the_rows(store: Store) {
    for number in 0..6 {
        let given = give(&store, &format!("s-{number}")).await;
        end(&store, given.session, 5).await;
    }
    let claimed = std::sync::atomic::AtomicUsize::new(0);
    let counted = &claimed;
    let all = winners(&store.db, 4, async move |db, _| {
        let rows = commit(&db, async |tx| {
            client_logouts::claim_due(tx, at(5), 10, LOCK).await
        })
        .await;
        counted.fetch_add(rows.len(), std::sync::atomic::Ordering::Relaxed);
        true
    })
    .await;
    assert_eq!(
        (all, claimed.into_inner()),
        (4, 6),
        "each row goes to one of them"
    );
    for number in 0..6 {
        assert_eq!(of_session(&store, &format!("s-{number}")).await[0].attempts, 1);
    }
}

async fn what_has_come_to_an_end_stays_so(store: Store) {
    let given = give(&store, "ada").await;
    end(&store, given.session, 5).await;
    claim(&store, 5, 10).await;
    let row = (given.client, "ada");
    assert!(!finish(&store, (given.client, "another"), Status::Told, 6).await);
    assert!(finish(&store, row, Status::GivenUp, 6).await);
    assert!(!finish(&store, row, Status::Told, 7).await);
    commit(&store.db, async |tx| {
        client_logouts::retry(tx, row, at(8), "late").await
    })
    .await;
    let found = &of_session(&store, "ada").await[0];
    assert_eq!(
        (found.status, found.last_error.as_deref(), found.finished_at),
        (Status::GivenUp, Some("why"), Some(at(6)))
    );
    assert!(!is_due(&store, 9999).await && claim(&store, 9999, 10).await.is_empty());
}

async fn a_try_that_failed_is_due_later(store: Store) {
    let given = give(&store, "ada").await;
    end(&store, given.session, 5).await;
    claim(&store, 5, 10).await;
    let row = (given.client, "ada");
    commit(&store.db, async |tx| {
        client_logouts::retry(tx, row, at(10), "it answered 503").await
    })
    .await;
    assert!(!is_due(&store, 9).await, "not before its time");
    assert_eq!(
        claim(&store, 10, 10).await,
        ["ada"],
        "nor locked until the lock is over"
    );
    let found = &of_session(&store, "ada").await[0];
    assert_eq!(
        (
            found.status,
            found.attempts,
            found.last_error.as_deref(),
            found.finished_at
        ),
        (Status::Waiting, 2, Some("it answered 503"), None)
    );
}

async fn a_client_has_its_latest(store: Store) {
    let given = give(&store, "ada").await;
    for (sid, second) in [("b", 7), ("a", 7), ("c", 8)] {
        let session = new_session(sid, given.customer);
        commit(&store.db, async |tx| sessions::insert(tx, &session).await).await;
        grant(&store, given.client, given.customer, session.id).await;
        end(&store, session.id, second).await;
    }
    end(&store, given.session, 5).await;
    let other = give(&store, "grace").await;
    end(&store, other.session, 9).await;
    let mut conn = store.db.read().await.unwrap();
    let mut latest = async |limit| {
        let rows = client_logouts::of_client(&mut conn, given.client, limit).await;
        rows.unwrap().into_iter().map(|row| row.sid).collect::<Vec<_>>()
    };
    assert_eq!(latest(10).await, ["c", "a", "b", "ada"]);
    assert_eq!(latest(2).await, ["c", "a"]);
}
