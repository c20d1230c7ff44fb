//! The catalogue and the shop's own texts.

use super::{Outcome, Trouble, sessions};
use crate::state::Portico;
use app::api::{
    ApiError,
    shop::{LegalText, Offer, OfferCard, TextBlock, TextKind},
    visit::Visit,
};
use domain::values::{Currency, Language, Money, Slug};
use std::sync::Arc;
use storage::{legal_texts, offers};

/// All offers in the shop's order.
pub async fn offers(portico: &Portico, visit: &Visit) -> Outcome<Vec<OfferCard>> {
    let version = sessions::here(portico, visit).await?.catalogue_version;
    let rows = match portico.catalogue.at(version) {
        Some(rows) => rows,
        None => {
            let mut conn = portico.database.read().await?;
            let rows = Arc::new(offers::list(&mut conn).await?);
            portico.catalogue.keep(version, &rows);
            rows
        }
    };
    Ok(rows
        .iter()
        .map(|row| card(portico, visit.facts().language, row))
        .collect())
}

/// One offer.
pub async fn offer(portico: &Portico, visit: &Visit, slug: &Slug) -> Outcome<Offer> {
    let mut conn = portico.database.read().await?;
    let row = offers::by_slug(&mut conn, slug.as_str())
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let language = visit.facts().language;
    let text = row
        .texts
        .get(language)
        .text
        .split("\n\n")
        .map(str::to_owned)
        .collect();
    Ok(Offer {
        card: card(portico, language, &row),
        text,
    })
}

fn card(portico: &Portico, language: Language, row: &offers::Offer) -> OfferCard {
    let text = row.texts.get(language);
    let currency = row.currency.parse::<Currency>().unwrap_or(Currency::Eur);
    let price = |minor| Money::new(minor, currency).format(language);
    OfferCard {
        slug: row.slug.clone(),
        name: text.name.clone(),
        summary: text.summary.clone(),
        picture: portico.site.url(&format!("pictures/{}", row.picture)),
        price: price(row.price_minor),
        member_price: row.member_price_minor.map(price),
    }
}

/// A version of a text, the current one unless another is named, in the page's language.
pub async fn text(
    portico: &Portico,
    visit: &Visit,
    kind: TextKind,
    version: Option<i64>,
) -> Outcome<LegalText> {
    let kind = stored_kind(kind);
    let language = visit.facts().language;
    let mut conn = portico.database.read().await?;
    let current = legal_texts::current_version(&mut conn, kind).await?;
    let row = match version {
        Some(version) => legal_texts::at(&mut conn, kind, version, language).await?,
        None => legal_texts::current(&mut conn, kind, language).await?,
    };
    let row = row.ok_or(Trouble(ApiError::NotFound))?;
    Ok(LegalText {
        superseded: current.is_some_and(|current| row.version < current),
        title: row.title,
        version: row.version,
        published: super::dates::date(row.published_at, language),
        blocks: blocks(&row.body),
    })
}

/// The name under which a kind of text is stored.
pub fn stored_kind(kind: TextKind) -> legal_texts::Kind {
    match kind {
        TextKind::Terms => legal_texts::Kind::Terms,
        TextKind::Privacy => legal_texts::Kind::Privacy,
        TextKind::Imprint => legal_texts::Kind::Imprint,
    }
}

/// Reads the few marks that our texts use: `##` headings, `-` lists, blank lines between paragraphs.
pub fn blocks(body: &str) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    for piece in body
        .split("\n\n")
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
    {
        if let Some(heading) = piece.strip_prefix("## ") {
            blocks.push(TextBlock::Heading(heading.to_owned()));
        } else if piece.lines().all(|line| line.starts_with("- ")) {
            let items = piece
                .lines()
                .filter_map(|line| line.strip_prefix("- "))
                .map(str::to_owned);
            blocks.push(TextBlock::List(items.collect()));
        } else {
            blocks.push(TextBlock::Paragraph(piece.replace('\n', " ")));
        }
    }
    blocks
}

/// The current version of the terms of use; 0 when the shop has none.
pub async fn terms_version(conn: &mut storage::Conn) -> Outcome<i64> {
    Ok(legal_texts::current_version(conn, legal_texts::Kind::Terms)
        .await?
        .unwrap_or(0))
}
