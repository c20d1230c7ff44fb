//! Identities: compared exactly, connected once.

use domain::ids::IdentityId;
use domain::providers::Claimed;
use domain::sessions::Began;
use domain::values::PersonName;
use storage::identities::{self, NewIdentity};
use storage::sessions::{self, EndedBecause, NewSession};

use super::support::*;

const ISSUER: &str = "https://id.example";

on_both!(
    a_subject_is_compared_exactly,
    an_identity_belongs_to_one_customer,
    a_sign_in_is_noted,
    a_disconnected_identity_takes_its_sessions_along,
);

async fn a_subject_is_compared_exactly(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    identity(&store.db, provider_id, "Ada", ada).await;
    let mut conn = store.db.read().await.unwrap();
    assert!(
        identities::find(&mut conn, provider_id, ISSUER, "Ada")
            .await
            .unwrap()
            .is_some()
    );
    for other in ["ada", "ADA", "Ada ", " Ada", "Adа", ""] {
        assert!(
            identities::find(&mut conn, provider_id, ISSUER, other)
                .await
                .unwrap()
                .is_none(),
            "{other:?}"
        );
    }
    let slash = "https://id.example/";
    assert!(
        identities::find(&mut conn, provider_id, slash, "Ada")
            .await
            .unwrap()
            .is_none()
    );
}

async fn an_identity_belongs_to_one_customer(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    let first = identity(&store.db, provider_id, "1", ada).await;
    let second = identity(&store.db, provider_id, "2", ada).await;
    let new = NewIdentity {
        id: IdentityId::new(NOW, unique()),
        provider_id,
        issuer: ISSUER,
        subject: "1",
        customer_id: grace,
        email: None,
        claimed: &Claimed::default(),
        now: NOW,
    };
    let mut tx = store.db.begin().await.unwrap();
    let error = identities::insert(&mut tx, &new).await.unwrap_err();
    assert!(
        error.conflicts_with("identities_provider_id_issuer_subject"),
        "{error}"
    );
    drop(tx);
    let mut conn = store.db.read().await.unwrap();
    let of_ada = identities::by_customer(&mut conn, ada).await.unwrap();
    assert_eq!(
        of_ada.iter().map(|one| one.id).collect::<Vec<_>>(),
        [first, second]
    );
    assert!(
        identities::by_customer(&mut conn, grace)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_sign_in_is_noted(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    let id = identity(&store.db, provider_id, "1", ada).await;
    commit(&store.db, async |tx| {
        identities::touch(tx, id, Some("new@example.org"), &Claimed::default(), at(1)).await
    })
    .await;
    let claimed = Claimed {
        given_name: Some(PersonName::parse("Ada").unwrap()),
        ..Claimed::default()
    };
    commit(&store.db, async |tx| {
        identities::touch(tx, id, None, &claimed, at(2)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let found = identities::find(&mut conn, provider_id, ISSUER, "1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.email.as_deref(), found.last_sign_in_at),
        (Some("new@example.org"), Some(at(2)))
    );
    assert_eq!((found.customer_id, found.connected_at), (ada, NOW));
    assert_eq!(found.claimed, claimed);
}

async fn a_disconnected_identity_takes_its_sessions_along(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    let gone = identity(&store.db, provider_id, "1", ada).await;
    let stays = identity(&store.db, provider_id, "2", ada).await;
    for (token, began, identity_id) in [
        ("gone", Began::Provider, Some(gone)),
        ("stays", Began::Provider, Some(stays)),
        ("password", Began::Password, None),
    ] {
        let new = NewSession {
            began,
            identity_id,
            ..new_session(token, ada)
        };
        commit(&store.db, async |tx| sessions::insert(tx, &new).await).await;
    }
    assert!(
        !commit(&store.db, async |tx| identities::delete(tx, gone, grace).await).await,
        "nobody disconnects what belongs to somebody else"
    );
    commit(&store.db, async |tx| {
        let ended = sessions::end_for_identity(tx, gone, EndedBecause::Disconnected, at(3)).await?;
        assert_eq!(ended, 1);
        assert!(identities::delete(tx, gone, ada).await?);
        Ok(())
    })
    .await;
    assert!(!commit(&store.db, async |tx| identities::delete(tx, gone, ada).await).await);
    let because = EndedBecause::PasswordRemoved;
    let ended = commit(&store.db, async |tx| {
        sessions::end_for_way(tx, ada, Began::Password, because, at(4)).await
    });
    assert_eq!(ended.await, 1);
    let mut conn = store.db.read().await.unwrap();
    let open = sessions::open_for_customer(&mut conn, ada).await.unwrap();
    assert_eq!(open.len(), 1);
    let open = sessions::by_id(&mut conn, open[0].id).await.unwrap().unwrap();
    assert_eq!(open.identity_id, Some(stays));
    let left = identities::by_customer(&mut conn, ada).await.unwrap();
    assert_eq!(
        left.into_iter().map(|identity| identity.id).collect::<Vec<_>>(),
        [stays]
    );
}
