//! What belongs to a provider: its logo, our key for it, its domains, its health, and its end.

use domain::ids::ProviderId;
use domain::providers::SigningAlgorithm;
use domain::values::MailDomain;
use serde_json::json;
use storage::providers::{
    self, domains,
    health::{self, Part},
    keys::{self, Key},
    logos,
};

use super::support::*;

on_both!(
    a_logo_replaces_the_one_before,
    a_key_replaces_the_one_before,
    a_domain_leads_to_an_enabled_provider,
    a_failure_is_as_old_as_its_beginning,
    a_warning_is_told_once_until_it_is_over,
    two_who_tell_at_once_tell_once,
    a_provider_goes_with_all_that_belongs_to_it,
    a_provider_that_somebody_uses_is_used,
);

async fn load(store: &Store, id: ProviderId) -> providers::Provider {
    let mut conn = store.db.read().await.unwrap();
    providers::by_id(&mut conn, id).await.unwrap().unwrap()
}

async fn a_logo_replaces_the_one_before(store: Store) {
    let id = provider(&store.db, "club", true).await;
    commit(&store.db, async |tx| logos::set(tx, id, "aa", "Zmlyc3Q=").await).await;
    commit(&store.db, async |tx| logos::set(tx, id, "bb", "c2Vjb25k").await).await;
    let found = load(&store, id).await;
    assert_eq!((found.logo.as_deref(), found.version), (Some("bb"), 2));
    let mut conn = store.db.read().await.unwrap();
    let content = logos::content(&mut conn, "club", "bb").await.unwrap();
    assert_eq!(content.as_deref(), Some("c2Vjb25k"));
    assert_eq!(logos::content(&mut conn, "club", "aa").await.unwrap(), None);
    assert_eq!(logos::content(&mut conn, "team", "bb").await.unwrap(), None);
    drop(conn);
    assert!(commit(&store.db, async |tx| logos::remove(tx, id).await).await);
    assert!(!commit(&store.db, async |tx| logos::remove(tx, id).await).await);
    assert_eq!(load(&store, id).await.logo, None);
}

async fn a_key_replaces_the_one_before(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let key = |name: &str| Key {
        algorithm: SigningAlgorithm::Ps256,
        public_key: json!({ "kid": name }),
        private_key: format!("v1.k1.{name}"),
    };
    for name in ["first", "second"] {
        commit(&store.db, async |tx| {
            keys::replace(tx, id, Some(&key(name)), NOW).await
        })
        .await;
    }
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(keys::of(&mut conn, id).await.unwrap(), Some(key("second")));
    assert_eq!(
        keys::by_slug(&mut conn, "club").await.unwrap(),
        Some(key("second"))
    );
    drop(conn);
    commit(&store.db, async |tx| keys::replace(tx, id, None, NOW).await).await;
    assert_eq!(
        keys::of(&mut store.db.read().await.unwrap(), id).await.unwrap(),
        None
    );
}

async fn a_domain_leads_to_an_enabled_provider(store: Store) {
    let hidden = provider(&store.db, "hidden", false).await;
    let off = provider(&store.db, "off", true).await;
    commit(&store.db, async |tx| {
        domains::replace(
            tx,
            hidden,
            &MailDomain::parse_list("a.example b.example").unwrap(),
        )
        .await?;
        domains::replace(tx, off, &MailDomain::parse_list("off.example").unwrap()).await?;
        providers::set_flags(tx, off, 2, false, true, NOW).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(domains::realms(&mut conn).await.unwrap(), [hidden], "each once");
    for (domain, leads_to) in [
        ("b.example", Some(hidden)),
        ("off.example", None),
        ("c.example", None),
    ] {
        let found = providers::by_domain(&mut conn, &MailDomain::parse(domain).unwrap())
            .await
            .unwrap();
        assert_eq!(found.map(|provider| provider.id), leads_to, "{domain}");
    }
}

async fn a_failure_is_as_old_as_its_beginning(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let issuer = "https://id.example";
    let note = async |part, works, when| {
        commit(&store.db, async |tx| {
            health::note(tx, id, issuer, part, works, at(when)).await
        })
        .await;
    };
    for part in [Part::Discovery, Part::Keys, Part::Signatures] {
        note(part, true, 1).await;
        note(part, false, 2).await;
        note(part, false, 3).await;
    }
    commit(&store.db, async |tx| {
        health::note(tx, id, "https://old.example", Part::Discovery, true, at(4)).await
    })
    .await;
    let found = load(&store, id).await;
    let since = [
        found.discovery_failing_since,
        found.keys_failing_since,
        found.signatures_failing_since,
    ];
    assert_eq!(
        since,
        [Some(at(2)); 3],
        "another issuer's answer counts for nothing"
    );
    assert_eq!(found.version, 2);
    note(Part::Keys, true, 5).await;
    let found = load(&store, id).await;
    assert_eq!(
        (found.keys_failing_since, found.signatures_failing_since),
        (None, Some(at(2)))
    );
}

async fn a_warning_is_told_once_until_it_is_over(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let tell = async |present: &[&str]| {
        let present: Vec<String> = present.iter().map(|&key| key.to_owned()).collect();
        commit(&store.db, async |tx| health::tell(tx, id, &present, NOW).await).await
    };
    assert_eq!(tell(&["keys:1", "secret:2"]).await, ["keys:1", "secret:2"]);
    assert!(tell(&["keys:1", "secret:2"]).await.is_empty());
    assert_eq!(tell(&["keys:1", "secret:3"]).await, ["secret:3"]);
    assert!(tell(&[]).await.is_empty());
    assert_eq!(tell(&["keys:1"]).await, ["keys:1"], "it was over in between");
}

async fn two_who_tell_at_once_tell_once(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let winners = winners(&store.db, 4, async |db, _| {
        let present = ["keys:1".to_owned()];
        let told = commit(&db, async |tx| health::tell(tx, id, &present, NOW).await).await;
        !told.is_empty()
    })
    .await;
    assert_eq!(winners, 1);
}

async fn a_provider_goes_with_all_that_belongs_to_it(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let key = Key {
        algorithm: SigningAlgorithm::Es256,
        public_key: json!({}),
        private_key: "v1.k1.x".to_owned(),
    };
    commit(&store.db, async |tx| {
        logos::set(tx, id, "aa", "Zmlyc3Q=").await?;
        keys::replace(tx, id, Some(&key), NOW).await?;
        domains::replace(tx, id, &MailDomain::parse_list("a.example").unwrap()).await?;
        health::tell(tx, id, &["keys:1".to_owned()], NOW).await.map(drop)
    })
    .await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(
        !providers::hold(&mut tx, id, 1).await.unwrap(),
        "somebody else was first"
    );
    drop(tx);
    commit(&store.db, async |tx| {
        assert!(providers::hold(tx, id, 2).await?);
        assert!(!providers::is_used(tx, id).await?);
        providers::delete(tx, id).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(providers::by_id(&mut conn, id).await.unwrap(), None);
    assert_eq!(keys::of(&mut conn, id).await.unwrap(), None);
    assert!(domains::of(&mut conn, id).await.unwrap().is_empty());
}

async fn a_provider_that_somebody_uses_is_used(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    let used = async || {
        providers::is_used(&mut store.db.read().await.unwrap(), id)
            .await
            .unwrap()
    };
    assert!(!used().await);
    identity(&store.db, id, "ada", ada).await;
    assert!(used().await);
}
