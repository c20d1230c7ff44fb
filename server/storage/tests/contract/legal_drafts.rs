//! Drafts of the shop's texts: saves that notice each other, and one publication of many.

use storage::ByLanguage;
use storage::legal_drafts::{self, DraftText};
use storage::legal_texts::{self, Kind, LegalText};

use domain::values::Language;

use super::support::*;

on_both!(
    a_stale_draft_is_refused,
    of_many_who_publish_a_draft_one_wins,
    versions_are_listed_newest_first_and_found_by_number,
);

fn texts(word: &str) -> ByLanguage<DraftText> {
    let text = |language: &str| DraftText {
        title: format!("{word} ({language})"),
        body: "Be fair.".to_owned(),
    };
    ByLanguage {
        en: text("en"),
        de: text("de"),
        el: text("el"),
    }
}

async fn save(store: &Store, word: &str, version: i64) -> bool {
    commit(&store.db, async |tx| {
        legal_drafts::save(tx, Kind::Terms, &texts(word), version).await
    })
    .await
}

async fn a_stale_draft_is_refused(store: Store) {
    assert!(save(&store, "one", 0).await);
    assert!(!save(&store, "other", 0).await);
    assert!(save(&store, "two", 1).await);
    assert!(!save(&store, "three", 1).await);
    let mut conn = store.db.read().await.unwrap();
    let draft = legal_drafts::load(&mut conn, Kind::Terms).await.unwrap().unwrap();
    assert_eq!((draft.texts, draft.version), (texts("two"), 2));
    assert_eq!(legal_drafts::load(&mut conn, Kind::Privacy).await.unwrap(), None);
}

async fn of_many_who_publish_a_draft_one_wins(store: Store) {
    save(&store, "one", 0).await;
    save(&store, "two", 1).await;
    let stale = commit(&store.db, async |tx| legal_drafts::take(tx, Kind::Terms, 1).await).await;
    assert_eq!(stale, None);
    let won = winners(&store.db, 3, async |db, _| {
        commit(&db, async |tx| legal_drafts::take(tx, Kind::Terms, 2).await)
            .await
            .is_some()
    })
    .await;
    assert_eq!(won, 1);
}

async fn versions_are_listed_newest_first_and_found_by_number(store: Store) {
    for (version, seconds) in [(1, 0), (2, 60)] {
        for language in Language::ALL
            .iter()
            .copied()
            .filter(|it| version == 1 || *it != Language::El)
        {
            let text = LegalText {
                kind: Kind::Imprint,
                version,
                language,
                title: format!("{version} {language}"),
                body: "Us.".to_owned(),
                published_at: at(seconds),
            };
            commit(&store.db, async |tx| {
                legal_texts::insert_if_absent(tx, &text).await
            })
            .await;
        }
    }
    let mut conn = store.db.read().await.unwrap();
    let versions = legal_texts::versions(&mut conn, Kind::Imprint).await.unwrap();
    let told: Vec<_> = versions.iter().map(|it| (it.version, it.published_at)).collect();
    assert_eq!(told, [(2, at(60)), (1, at(0))]);
    assert!(
        legal_texts::versions(&mut conn, Kind::Terms)
            .await
            .unwrap()
            .is_empty()
    );
    let mut title = async |version, language| {
        let found = legal_texts::at(&mut conn, Kind::Imprint, version, language)
            .await
            .unwrap();
        found.map(|text| text.title)
    };
    assert_eq!(title(1, Language::El).await.as_deref(), Some("1 el"));
    assert_eq!(
        title(2, Language::El).await.as_deref(),
        Some("2 en"),
        "where the language lacks it"
    );
    assert_eq!(title(3, Language::En).await, None);
}
