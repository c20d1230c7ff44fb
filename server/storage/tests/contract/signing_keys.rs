//! Signing keys: shown before they sign and after, forgotten when nothing that they signed is good any more.

use domain::clients::IdTokenAlgorithm;
use serde_json::json;
use storage::signing_keys::{self as keys, SigningKey};

use super::support::*;

on_both!(a_key_signs_until_another_takes_its_place);

fn key(kid: &str, algorithm: IdTokenAlgorithm, signs_from: i64) -> SigningKey {
    SigningKey {
        kid: kid.to_owned(),
        algorithm,
        public_key: json!({ "kid": kid }),
        private_key: "sealed".to_owned(),
        created_at: NOW,
        signs_from: at(signs_from),
        retired_at: None,
    }
}

async fn a_key_signs_until_another_takes_its_place(store: Store) {
    let (one, two) = (
        key("one", IdTokenAlgorithm::Rs256, 0),
        key("two", IdTokenAlgorithm::Rs256, 100),
    );
    let curve = key("curve", IdTokenAlgorithm::EdDsa, 0);
    commit(&store.db, async |tx| {
        keys::insert(tx, &one).await?;
        keys::insert(tx, &curve).await?;
        keys::insert(tx, &two).await
    })
    .await;
    let list = async |second| {
        let mut conn = store.db.read().await.unwrap();
        keys::list(&mut conn, at(second)).await.unwrap()
    };
    assert_eq!(list(0).await, [two.clone(), curve.clone(), one.clone()]);
    let retired = commit(&store.db, async |tx| {
        keys::retire(tx, IdTokenAlgorithm::Rs256, "two", at(200)).await
    })
    .await;
    assert_eq!(retired, 1);
    let shown = async |second| {
        let found = list(second).await;
        found.into_iter().map(|key| key.kid).collect::<Vec<_>>()
    };
    assert_eq!(shown(199).await, ["two", "curve", "one"]);
    assert_eq!(shown(200).await, ["two", "curve"]);
    let again = async |second| {
        let (algorithm, kid) = (IdTokenAlgorithm::Rs256, "three");
        commit(&store.db, async |tx| {
            keys::retire(tx, algorithm, kid, at(second)).await
        })
        .await
    };
    assert_eq!(again(300).await, 1, "the first leaves when it was to");
    assert_eq!(shown(200).await, ["two", "curve"]);
    assert_eq!(again(150).await, 2, "unless there is haste");
    assert_eq!(shown(150).await, ["curve"]);
    let purge = async |second| commit(&store.db, async |tx| keys::purge(tx, at(second)).await).await;
    assert_eq!((purge(149).await, purge(150).await), (0, 2));
}
