//! The next version of each of the shop's texts, before it is published.

use serde::{Deserialize, Serialize};

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::legal_texts::Kind;
use crate::sql::{insert, params, record};
use crate::values::{ByLanguage, stored_as_json};

/// A text in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftText {
    /// Its title.
    pub title: String,
    /// Its body.
    pub body: String,
}

stored_as_json!(ByLanguage<DraftText>);

/// A draft with the version that a form sends back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text in every language.
    pub texts: ByLanguage<DraftText>,
    /// Raised by every save.
    pub version: i64,
}

record!(Draft, "legal_drafts", columns: texts, version);

/// The draft of a text, if there is one.
pub async fn load(conn: &mut Conn, kind: Kind) -> Result<Option<Draft>> {
    let sql = concat!("SELECT ", columns!(), " FROM legal_drafts WHERE kind = $1");
    conn.optional(sql, params![kind]).await
}

/// Saves a draft; `false` if it is no longer at `expected_version`, which is 0 where there is none.
pub async fn save(
    tx: &mut Tx,
    kind: Kind,
    texts: &ByLanguage<DraftText>,
    expected_version: i64,
) -> Result<bool> {
    let written = if expected_version == 0 {
        insert!(
            tx,
            "legal_drafts",
            { kind: kind, texts: texts, version: 1_i64 },
            "ON CONFLICT (kind) DO NOTHING"
        )
        .await?
    } else {
        let sql =
            "UPDATE legal_drafts SET texts = $1, version = version + 1 WHERE kind = $2 AND version = $3";
        tx.execute(sql, params![texts, kind, expected_version]).await?
    };
    Ok(written == 1)
}

/// Takes the draft at this version away, to publish it or for good; `None` if somebody else changed or took it.
pub async fn take(tx: &mut Tx, kind: Kind, version: i64) -> Result<Option<Draft>> {
    let sql = concat!(
        "DELETE FROM legal_drafts WHERE kind = $1 AND version = $2 RETURNING ",
        columns!()
    );
    tx.optional(sql, params![kind, version]).await
}
