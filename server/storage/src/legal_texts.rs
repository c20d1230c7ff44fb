//! The shop's own texts, versioned. A published version never changes.

use domain::time::Timestamp;
use domain::values::Language;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_enum;

stored_enum! {
    /// Which text.
    pub enum Kind {
        /// Terms of use.
        Terms = "terms",
        /// Privacy notice.
        Privacy = "privacy",
        /// Who runs the shop.
        Imprint = "imprint",
    }
}

/// One version of a text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalText {
    /// Which text.
    pub kind: Kind,
    /// Counted up from 1, the same for every language.
    pub version: i64,
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// Its body; paragraphs are separated by empty lines.
    pub body: String,
    /// When it was published.
    pub published_at: Timestamp,
}

record!(LegalText, "legal_texts", columns: kind, version, language, title, body, published_at);

/// The current version in this language, or in English where the language lacks it.
pub async fn current(conn: &mut Conn, kind: Kind, language: Language) -> Result<Option<LegalText>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM legal_texts
         WHERE kind = $1 AND language IN ($2, $3)
           AND version = (SELECT MAX(version) FROM legal_texts WHERE kind = $1)
         ORDER BY CASE WHEN language = $2 THEN 0 ELSE 1 END LIMIT 1"
    );
    conn.optional(sql, params![kind, language, Language::En]).await
}

/// One version in this language, or in English where the language lacks it.
pub async fn at(conn: &mut Conn, kind: Kind, version: i64, language: Language) -> Result<Option<LegalText>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM legal_texts WHERE kind = $1 AND version = $4 AND language IN ($2, $3)
         ORDER BY CASE WHEN language = $2 THEN 0 ELSE 1 END LIMIT 1"
    );
    conn.optional(sql, params![kind, language, Language::En, version])
        .await
}

/// The number of the current version; `None` before the first one.
pub async fn current_version(conn: &mut Conn, kind: Kind) -> Result<Option<i64>> {
    conn.scalar(
        "SELECT MAX(version) AS value FROM legal_texts WHERE kind = $1",
        params![kind],
    )
    .await
}

/// A version without its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counted up from 1.
    pub version: i64,
    /// When it was published.
    pub published_at: Timestamp,
}

record!(Version, "legal_texts", version_columns: version, published_at);

/// Every version of a text, the current one first.
pub async fn versions(conn: &mut Conn, kind: Kind) -> Result<Vec<Version>> {
    let sql = "SELECT version, MIN(published_at) AS published_at FROM legal_texts
               WHERE kind = $1 GROUP BY version ORDER BY version DESC";
    conn.all(sql, params![kind]).await
}

/// Publishes a version; `false`, and nothing changed, if this one is there.
pub async fn insert_if_absent(tx: &mut Tx, text: &LegalText) -> Result<bool> {
    let written = insert!(
        tx,
        "legal_texts",
        {
            kind: text.kind,
            version: text.version,
            language: text.language,
            title: text.title,
            body: text.body,
            published_at: text.published_at,
        },
        "ON CONFLICT (kind, version, language) DO NOTHING"
    )
    .await?;
    Ok(written == 1)
}
