//! Providers: edits notice each other, what is fetched does not disturb them.

use domain::ids::ProviderId;
use domain::providers::ClaimMapping;
use domain::values::MailDomain;
use serde_json::json;
use storage::providers::{self, ProviderSettings, domains};

use super::support::*;

on_both!(
    a_new_provider_is_disabled_and_hidden,
    a_slug_is_taken_once,
    a_stale_edit_is_refused,
    what_is_fetched_leaves_the_version,
    another_issuer_forgets_what_was_fetched,
    the_login_page_has_its_order,
    a_domain_leads_to_one_provider,
);

async fn load(store: &Store, id: ProviderId) -> providers::Provider {
    providers::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap()
}

async fn a_new_provider_is_disabled_and_hidden(store: Store) {
    let id = ProviderId::new(NOW, unique());
    let (labels, claims) = (labels(), ClaimMapping::default());
    let settings = provider_settings("club", &labels, &claims);
    commit(&store.db, async |tx| {
        providers::insert(tx, id, &settings, NOW).await
    })
    .await;
    let found = providers::by_slug(&mut store.db.read().await.unwrap(), "club")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.id, found.enabled, found.visible), (id, false, false));
    assert_eq!((found.metadata, found.offers_logout), (None, false));
}

async fn a_slug_is_taken_once(store: Store) {
    provider(&store.db, "club", true).await;
    let (labels, claims) = (labels(), ClaimMapping::default());
    let mut tx = store.db.begin().await.unwrap();
    let id = ProviderId::new(NOW, unique());
    let settings = provider_settings("club", &labels, &claims);
    let error = providers::insert(&mut tx, id, &settings, NOW).await.unwrap_err();
    assert!(error.conflicts_with("providers_slug"), "{error}");
}

async fn a_stale_edit_is_refused(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let (labels, claims) = (labels(), ClaimMapping::default());
    let renamed = ProviderSettings {
        name: "Club",
        ..provider_settings("club", &labels, &claims)
    };
    assert!(
        !commit(&store.db, async |tx| providers::update(
            tx,
            id,
            1,
            &renamed,
            at(1)
        )
        .await)
        .await
    );
    assert!(
        commit(&store.db, async |tx| providers::update(
            tx,
            id,
            2,
            &renamed,
            at(1)
        )
        .await)
        .await
    );
    assert!(
        !commit(&store.db, async |tx| providers::set_flags(
            tx,
            id,
            2,
            false,
            false,
            at(2)
        )
        .await)
        .await
    );
    let found = load(&store, id).await;
    assert_eq!(
        (found.name.as_str(), found.enabled, found.version),
        ("Club", true, 3)
    );
}

async fn what_is_fetched_leaves_the_version(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let metadata = json!({"issuer": "https://id.example"});
    commit(&store.db, async |tx| {
        providers::set_metadata(tx, id, "https://id.example", &metadata, true, at(1)).await?;
        // What was fetched from an issuer that it had before.
        providers::set_metadata(tx, id, "https://old.example", &json!({}), false, at(2)).await?;
        // What was fetched before it.
        providers::set_metadata(tx, id, "https://id.example", &json!({}), false, at(0)).await
    })
    .await;
    let found = load(&store, id).await;
    assert_eq!(
        (found.metadata, found.metadata_fetched_at),
        (Some(metadata), Some(at(1)))
    );
    assert_eq!((found.offers_logout, found.version), (true, 2));
}

async fn another_issuer_forgets_what_was_fetched(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let (labels, claims, metadata) = (labels(), ClaimMapping::default(), json!({"keys": []}));
    let settings = provider_settings("club", &labels, &claims);
    commit(&store.db, async |tx| {
        providers::set_metadata(tx, id, settings.issuer, &metadata, true, at(1)).await
    })
    .await;
    commit(&store.db, async |tx| providers::note_auth_time(tx, id, 2).await).await;
    assert!(load(&store, id).await.tells_auth_time);
    commit(&store.db, async |tx| {
        providers::update(tx, id, 2, &settings, at(3)).await
    })
    .await;
    let found = load(&store, id).await;
    assert_eq!(found.metadata, Some(metadata), "the same issuer keeps it");
    assert!(!found.tells_auth_time, "it may have been set up otherwise there");
    commit(&store.db, async |tx| providers::note_auth_time(tx, id, 2).await).await;
    assert!(!load(&store, id).await.tells_auth_time, "that was the one before");
    let moved = ProviderSettings {
        issuer: "https://login.example",
        ..settings
    };
    commit(&store.db, async |tx| {
        providers::update(tx, id, 3, &moved, at(4)).await
    })
    .await;
    let found = load(&store, id).await;
    assert_eq!(
        (found.metadata, found.metadata_fetched_at, found.offers_logout),
        (None, None, false)
    );
}

async fn the_login_page_has_its_order(store: Store) {
    let (labels, claims) = (labels(), ClaimMapping::default());
    let mut ids = Vec::new();
    for slug in ["first", "second", "third"] {
        let id = ProviderId::new(NOW, unique());
        let settings = provider_settings(slug, &labels, &claims);
        commit(&store.db, async |tx| {
            providers::insert(tx, id, &settings, NOW).await?;
            providers::set_flags(tx, id, 1, slug != "second", true, NOW).await
        })
        .await;
        ids.push(id);
    }
    let slugs = |list: Vec<providers::Provider>| list.into_iter().map(|one| one.slug).collect::<Vec<_>>();
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        slugs(providers::list(&mut conn).await.unwrap()),
        ["first", "second", "third"],
        "a new one is the last"
    );
    drop(conn);
    commit(&store.db, async |tx| {
        providers::set_position(tx, ids[2], 0).await?;
        providers::set_position(tx, ids[0], 2).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        slugs(providers::list(&mut conn).await.unwrap()),
        ["third", "second", "first"]
    );
    assert_eq!(
        slugs(providers::list_enabled(&mut conn).await.unwrap()),
        ["third", "first"]
    );
}

async fn a_domain_leads_to_one_provider(store: Store) {
    let (club, team) = (
        provider(&store.db, "club", true).await,
        provider(&store.db, "team", false).await,
    );
    let list = |text: &str| MailDomain::parse_list(text).unwrap();
    commit(&store.db, async |tx| {
        domains::replace(tx, club, &list("corp.example, Bücher.example")).await?;
        domains::replace(tx, team, &list("team.example")).await
    })
    .await;
    let mut tx = store.db.begin().await.unwrap();
    let error = domains::replace(&mut tx, team, &list("CORP.example"))
        .await
        .unwrap_err();
    assert!(error.conflicts_with("provider_domains_domain"), "{error}");
    drop(tx);
    commit(&store.db, async |tx| {
        domains::replace(tx, club, &list("corp.example")).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(domains::of(&mut conn, club).await.unwrap(), ["corp.example"]);
    assert_eq!(domains::of(&mut conn, team).await.unwrap(), ["team.example"]);
}
