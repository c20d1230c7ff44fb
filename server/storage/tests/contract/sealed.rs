//! What is encrypted at rest: found in every column, and replaced only where it still stands.

use domain::ids::AttemptId;
use domain::providers::{ClaimMapping, ClientAuth};
use domain::values::Language;
use serde_json::json;
use storage::attempts::{self, Kind, NewAttempt};
use storage::providers::{self, ProviderSettings};
use storage::sealed::{self, Column, Sealed};

use super::support::*;

on_both!(
    every_column_can_be_read,
    rows_come_in_pages,
    a_text_is_replaced_where_it_still_stands,
    a_member_of_an_object_is_replaced_alone,
    a_save_keeps_the_secret_that_lies_in_the_row,
);

/// What `page` leaves out in these tests.
const NEW: &str = "v1.new.";

async fn page(store: &Store, column: Column, behind: &str, limit: i64) -> sealed::Page {
    let mut conn = store.db.read().await.unwrap();
    sealed::page(&mut conn, column, NEW, behind, limit).await.unwrap()
}

async fn texts(store: &Store, column: Column) -> Vec<Sealed> {
    page(store, column, "", 100).await.texts
}

async fn replace(store: &Store, sealed: &Sealed, text: &str) -> bool {
    commit(&store.db, async |tx| sealed::replace(tx, sealed, text).await).await
}

/// What is bound into the texts of existing rows: with another place, none of them opens any more.
const fn place(column: Column) -> &'static str {
    match column {
        Column::ProviderSecret => "providers.client_secret:0199",
        Column::ProviderKey => "provider_keys.private_key:0199",
        Column::SigningKey => "signing_keys.private_key:0199",
        Column::ClientSecret => "client_secrets.shown:0199",
        Column::RecaptchaSecret => "policies/0199",
        Column::AppSecret => "second_factors.app_secret:0199",
        Column::NewAppSecret => "factor_steps.secret:0199",
        Column::RecoveryCodes => "factor_steps.codes:0199",
        Column::SessionIdToken => "sessions.id_token:0199",
        Column::Verifier => "attempts.verifier:0199",
        Column::PendingIdToken => "attempts.pending:0199",
    }
}

#[test]
fn places_never_change() {
    assert_eq!(Column::ALL.len(), 11);
    for column in Column::ALL {
        let bound = column.place("0199");
        assert_eq!(str::from_utf8(bound.as_ref()), Ok(place(*column)));
    }
}

async fn every_column_can_be_read(store: Store) {
    for column in Column::ALL {
        let page = page(&store, *column, "", 10).await;
        assert_eq!((page.texts, page.last), (Vec::new(), None), "{column}");
    }
    let mut names: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Column::ALL.len());
}

async fn rows_come_in_pages(store: Store) {
    let mut ids = Vec::new();
    for slug in ["a", "b", "c", "d"] {
        ids.push(provider(&store.db, slug, true).await);
    }
    execute(
        &store.url,
        "UPDATE providers SET client_secret = 'v1.new.x' WHERE slug = 'b'",
    )
    .await
    .unwrap();
    execute(
        &store.url,
        "UPDATE providers SET client_secret = NULL WHERE slug = 'c'",
    )
    .await
    .unwrap();
    let column = Column::ProviderSecret;
    let first = page(&store, column, "", 1).await;
    assert_eq!(first.last, Some(ids[0].to_string()));
    assert_eq!(first.texts[0].place, column.place(ids[0]));
    assert_eq!(first.texts[0].text, "v1.k1.c2VhbGVk");
    let second = page(&store, column, &first.last.unwrap(), 1).await;
    assert_eq!(
        second.last,
        Some(ids[3].to_string()),
        "neither new ones nor rows without any"
    );
    let third = page(&store, column, &second.last.unwrap(), 1).await;
    assert!(third.texts.is_empty() && third.last.is_none());
}

async fn a_text_is_replaced_where_it_still_stands(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let found = texts(&store, Column::ProviderSecret).await.remove(0);
    let won = winners(&store.db, 4, async |db, number| {
        let text = format!("v1.new.{number}");
        commit(&db, async |tx| sealed::replace(tx, &found, &text).await).await
    })
    .await;
    assert_eq!(won, 1);
    assert!(texts(&store, Column::ProviderSecret).await.is_empty());
    let load = async || {
        let mut conn = store.db.read().await.unwrap();
        providers::by_id(&mut conn, id).await.unwrap().unwrap()
    };
    assert!(load().await.client_secret.unwrap().starts_with(NEW));
    assert_eq!(
        load().await.version,
        2,
        "an open form of it is not out of date by that"
    );

    execute(&store.url, "UPDATE providers SET client_secret = 'v1.k1.typed'")
        .await
        .unwrap();
    let found = texts(&store, Column::ProviderSecret).await.remove(0);
    execute(&store.url, "UPDATE providers SET client_secret = 'v1.k1.newer'")
        .await
        .unwrap();
    assert!(
        !replace(&store, &found, "v1.new.typed").await,
        "what was written meanwhile wins"
    );
    assert_eq!(load().await.client_secret.unwrap(), "v1.k1.newer");
    execute(&store.url, "UPDATE providers SET client_secret = NULL")
        .await
        .unwrap();
    assert!(!replace(&store, &found, "v1.new.typed").await);
}

async fn a_member_of_an_object_is_replaced_alone(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let begin = async |state_hash: &str| {
        let new = NewAttempt {
            id: AttemptId::new(NOW, unique()),
            state_hash,
            flow_hash: state_hash,
            kind: Kind::SignIn,
            provider_id,
            nonce: None,
            verifier: None,
            max_age: None,
            return_to: None,
            language: Language::En,
            link_id: None,
            trip: None,
            now: NOW,
            expires_at: at(600),
        };
        commit(&store.db, async |tx| attempts::insert(tx, &new).await).await;
        new.id
    };
    let (waits, _) = (begin("waits").await, begin("under way").await);
    let kept = |token: &str| json!({"claims": {"name": "Zoë \"v1.k1.x\""}, "id_token": token});
    commit(&store.db, async |tx| {
        attempts::put_pending(tx, waits, &kept("v1.k1.c2VhbGVk"), at(600)).await
    })
    .await;
    let found = texts(&store, Column::PendingIdToken).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "v1.k1.c2VhbGVk");
    assert_eq!(found[0].place, Column::PendingIdToken.place(waits));
    assert!(replace(&store, &found[0], "v1.new.x").await);
    let mut conn = store.db.read().await.unwrap();
    let now = attempts::pending(&mut conn, "waits", None, NOW).await.unwrap();
    assert_eq!(now.unwrap().pending, Some(kept("v1.new.x")));
    drop(conn);
    assert!(texts(&store, Column::PendingIdToken).await.is_empty());

    for (name, value) in [
        ("colours", r#"{"walls":"white"}"#),
        ("recaptcha_secret", r#"{"sealed":"v1.k1.x"}"#),
        ("words", "[]"),
    ] {
        let sql = format!("INSERT INTO policies (name, value, version) VALUES ('{name}', '{value}', 1)");
        execute(&store.url, &sql).await.unwrap();
    }
    let found = texts(&store, Column::RecaptchaSecret).await;
    assert_eq!(found.len(), 1, "groups without a secret have none");
    assert_eq!(found[0].place, Column::RecaptchaSecret.place("recaptcha_secret"));
    assert!(replace(&store, &found[0], "v1.new.y").await);
    assert!(texts(&store, Column::RecaptchaSecret).await.is_empty());
}

async fn a_save_keeps_the_secret_that_lies_in_the_row(store: Store) {
    let id = provider(&store.db, "club", true).await;
    let (labels, claims) = (labels(), ClaimMapping::default());
    let found = texts(&store, Column::ProviderSecret).await.remove(0);
    // A form was read before, and is saved after the secret is sealed again.
    assert!(replace(&store, &found, "v1.new.x").await);
    let save = async |version, client_auth, client_secret| {
        let settings = ProviderSettings {
            client_auth,
            client_secret,
            ..provider_settings("club", &labels, &claims)
        };
        let saved = commit(&store.db, async |tx| {
            providers::update(tx, id, version, &settings, at(1)).await
        })
        .await;
        assert!(saved);
        let mut conn = store.db.read().await.unwrap();
        providers::by_id(&mut conn, id)
            .await
            .unwrap()
            .unwrap()
            .client_secret
    };
    let by_secret = ClientAuth::ClientSecretPost;
    assert_eq!(save(2, by_secret, None).await.as_deref(), Some("v1.new.x"));
    assert_eq!(
        save(3, by_secret, Some("v1.new.y")).await.as_deref(),
        Some("v1.new.y")
    );
    assert_eq!(save(4, ClientAuth::PrivateKeyJwt, None).await, None);
    assert_eq!(save(5, by_secret, None).await, None);
}
