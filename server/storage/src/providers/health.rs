//! What is known of a provider's health, and which warnings operations were told.

use domain::ids::ProviderId;
use domain::time::Timestamp;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::{insert, params, record};

/// Something that works or fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its discovery document.
    Discovery,
    /// Fetching its keys.
    Keys,
    /// Its keys, verifying its ID tokens.
    Signatures,
}

/// Notes whether a part works now. The moment since when it fails is kept until it works again. What was seen at
/// another issuer than the provider's counts for nothing.
pub async fn note(
    tx: &mut Tx,
    id: ProviderId,
    issuer: &str,
    part: Part,
    works: bool,
    now: Timestamp,
) -> Result<()> {
    let sql = match (part, works) {
        (Part::Discovery, true) => {
            "UPDATE providers SET discovery_failing_since = NULL WHERE id = $1 AND issuer = $2"
        }
        (Part::Keys, true) => "UPDATE providers SET keys_failing_since = NULL WHERE id = $1 AND issuer = $2",
        (Part::Signatures, true) => {
            "UPDATE providers SET signatures_failing_since = NULL WHERE id = $1 AND issuer = $2"
        }
        (Part::Discovery, false) => {
            "UPDATE providers SET discovery_failing_since = $3
             WHERE id = $1 AND issuer = $2 AND discovery_failing_since IS NULL"
        }
        (Part::Keys, false) => {
            "UPDATE providers SET keys_failing_since = $3
             WHERE id = $1 AND issuer = $2 AND keys_failing_since IS NULL"
        }
        (Part::Signatures, false) => {
            "UPDATE providers SET signatures_failing_since = $3
             WHERE id = $1 AND issuer = $2 AND signatures_failing_since IS NULL"
        }
    };
    let values = if works {
        params![id, issuer]
    } else {
        params![id, issuer, now]
    };
    tx.execute(sql, values).await.map(drop)
}

struct Told {
    warning: String,
}
record!(Told, "provider_warnings", columns: warning);

/// Notes the warnings that there are now and answers those that operations were not told of yet. One that is over is
/// forgotten.
pub async fn tell(tx: &mut Tx, id: ProviderId, present: &[String], now: Timestamp) -> Result<Vec<String>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM provider_warnings WHERE provider_id = $1"
    );
    let told: Vec<Told> = tx.all(sql, params![id]).await?;
    for over in told.iter().filter(|told| !present.contains(&told.warning)) {
        let sql = "DELETE FROM provider_warnings WHERE provider_id = $1 AND warning = $2";
        tx.execute(sql, params![id, over.warning]).await?;
    }
    let mut new = Vec::new();
    for warning in present {
        let written = insert!(tx, "provider_warnings", { provider_id: id, warning: warning, told_at: now },
            "ON CONFLICT (provider_id, warning) DO NOTHING")
        .await?;
        if written == 1 {
            new.push(warning.clone());
        }
    }
    Ok(new)
}
