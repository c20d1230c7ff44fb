//! Clients, their secrets, and what customers agreed to.

use domain::clients::{GrantType, IdTokenAlgorithm, RedirectUri, ResponseType, Scope, Scopes};
use domain::ids::{ClientId, ClientSecretId, StaffSessionId};
use domain::providers::ClientAuth;
use domain::time::Timestamp;
use domain::values::Colour;
use serde_json::json;
use storage::clients::{
    self, Client, ClientSettings,
    consents::{self, OwnConsent},
    logos, secrets,
};

use super::support::*;

on_both!(
    a_client_comes_back_as_it_was_written,
    a_stale_edit_is_refused,
    whoever_edits_a_client_waits_while_it_is_held,
    a_new_secret_overlaps_the_old_one_for_a_while,
    a_secret_is_shown_to_who_made_it_until_it_is_noted,
    a_logo_stays_with_its_client,
    a_client_is_deleted_with_all_that_it_has,
    what_was_agreed_to_is_kept_until_it_is_taken_back,
);

fn uris(texts: &[&str]) -> Vec<RedirectUri> {
    texts
        .iter()
        .map(|text| RedirectUri::parse(text).unwrap())
        .collect()
}

/// Makes a client that may do what an ordinary web application does.
pub async fn client(store: &Store, name: &str) -> ClientId {
    let id = ClientId::new(NOW, unique());
    let (kinds, grants) = (
        vec![ResponseType::Code],
        vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
    );
    let (redirects, after) = (
        uris(&["https://app.example/callback"]),
        uris(&["https://app.example/"]),
    );
    let scopes = Scopes::new([Scope::Openid, Scope::Email, Scope::OfflineAccess]);
    let settings = settings(name, &kinds, &grants, &redirects, &after, &scopes);
    commit(&store.db, async |tx| {
        clients::insert(tx, id, &settings, NOW).await
    })
    .await;
    id
}

fn settings<'a>(
    name: &'a str,
    response_types: &'a Vec<ResponseType>,
    grant_types: &'a Vec<GrantType>,
    redirect_uris: &'a Vec<RedirectUri>,
    post_logout_redirect_uris: &'a Vec<RedirectUri>,
    scopes: &'a Scopes,
) -> ClientSettings<'a> {
    ClientSettings {
        name,
        policy_uri: Some("https://app.example/privacy"),
        tos_uri: None,
        colour: None,
        auth_method: ClientAuth::ClientSecretBasic,
        public_keys: None,
        response_types,
        grant_types,
        redirect_uris,
        post_logout_redirect_uris,
        scopes,
        trusted: false,
        pkce: true,
        back_channel_logout_uri: Some("https://app.example/logout"),
        front_channel_logout_uri: None,
        id_token_algorithm: IdTokenAlgorithm::Es256,
        access_token_minutes: 15,
        refresh_token_days: 30,
        sector_identifier: None,
    }
}

async fn load(store: &Store, id: ClientId) -> Client {
    let mut conn = store.db.read().await.unwrap();
    clients::by_id(&mut conn, id).await.unwrap().unwrap()
}

async fn a_client_comes_back_as_it_was_written(store: Store) {
    let (second, first) = (
        client(&store, "Wholesale").await,
        client(&store, "Magazine").await,
    );
    let found = load(&store, first).await;
    assert_eq!(
        found,
        Client {
            id: first,
            name: "Magazine".to_owned(),
            logo: None,
            policy_uri: Some("https://app.example/privacy".to_owned()),
            tos_uri: None,
            colour: None,
            auth_method: ClientAuth::ClientSecretBasic,
            public_keys: None,
            response_types: vec![ResponseType::Code],
            grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
            redirect_uris: uris(&["https://app.example/callback"]),
            post_logout_redirect_uris: uris(&["https://app.example/"]),
            scopes: Scopes::new([Scope::Openid, Scope::Email, Scope::OfflineAccess]),
            trusted: false,
            pkce: true,
            back_channel_logout_uri: Some("https://app.example/logout".to_owned()),
            front_channel_logout_uri: None,
            id_token_algorithm: IdTokenAlgorithm::Es256,
            access_token_minutes: 15,
            refresh_token_days: 30,
            sector_identifier: None,
            active: true,
            last_used_at: None,
            version: 1,
            created_at: NOW,
            updated_at: NOW,
        }
    );
    let mut conn = store.db.read().await.unwrap();
    let listed = clients::list(&mut conn).await.unwrap();
    let ids: Vec<ClientId> = listed.iter().map(|client| client.id).collect();
    assert_eq!(ids, [first, second], "by name");
}

async fn a_stale_edit_is_refused(store: Store) {
    let id = client(&store, "Magazine").await;
    let (kinds, grants, scopes) = (
        vec![ResponseType::Code, ResponseType::CodeIdToken],
        vec![GrantType::ClientCredentials],
        Scopes::NONE,
    );
    let (redirects, after) = (uris(&["com.example.app:/callback"]), Vec::new());
    let keys = json!({ "keys": [] });
    let colour = Colour::parse("#1a73e8").unwrap();
    let changed = ClientSettings {
        colour: Some(&colour),
        public_keys: Some(&keys),
        auth_method: ClientAuth::PrivateKeyJwt,
        trusted: true,
        ..settings("Weekly", &kinds, &grants, &redirects, &after, &scopes)
    };
    let update = async |version| {
        commit(&store.db, async |tx| {
            clients::update(tx, id, version, &changed, at(1)).await
        })
        .await
    };
    assert!(!update(2).await);
    assert!(update(1).await);
    let found = load(&store, id).await;
    assert_eq!(
        (found.name.as_str(), found.version, found.updated_at),
        ("Weekly", 2, at(1))
    );
    assert_eq!(found.public_keys, Some(keys.clone()));
    assert_eq!(found.colour, Some(colour.clone()));
    assert_eq!(
        (found.response_types, found.scopes),
        (kinds.clone(), Scopes::NONE)
    );
    let switch = async |version, active| {
        commit(&store.db, async |tx| {
            clients::set_active(tx, id, version, active, at(2)).await
        })
        .await
    };
    assert!(!switch(1, false).await && switch(2, false).await);
    assert!(!load(&store, id).await.active);
}

async fn whoever_edits_a_client_waits_while_it_is_held(store: Store) {
    let id = client(&store, "Magazine").await;
    let before = load(&store, id).await;
    let mut tx = store.db.begin().await.unwrap();
    assert_eq!(clients::hold(&mut tx, id).await.unwrap(), Some(before));
    let other = store.db.clone();
    let switching = tokio::spawn(async move {
        commit(&other, async |tx| {
            clients::set_active(tx, id, 1, false, at(1)).await
        })
        .await
    });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!switching.is_finished(), "whoever edits it waits");
    tx.commit().await.unwrap();
    assert!(switching.await.unwrap());
    let hold = async |id| commit(&store.db, async |tx| clients::hold(tx, id).await).await;
    assert!(!hold(id).await.unwrap().active);
    assert_eq!(hold(ClientId::new(NOW, unique())).await, None);
}

async fn a_new_secret_overlaps_the_old_one_for_a_while(store: Store) {
    let id = client(&store, "Magazine").await;
    let other = client(&store, "Wholesale").await;
    let add = async |client, hash: &str, until: Timestamp, now| {
        let secret = ClientSecretId::new(now, unique());
        commit(&store.db, async |tx| {
            secrets::add(tx, client, (secret, hash), until, now).await
        })
        .await;
    };
    let open = async |client, now| {
        let mut conn = store.db.read().await.unwrap();
        let found = secrets::open(&mut conn, client, now).await.unwrap();
        let hashes: Vec<_> = found.into_iter().map(|secret| secret.hash).collect();
        let known = clients::with_secrets(&mut conn, client, now).await.unwrap();
        let (owner, beside) = known.unwrap();
        assert_eq!((owner.id, &beside), (client, &hashes));
        hashes
    };
    add(id, "one", at(0), at(0)).await;
    add(other, "theirs", at(0), at(0)).await;
    assert_eq!(open(id, at(9999)).await, ["one"], "without an end");
    add(id, "two", at(70), at(10)).await;
    assert_eq!(open(id, at(69)).await, ["two", "one"]);
    assert_eq!(open(id, at(70)).await, ["two"]);
    add(id, "three", at(500), at(20)).await;
    assert_eq!(
        open(id, at(70)).await,
        ["three", "two"],
        "what was to end earlier still does"
    );
    let mut conn = store.db.read().await.unwrap();
    let mut newest = secrets::newest(&mut conn, at(70)).await.unwrap();
    drop(conn);
    newest.sort_by_key(|newest| newest.created_at);
    let newest: Vec<_> = newest
        .into_iter()
        .map(|newest| (newest.client_id, newest.created_at))
        .collect();
    assert_eq!(newest, [(other, at(0)), (id, at(20))]);
    let purge = async |now| commit(&store.db, async |tx| secrets::purge(tx, now, at(0)).await).await;
    assert_eq!((purge(at(69)).await, purge(at(70)).await), (0, 1));
    assert_eq!(open(other, at(9999)).await, ["theirs"]);
}

async fn a_secret_is_shown_to_who_made_it_until_it_is_noted(store: Store) {
    let id = client(&store, "Magazine").await;
    let (mine, theirs) = (
        StaffSessionId::new(NOW, unique()),
        StaffSessionId::new(NOW, unique()),
    );
    let make = async |sealed: &str, session, now| {
        let secret = ClientSecretId::new(now, unique());
        commit(&store.db, async |tx| {
            secrets::add(tx, id, (secret, sealed), now, now).await?;
            secrets::keep_shown(tx, secret, sealed, session).await
        })
        .await;
    };
    let shown = async |session, since| {
        let mut conn = store.db.read().await.unwrap();
        let found = secrets::shown_to(&mut conn, id, session, since).await.unwrap();
        found.map(|found| found.shown)
    };
    make("one", mine, at(1)).await;
    make("two", theirs, at(2)).await;
    assert_eq!(shown(mine, at(0)).await.as_deref(), Some("one"));
    assert_eq!(shown(theirs, at(0)).await.as_deref(), Some("two"));
    assert_eq!(shown(mine, at(1)).await, None, "its time is over");
    let note = async |session| commit(&store.db, async |tx| secrets::noted(tx, id, session).await).await;
    assert!(note(mine).await && !note(mine).await);
    assert_eq!(shown(mine, at(0)).await, None);
    assert_eq!(shown(theirs, at(0)).await.as_deref(), Some("two"));
    // The first is over, the second was never noted.
    let purge = async |unnoted| commit(&store.db, async |tx| secrets::purge(tx, at(3), unnoted).await).await;
    assert_eq!((purge(at(1)).await, purge(at(2)).await), (1, 1));
    assert_eq!(shown(theirs, at(0)).await, None);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(secrets::open(&mut conn, id, at(9)).await.unwrap().len(), 1);
}

async fn a_logo_stays_with_its_client(store: Store) {
    let (id, other) = (
        client(&store, "Magazine").await,
        client(&store, "Wholesale").await,
    );
    commit(&store.db, async |tx| logos::set(tx, id, "aa", "Zmlyc3Q=").await).await;
    commit(&store.db, async |tx| logos::set(tx, id, "bb", "c2Vjb25k").await).await;
    let found = load(&store, id).await;
    assert_eq!((found.logo.as_deref(), found.version), (Some("bb"), 1));
    assert_eq!(load(&store, other).await.logo, None);
    let content = async |client: ClientId, hash: &str| {
        let mut conn = store.db.read().await.unwrap();
        logos::content(&mut conn, &client.to_string(), hash)
            .await
            .unwrap()
    };
    assert_eq!(content(id, "bb").await.as_deref(), Some("c2Vjb25k"));
    assert_eq!(content(id, "aa").await, None, "another one took its place");
    assert_eq!(content(other, "bb").await, None);
    let remove = async || commit(&store.db, async |tx| logos::remove(tx, id).await).await;
    assert!(remove().await && !remove().await);
    assert_eq!(
        (load(&store, id).await.logo, content(id, "bb").await),
        (None, None)
    );
}

async fn a_client_is_deleted_with_all_that_it_has(store: Store) {
    let id = client(&store, "Magazine").await;
    let secret = ClientSecretId::new(NOW, unique());
    commit(&store.db, async |tx| {
        logos::set(tx, id, "aa", "Zmlyc3Q=").await?;
        secrets::add(tx, id, (secret, "one"), NOW, NOW).await
    })
    .await;
    let raise =
        async |version| commit(&store.db, async |tx| clients::raise(tx, id, version, at(1)).await).await;
    assert!(raise(1).await && !raise(1).await);
    let delete = async |version| commit(&store.db, async |tx| clients::delete(tx, id, version).await).await;
    assert!(!delete(1).await && delete(2).await && !delete(2).await);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(clients::by_id(&mut conn, id).await.unwrap(), None);
    assert_eq!(secrets::open(&mut conn, id, NOW).await.unwrap(), []);
    let logo = logos::content(&mut conn, &id.to_string(), "aa").await.unwrap();
    assert_eq!(logo, None);
}

async fn what_was_agreed_to_is_kept_until_it_is_taken_back(store: Store) {
    let (magazine, wholesale) = (
        client(&store, "Magazine").await,
        client(&store, "Wholesale").await,
    );
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    let give = async |customer, client, scopes: &[Scope], second| {
        let scopes = Scopes::new(scopes.iter().copied());
        commit(&store.db, async |tx| {
            consents::give(tx, customer, client, &scopes, at(second)).await
        })
        .await;
    };
    let of = async |customer, client| {
        let mut conn = store.db.read().await.unwrap();
        let found = consents::of(&mut conn, customer, client).await.unwrap();
        found.map(|consent| (consent.scopes.to_string(), consent.created_at, consent.updated_at))
    };
    give(ada, magazine, &[Scope::Openid], 0).await;
    give(ada, wholesale, &[Scope::Openid], 1).await;
    give(ada, magazine, &[Scope::Openid, Scope::Email], 2).await;
    assert_eq!(
        of(ada, magazine).await,
        Some(("openid email".to_owned(), at(0), at(2)))
    );
    assert_eq!(of(grace, magazine).await, None);
    let mut conn = store.db.read().await.unwrap();
    let listed = consents::list(&mut conn, ada).await.unwrap();
    drop(conn);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(consents::count(&mut conn, magazine).await.unwrap(), 1);
    drop(conn);
    let clients: Vec<ClientId> = listed.iter().map(|consent| consent.client_id).collect();
    assert_eq!(clients, [magazine, wholesale], "the latest first");
    assert_eq!(
        listed[0],
        OwnConsent {
            client_id: magazine,
            client_name: "Magazine".to_owned(),
            client_logo: None,
            policy_uri: Some("https://app.example/privacy".to_owned()),
            trusted: false,
            scopes: Scopes::new([Scope::Openid, Scope::Email]),
            created_at: at(0),
            signed_in_at: None,
        }
    );
    let back = async || commit(&store.db, async |tx| consents::take_back(tx, ada, magazine).await).await;
    assert!(back().await && !back().await);
    assert_eq!(of(ada, magazine).await, None);
    assert!(of(ada, wholesale).await.is_some());
}
