//! Logout tokens are taken once, and end what they name.

use domain::ids::{CustomerId, IdentityId, ProviderId};
use domain::providers::Claimed;
use domain::sessions::Began;
use storage::identities::{self, NewIdentity};
use storage::logout_tokens::{self, Upstream};
use storage::providers;
use storage::sessions::{self, NewSession};

use super::support::*;

on_both!(
    of_many_who_take_a_token_one_wins,
    a_token_is_taken_once_for_each_provider_until_it_is_forgotten,
    a_session_of_the_provider_ends_by_its_name,
    a_person_of_the_provider_is_signed_out_everywhere,
);

async fn of_many_who_take_a_token_one_wins(store: Store) {
    let club = provider(&store.db, "club", true).await;
    let won = winners(&store.db, 4, async move |db, _| {
        commit(&db, async |tx| logout_tokens::take(tx, club, "t", at(60)).await).await
    })
    .await;
    assert_eq!(won, 1);
}

async fn a_token_is_taken_once_for_each_provider_until_it_is_forgotten(store: Store) {
    let (one, two) = (
        provider(&store.db, "one", true).await,
        provider(&store.db, "two", true).await,
    );
    let take = async |provider, jti: &'static str| {
        commit(&store.db, async |tx| {
            logout_tokens::take(tx, provider, jti, at(60)).await
        })
        .await
    };
    assert!(take(one, "t").await && take(two, "t").await && take(one, "T").await);
    assert!(!take(one, "t").await);
    let purge =
        async |seconds| commit(&store.db, async |tx| logout_tokens::purge(tx, at(seconds)).await).await;
    assert_eq!((purge(60).await, purge(61).await), (0, 3));
    assert!(take(one, "t").await);
}

/// A session of a person of the provider, under the provider's own name for it.
async fn begin(
    store: &Store,
    customer: CustomerId,
    club: ProviderId,
    identity: IdentityId,
    (subject, sid): (&'static str, &'static str),
) {
    let token = format!("{customer}{club}{sid}");
    let new = NewSession {
        began: Began::Provider,
        provider_id: Some(club),
        identity_id: Some(identity),
        upstream_sid: Some(sid),
        upstream_subject: Some(subject),
        ..new_session(&token, customer)
    };
    commit(&store.db, async |tx| sessions::insert(tx, &new).await).await;
}

async fn identity(store: &Store, club: ProviderId, customer_id: CustomerId, subject: &str) -> IdentityId {
    let id = IdentityId::new(NOW, unique());
    let new = NewIdentity {
        id,
        provider_id: club,
        issuer: ISSUER,
        subject,
        customer_id,
        email: None,
        claimed: &Claimed::default(),
        now: NOW,
    };
    commit(&store.db, async |tx| identities::insert(tx, &new).await).await;
    id
}

const ISSUER: &str = "https://id.example";

/// How many sessions a token ends.
async fn ended(store: &Store, club: ProviderId, sid: Option<&str>, subject: Option<&str>) -> usize {
    let named = Upstream {
        provider_id: club,
        issuer: ISSUER,
        sid,
        subject,
    };
    commit(&store.db, async |tx| logout_tokens::end(tx, &named, at(1)).await)
        .await
        .len()
}

async fn a_session_of_the_provider_ends_by_its_name(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let (one, two) = (
        provider(&store.db, "one", true).await,
        provider(&store.db, "two", true).await,
    );
    let ada_at_one = identity(&store, one, ada, "ada").await;
    let ada_at_two = identity(&store, two, ada, "ada").await;
    begin(&store, ada, one, ada_at_one, ("ada", "s-1")).await;
    begin(&store, ada, one, ada_at_one, ("ada", "s-2")).await;
    begin(&store, ada, two, ada_at_two, ("ada", "s-1")).await;
    assert_eq!(ended(&store, one, Some("s-3"), None).await, 0);
    assert_eq!(ended(&store, one, Some("s-1"), Some("eve")).await, 0, "not hers");
    assert_eq!(ended(&store, one, Some("s-1"), Some("ada")).await, 1);
    assert_eq!(ended(&store, one, Some("s-1"), None).await, 0, "it has ended");
    assert_eq!(ended(&store, two, Some("s-1"), None).await, 1);
}

async fn a_person_of_the_provider_is_signed_out_everywhere(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let eve = customer(&store.db, "eve@example.org").await;
    let club = provider(&store.db, "club", true).await;
    let ada_there = identity(&store, club, ada, "4711").await;
    let eve_there = identity(&store, club, eve, "ada").await;
    begin(&store, ada, club, ada_there, ("ada", "s-1")).await;
    begin(&store, ada, club, ada_there, ("ada", "s-2")).await;
    begin(&store, eve, club, eve_there, ("Ada", "s-3")).await;
    let new = new_session("password", ada);
    commit(&store.db, async |tx| sessions::insert(tx, &new).await).await;
    assert_eq!(ended(&store, club, None, Some("ada")).await, 2);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        sessions::open_for_customer(&mut conn, ada).await.unwrap().len(),
        1
    );
    assert_eq!(
        sessions::open_for_customer(&mut conn, eve).await.unwrap().len(),
        1
    );
    assert!(providers::by_id(&mut conn, club).await.unwrap().is_some());
}
