//! Identities: compared exactly, connected once.

use domain::ids::IdentityId;
use storage::identities::{self, NewIdentity};

use super::support::*;

const ISSUER: &str = "https://id.example";

on_both!(
    a_subject_is_compared_exactly,
    an_identity_belongs_to_one_customer,
    a_sign_in_is_noted
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
        identities::touch(tx, id, Some("new@example.org"), at(1)).await
    })
    .await;
    commit(&store.db, async |tx| identities::touch(tx, id, None, at(2)).await).await;
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
}
