//! What the shop offers.

use domain::ids::OfferId;
use serde::{Deserialize, Serialize};

use crate::counters::{self, Counter};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::{ByLanguage, stored_as_json};

/// An offer in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferText {
    /// Its name.
    pub name: String,
    /// One sentence for the list.
    pub summary: String,
    /// Its description; paragraphs are separated by empty lines.
    pub text: String,
}

stored_as_json!(ByLanguage<OfferText>);

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// Its name in paths; unique.
    pub slug: String,
    /// Its place in the list, lowest first.
    pub position: i64,
    /// What sort of thing it is, for example `session` or `membership`.
    pub kind: String,
    /// The name of its picture.
    pub picture: String,
    /// Price in minor units.
    pub price_minor: i64,
    /// Price for members in minor units.
    pub member_price_minor: Option<i64>,
    /// ISO 4217 code of both prices.
    pub currency: String,
    /// What it is called and what is said about it.
    pub texts: ByLanguage<OfferText>,
}

record!(Offer, "offers", columns:
    id, slug, position, kind, picture, price_minor, member_price_minor, currency, texts);

/// Every offer, in the order of the list.
pub async fn list(conn: &mut Conn) -> Result<Vec<Offer>> {
    conn.all(
        concat!("SELECT ", columns!(), " FROM offers ORDER BY position, id"),
        params![],
    )
    .await
}

/// The offer with this slug.
pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Offer>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM offers WHERE slug = $1"),
        params![slug],
    )
    .await
}

/// Makes the offer, or replaces what the one with the same slug says; that one keeps its id. Raises the catalogue's
/// version.
pub async fn upsert(tx: &mut Tx, offer: &Offer) -> Result<()> {
    counters::raise(tx, Counter::Catalogue).await?;
    insert!(
        tx,
        "offers",
        {
            id: offer.id,
            slug: offer.slug,
            position: offer.position,
            kind: offer.kind,
            picture: offer.picture,
            price_minor: offer.price_minor,
            member_price_minor: offer.member_price_minor,
            currency: offer.currency,
            texts: offer.texts,
        },
        "ON CONFLICT (slug) DO UPDATE
         SET position = excluded.position, kind = excluded.kind, picture = excluded.picture,
             price_minor = excluded.price_minor, member_price_minor = excluded.member_price_minor,
             currency = excluded.currency, texts = excluded.texts"
    )
    .await
    .map(drop)
}
