//! Sessions: seen in one statement, ended once.

use domain::ids::{CustomerId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::settings::SessionPolicy;
use storage::legal_texts::{self, LegalText};
use storage::policies;
use storage::sessions::{self, EndedBecause, NewSession};

use super::support::*;

on_both!(
    a_page_learns_everything_in_one_statement,
    a_session_through_a_provider_brings_the_provider,
    an_ended_session_is_not_seen,
    a_session_is_held_while_it_is_open,
    a_session_ends_once,
    the_others_end_and_this_one_stays,
    a_provider_that_goes_ends_its_sessions_only,
    being_seen_never_goes_back,
    old_sessions_are_forgotten,
    limits_come_with_the_page,
    a_token_finds_its_session_after_the_end,
    a_session_goes_on_under_another_token,
    who_waits_for_a_renewal_finds_the_session,
);

async fn begin(
    store: &Store,
    token: &str,
    customer_id: CustomerId,
    provider: Option<ProviderId>,
) -> SessionId {
    let began = if provider.is_some() {
        Began::Provider
    } else {
        Began::Password
    };
    let id_token = provider.map(|_| "v1.k1.c2VhbGVk");
    let new = NewSession {
        began,
        provider_id: provider,
        id_token,
        ..new_session(token, customer_id)
    };
    commit(&store.db, async |tx| sessions::insert(tx, &new).await).await;
    new.id
}

async fn is_seen(store: &Store, token: &str) -> bool {
    sessions::view(&mut store.db.read().await.unwrap(), token)
        .await
        .unwrap()
        .is_some()
}

async fn a_page_learns_everything_in_one_statement(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "t", ada, None).await;
    let terms = LegalText {
        kind: legal_texts::Kind::Terms,
        version: 4,
        language: domain::values::Language::En,
        title: "Terms".into(),
        body: "Be fair.".into(),
        published_at: NOW,
    };
    commit(&store.db, async |tx| {
        legal_texts::insert_if_absent(tx, &terms).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let before = store.db.statements();
    let view = sessions::view(&mut conn, "t").await.unwrap().unwrap();
    assert_eq!(store.db.statements() - before, 1);
    assert_eq!(
        (view.id, view.customer_id, view.began),
        (id, ada, Began::Password)
    );
    assert_eq!(
        (view.given_name.as_str(), view.email.as_deref()),
        ("Ada", Some("ada@example.org"))
    );
    assert_eq!(
        (view.has_password, view.terms_version, view.current_terms_version),
        (true, None, Some(4))
    );
    assert_eq!(
        (
            view.provider_slug,
            view.provider_enabled,
            view.provider_offers_logout
        ),
        (None, false, false)
    );
    assert!(!is_seen(&store, "T").await);
}

async fn a_session_through_a_provider_brings_the_provider(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let club = provider(&store.db, "club", true).await;
    begin(&store, "t", ada, Some(club)).await;
    let metadata = serde_json::json!({});
    commit(&store.db, async |tx| {
        storage::providers::set_metadata(tx, club, "https://id.example", &metadata, true, NOW).await
    })
    .await;
    let view = sessions::view(&mut store.db.read().await.unwrap(), "t")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (view.provider_id, view.provider_slug.as_deref()),
        (Some(club), Some("club"))
    );
    assert!(view.provider_enabled && view.provider_visible && view.provider_offers_logout);
}

async fn an_ended_session_is_not_seen(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let club = provider(&store.db, "club", true).await;
    let id = begin(&store, "t", ada, Some(club)).await;
    let because = EndedBecause::SignedOutGlobally;
    assert!(commit(&store.db, async |tx| sessions::end(tx, id, because, at(1)).await).await);
    assert!(!is_seen(&store, "t").await);
    let row = sessions::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.ended_at, row.ended_because, row.id_token),
        (Some(at(1)), Some(because), None)
    );
}

async fn a_session_is_held_while_it_is_open(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "t", ada, None).await;
    let mut tx = store.db.begin().await.unwrap();
    assert_eq!(sessions::hold_open(&mut tx, id).await.unwrap().unwrap().id, id);
    let other = store.db.clone();
    let ending = tokio::spawn(async move {
        commit(&other, async |tx| {
            sessions::end(tx, id, EndedBecause::SignedOutLocally, at(1)).await
        })
        .await
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!ending.is_finished(), "whoever ends it waits");
    tx.commit().await.unwrap();
    assert!(ending.await.unwrap());
    let held = commit(&store.db, async |tx| sessions::hold_open(tx, id).await).await;
    assert_eq!(held, None);
}

async fn a_session_ends_once(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "t", ada, None).await;
    let won = winners(&store.db, 3, async |db, _| {
        commit(&db, async |tx| {
            sessions::end(tx, id, EndedBecause::SignedOutLocally, at(1)).await
        })
        .await
    })
    .await;
    assert_eq!(won, 1);
}

async fn the_others_end_and_this_one_stays(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    let this = begin(&store, "this", ada, None).await;
    begin(&store, "phone", ada, None).await;
    begin(&store, "grace", grace, None).await;
    let because = EndedBecause::PasswordChanged;
    let ended = commit(&store.db, async |tx| {
        sessions::end_others(tx, ada, this, because, at(1)).await
    })
    .await;
    assert_eq!(ended, 1);
    let open = sessions::open_for_customer(&mut store.db.read().await.unwrap(), ada)
        .await
        .unwrap();
    assert_eq!(open.iter().map(|one| one.id).collect::<Vec<_>>(), [this]);
    let because = EndedBecause::CustomerClosed;
    let ended = commit(&store.db, async |tx| {
        sessions::end_for_customer(tx, ada, because, at(2)).await
    })
    .await;
    assert_eq!(ended, 1);
    assert!(is_seen(&store, "grace").await);
}

async fn a_provider_that_goes_ends_its_sessions_only(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let (one, two) = (
        provider(&store.db, "one", true).await,
        provider(&store.db, "two", true).await,
    );
    begin(&store, "password", ada, None).await;
    begin(&store, "one", ada, Some(one)).await;
    begin(&store, "two", ada, Some(two)).await;
    let because = EndedBecause::ProviderDisabled;
    let ended = commit(&store.db, async |tx| {
        sessions::end_for_provider(tx, one, because, at(1)).await
    })
    .await;
    assert_eq!(ended, 1);
    assert!(is_seen(&store, "password").await && is_seen(&store, "two").await);
    assert!(!is_seen(&store, "one").await);
}

async fn being_seen_never_goes_back(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "t", ada, None).await;
    for seconds in [120, 60] {
        commit(&store.db, async |tx| sessions::touch(tx, id, at(seconds)).await).await;
    }
    let view = sessions::view(&mut store.db.read().await.unwrap(), "t")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.last_seen_at, at(120));
}

async fn old_sessions_are_forgotten(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    begin(&store, "t", ada, None).await;
    assert_eq!(
        commit(&store.db, async |tx| sessions::purge(tx, NOW).await).await,
        0
    );
    assert_eq!(
        commit(&store.db, async |tx| sessions::purge(tx, at(1)).await).await,
        1
    );
}

async fn limits_come_with_the_page(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    begin(&store, "t", ada, None).await;
    let here = async || {
        let mut conn = store.db.read().await.unwrap();
        let before = store.db.statements();
        let here = sessions::here(&mut conn, "t").await.unwrap();
        assert_eq!(store.db.statements() - before, 1);
        assert!(here.session.is_some());
        here.limits
    };
    assert_eq!(here().await, SessionPolicy::default());
    let shorter = SessionPolicy {
        idle_minutes: 5,
        ..SessionPolicy::default()
    };
    assert!(commit(&store.db, async |tx| policies::save(tx, &shorter, 0).await).await);
    assert_eq!(here().await, shorter);
}

async fn a_token_finds_its_session_after_the_end(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "t", ada, None).await;
    let because = EndedBecause::LimitReached;
    commit(&store.db, async |tx| sessions::end(tx, id, because, at(1)).await).await;
    let mut conn = store.db.read().await.unwrap();
    let found = sessions::by_token(&mut conn, "t").await.unwrap().unwrap();
    assert_eq!((found.id, found.ended_because), (id, Some(because)));
    assert_eq!(sessions::by_token(&mut conn, "T").await.unwrap(), None);
}

async fn a_session_goes_on_under_another_token(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let north = provider(&store.db, "north", true).await;
    let identity = identity(&store.db, north, "subject", ada).await;
    let id = begin(&store, "old", ada, None).await;
    let before = by_id(&store, id).await;
    let new = NewSession {
        id,
        began: Began::Provider,
        provider_id: Some(north),
        identity_id: Some(identity),
        upstream_sid: Some("upstream"),
        upstream_subject: Some("subject"),
        id_token: Some("v1.k1.c2VhbGVk"),
        auth_time: at(7),
        amr: "otp",
        keep: true,
        user_agent: "Browser/2.0",
        requester: "192.0.2.2",
        now: at(9),
        ..new_session("new", ada)
    };
    let hold = async |token: &str, renewed_after| {
        commit(&store.db, async |tx| {
            sessions::hold(tx, token, renewed_after).await
        })
        .await
    };
    assert_eq!(hold("old", NOW).await.as_deref(), Some("old"));
    commit(&store.db, async |tx| sessions::renew(tx, &new, "old").await).await;
    assert_eq!(hold("new", at(99)).await.as_deref(), Some("new"));
    assert!(!is_seen(&store, "old").await && is_seen(&store, "new").await);
    // The old one finds the session for a while.
    assert_eq!(hold("old", at(8)).await.as_deref(), Some("new"));
    assert_eq!(hold("old", at(9)).await, None);
    assert_eq!(hold("older", at(8)).await, None);
    let after = by_id(&store, id).await;
    let expected = sessions::Session {
        began: new.began,
        provider_id: new.provider_id,
        identity_id: new.identity_id,
        upstream_sid: new.upstream_sid.map(Into::into),
        upstream_subject: new.upstream_subject.map(Into::into),
        id_token: new.id_token.map(Into::into),
        auth_time: new.auth_time,
        amr: new.amr.into(),
        keep: new.keep,
        user_agent: new.user_agent.into(),
        requester: new.requester.into(),
        created_at: new.now,
        last_seen_at: new.now,
        ..before.clone()
    };
    assert_eq!(after, expected);
    let because = EndedBecause::SignedOutLocally;
    commit(&store.db, async |tx| sessions::end(tx, id, because, at(10)).await).await;
    assert_eq!((hold("new", NOW).await, hold("old", NOW).await), (None, None));
}

async fn who_waits_for_a_renewal_finds_the_session(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let id = begin(&store, "old", ada, None).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(sessions::hold(&mut tx, "old", NOW).await.unwrap().is_some());
    let other = store.db.clone();
    let waiting =
        tokio::spawn(async move { commit(&other, async |tx| sessions::hold(tx, "old", at(8)).await).await });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!waiting.is_finished());
    let new = NewSession {
        id,
        now: at(9),
        ..new_session("new", ada)
    };
    sessions::renew(&mut tx, &new, "old").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap().as_deref(), Some("new"));
}

async fn by_id(store: &Store, id: SessionId) -> sessions::Session {
    let mut conn = store.db.read().await.unwrap();
    sessions::by_id(&mut conn, id).await.unwrap().unwrap()
}
