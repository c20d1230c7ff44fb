//! Its terms, privacy notice and imprint, from `server/samples/partner.json`.

use super::super::catalogue::{TERMS_VERSION, title_and_body};
use crate::{
    services::{Outcome, Trouble},
    state::Portico,
};
use app::api::ApiError;
use domain::values::Language;
use serde::Deserialize;
use storage::{
    ByLanguage,
    legal_texts::{self, Kind, LegalText},
};

const TEXTS: &str = include_str!("../../../samples/partner.json");

/// Each text in every language, its title the first line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Samples {
    terms: ByLanguage<String>,
    privacy: ByLanguage<String>,
    imprint: ByLanguage<String>,
}

/// Writes them in one transaction.
pub(super) async fn seed(partner: &Portico) -> Outcome<()> {
    let samples: Samples = serde_json::from_str(TEXTS).map_err(|error| {
        tracing::error!(%error, "the partner's sample texts can't be read");
        Trouble(ApiError::Internal)
    })?;
    let texts = [
        (Kind::Terms, samples.terms),
        (Kind::Privacy, samples.privacy),
        (Kind::Imprint, samples.imprint),
    ];
    let mut tx = partner.database.begin().await?;
    for (kind, sources) in texts {
        for language in Language::ALL {
            let (title, body) = title_and_body(sources.get(*language));
            let text = LegalText {
                kind,
                version: TERMS_VERSION,
                language: *language,
                title: title.to_owned(),
                body: body.to_owned(),
                published_at: partner.now(),
            };
            legal_texts::insert_if_absent(&mut tx, &text).await?;
        }
    }
    Ok(tx.commit().await?)
}
