//! Offers and the shop's own texts.

use domain::ids::OfferId;
use domain::values::Language;
use storage::ByLanguage;
use storage::legal_texts::{self, Kind, LegalText};
use storage::offers::{self, Offer, OfferText};

use super::support::*;

on_both!(
    an_offer_is_made_and_replaced,
    a_text_has_versions_and_languages,
    a_published_text_never_changes
);

fn offer(slug: &str, position: i64) -> Offer {
    let text = |name: &str| OfferText {
        name: name.into(),
        summary: "Short".into(),
        text: "Long".into(),
    };
    Offer {
        id: OfferId::new(NOW, unique()),
        slug: slug.into(),
        position,
        kind: "session".into(),
        picture: "climbing".into(),
        price_minor: 1250,
        member_price_minor: None,
        currency: "EUR".into(),
        texts: ByLanguage {
            en: text("Climbing"),
            de: text("Klettern"),
            el: text("Αναρρίχηση"),
        },
    }
}

async fn an_offer_is_made_and_replaced(store: Store) {
    let (second, first) = (offer("climbing", 2), offer("yoga", 1));
    let again = Offer {
        price_minor: 1500,
        member_price_minor: Some(900),
        ..offer("climbing", 2)
    };
    commit(&store.db, async |tx| {
        for one in [&second, &first, &again] {
            offers::upsert(tx, one).await?;
        }
        Ok(())
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let kept = Offer {
        id: second.id,
        ..again
    };
    assert_eq!(offers::list(&mut conn).await.unwrap(), [first, kept.clone()]);
    let found = offers::by_slug(&mut conn, "climbing").await.unwrap().unwrap();
    assert_eq!(found.texts.get(Language::De).name, "Klettern");
    assert_eq!(found, kept);
    assert!(offers::by_slug(&mut conn, "sailing").await.unwrap().is_none());
}

fn text(version: i64, language: Language, title: &str) -> LegalText {
    LegalText {
        kind: Kind::Terms,
        version,
        language,
        title: title.into(),
        body: "Be fair.".into(),
        published_at: NOW,
    }
}

async fn a_text_has_versions_and_languages(store: Store) {
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        legal_texts::current_version(&mut conn, Kind::Terms)
            .await
            .unwrap(),
        None
    );
    assert!(
        legal_texts::current(&mut conn, Kind::Terms, Language::En)
            .await
            .unwrap()
            .is_none()
    );
    drop(conn);
    let texts = [
        text(1, Language::En, "Terms 1"),
        text(1, Language::El, "Όροι 1"),
        text(2, Language::En, "Terms 2"),
        text(2, Language::De, "Bedingungen 2"),
    ];
    commit(&store.db, async |tx| {
        for one in &texts {
            assert!(legal_texts::insert_if_absent(tx, one).await?);
        }
        Ok(())
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        legal_texts::current_version(&mut conn, Kind::Terms)
            .await
            .unwrap(),
        Some(2)
    );
    for (language, title) in [
        (Language::En, "Terms 2"),
        (Language::De, "Bedingungen 2"),
        (Language::El, "Terms 2"),
    ] {
        let found = legal_texts::current(&mut conn, Kind::Terms, language)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.version, found.title.as_str()), (2, title), "{language}");
    }
    assert!(
        legal_texts::current(&mut conn, Kind::Imprint, Language::En)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_published_text_never_changes(store: Store) {
    let (published, changed) = (
        text(1, Language::En, "Terms"),
        text(1, Language::En, "Other terms"),
    );
    assert!(
        commit(&store.db, async |tx| legal_texts::insert_if_absent(
            tx, &published
        )
        .await)
        .await
    );
    assert!(
        !commit(&store.db, async |tx| legal_texts::insert_if_absent(tx, &changed)
            .await)
        .await
    );
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        legal_texts::current(&mut conn, Kind::Terms, Language::En)
            .await
            .unwrap(),
        Some(published)
    );
}
