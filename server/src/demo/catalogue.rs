//! Offers and legal texts, from the files in `server/samples`.

use crate::{
    services::{Outcome, Trouble},
    state::Portico,
};
use app::api::ApiError;
use domain::{ids::OfferId, values::Language};
use serde::Deserialize;
use storage::{
    ByLanguage,
    legal_texts::{self, Kind, LegalText},
    offers::{self, OfferText},
};

/// An offer as the sample file has it; its place in the file is its place in the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    slug: String,
    kind: String,
    picture: String,
    price_minor: i64,
    member_price_minor: Option<i64>,
    currency: String,
    texts: ByLanguage<OfferText>,
}

const OFFERS: &str = include_str!("../../samples/offers.json");

/// The first version of every text.
const TEXTS: [(Kind, Language, &str); 9] = [
    (
        Kind::Terms,
        Language::En,
        include_str!("../../samples/legal/terms.en.md"),
    ),
    (
        Kind::Terms,
        Language::De,
        include_str!("../../samples/legal/terms.de.md"),
    ),
    (
        Kind::Terms,
        Language::El,
        include_str!("../../samples/legal/terms.el.md"),
    ),
    (
        Kind::Privacy,
        Language::En,
        include_str!("../../samples/legal/privacy.en.md"),
    ),
    (
        Kind::Privacy,
        Language::De,
        include_str!("../../samples/legal/privacy.de.md"),
    ),
    (
        Kind::Privacy,
        Language::El,
        include_str!("../../samples/legal/privacy.el.md"),
    ),
    (
        Kind::Imprint,
        Language::En,
        include_str!("../../samples/legal/imprint.en.md"),
    ),
    (
        Kind::Imprint,
        Language::De,
        include_str!("../../samples/legal/imprint.de.md"),
    ),
    (
        Kind::Imprint,
        Language::El,
        include_str!("../../samples/legal/imprint.el.md"),
    ),
];

/// Version of the terms that the samples publish, and that sample customers have accepted.
pub(super) const TERMS_VERSION: i64 = 1;

/// Writes offers and texts in one transaction.
pub(super) async fn seed(portico: &Portico) -> Outcome<()> {
    let samples: Vec<Sample> = serde_json::from_str(OFFERS).map_err(|error| {
        tracing::error!(%error, "the sample offers can't be read");
        Trouble(ApiError::Internal)
    })?;
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    for (position, sample) in (0..).zip(samples) {
        let Sample {
            slug,
            kind,
            picture,
            price_minor,
            member_price_minor,
            currency,
            texts,
        } = sample;
        let id = OfferId::new(now, portico.random());
        let offer = offers::Offer {
            id,
            slug,
            position,
            kind,
            picture,
            price_minor,
            member_price_minor,
            currency,
            texts,
        };
        offers::upsert(&mut tx, &offer).await?;
    }
    for (kind, language, source) in TEXTS {
        let (title, body) = title_and_body(source);
        let text = LegalText {
            kind,
            version: TERMS_VERSION,
            language,
            title: title.to_owned(),
            body: body.to_owned(),
            published_at: now,
        };
        legal_texts::insert_if_absent(&mut tx, &text).await?;
    }
    Ok(tx.commit().await?)
}

/// The first line without its `# `, and the rest.
pub(super) fn title_and_body(source: &str) -> (&str, &str) {
    let (first, rest) = source.split_once('\n').unwrap_or((source, ""));
    (first.trim_start_matches("# ").trim(), rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::values::Currency;

    #[test]
    fn every_sample_is_complete() {
        let samples: Vec<Sample> = serde_json::from_str(OFFERS).unwrap();
        assert_eq!(samples.len(), 12);
        for sample in &samples {
            assert!(sample.currency.parse::<Currency>().is_ok(), "{}", sample.slug);
            for language in Language::ALL {
                let text = sample.texts.get(*language);
                assert!(
                    ![&text.name, &text.summary, &text.text]
                        .into_iter()
                        .any(String::is_empty),
                    "{}",
                    sample.slug
                );
            }
        }
        for (kind, language, source) in TEXTS {
            assert!(source.starts_with("# "), "{kind} {language}");
            let (title, body) = title_and_body(source);
            assert!(
                !title.is_empty() && !title.starts_with('#') && !body.is_empty(),
                "{kind} {language}"
            );
        }
    }
}
