//! What is encrypted at rest: every column that holds sealed texts. A text is bound to its [`Place`], which only these
//! columns have, so nothing is sealed anywhere else. Sealing again walks through them all.

use std::fmt::{self, Display};

use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};

/// Declares the columns, each with the table that it stands in and the column that names its row.
macro_rules! sealed_columns {
    ($($(#[$meta:meta])* $variant:ident = $column:literal of $table:literal by $key:literal,)+) => {
        /// A column that holds sealed texts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$meta])* $variant,)+ }

        impl Column {
            /// Every one, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// `table.column`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => concat!($table, ".", $column),)+ }
            }

            /// Rows behind `$1` whose column does not begin with `$2`, `$3` of them.
            const fn select(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!(
                        "SELECT ", $key, " AS row_key, ", $column, " AS stored FROM ", $table,
                        " WHERE ", $key, " > $1 AND ", $column, " IS NOT NULL",
                        " AND substr(", $column, ", 1, length($2)) <> $2 ORDER BY ", $key, " LIMIT $3"
                    ),)+
                }
            }

            /// Puts `$3` where `$2` stands in the row `$1`.
            const fn update(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!(
                        "UPDATE ", $table, " SET ", $column, " = $3 WHERE ", $key, " = $1 AND ", $column, " = $2"
                    ),)+
                }
            }
        }
    };
}

sealed_columns! {
    /// Our secret at a provider.
    ProviderSecret = "client_secret" of "providers" by "id",
    /// The private half of our own key for a provider.
    ProviderKey = "private_key" of "provider_keys" by "provider_id",
    /// The private half of a key that signs what clients get.
    SigningKey = "private_key" of "signing_keys" by "kid",
    /// A client's new secret, until it is noted.
    ClientSecret = "shown" of "client_secrets" by "id",
    /// reCAPTCHA's secret key: the member `sealed` of its group of settings.
    RecaptchaSecret = "value" of "policies" by "name",
    /// The secret of a person's authenticator app.
    AppSecret = "app_secret" of "second_factors" by "owner",
    /// The same, until it is confirmed.
    NewAppSecret = "secret" of "factor_steps" by "id",
    /// New recovery codes, until they are noted.
    RecoveryCodes = "codes" of "factor_steps" by "id",
    /// The ID token that a session began with.
    SessionIdToken = "id_token" of "sessions" by "id",
    /// The PKCE verifier of a browser that is at a provider.
    Verifier = "verifier" of "attempts" by "id",
    /// The ID token of somebody whose address is being proven: the member `id_token` of the waiting identity.
    PendingIdToken = "pending" of "attempts" by "id",
}

impl Column {
    /// Where the text of this row is kept.
    pub fn place(self, key: impl Display) -> Place {
        Place(match self {
            Self::RecaptchaSecret => format!("policies/{key}"),
            _ => format!("{}:{key}", self.name()),
        })
    }

    /// The member that the text is, where the column holds a JSON object.
    const fn member(self) -> Option<&'static str> {
        match self {
            Self::RecaptchaSecret => Some("sealed"),
            Self::PendingIdToken => Some("id_token"),
            _ => None,
        }
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where a sealed text is kept, bound into it: copied elsewhere, it does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place(String);

impl AsRef<[u8]> for Place {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A sealed text as it stood in its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Where it stands.
    pub place: Place,
    /// The text.
    pub text: String,
    column: Column,
    key: String,
    stored: String,
}

impl Sealed {
    /// What names its row.
    pub fn row(&self) -> &str {
        &self.key
    }
}

/// Some rows of a column.
#[derive(Debug)]
pub struct Page {
    /// The texts in them.
    pub texts: Vec<Sealed>,
    /// What to go on behind; none after the last row.
    pub last: Option<String>,
}

struct Row {
    row_key: String,
    stored: String,
}
record!(Row, "sealed texts", row_columns: row_key, stored);

/// So many rows of the column behind the one with the key `behind`, where `""` is before all. Texts that begin with
/// `but` are left out; it must not be empty.
pub async fn page(conn: &mut Conn, column: Column, but: &str, behind: &str, limit: i64) -> Result<Page> {
    let rows: Vec<Row> = conn.all(column.select(), params![behind, but, limit]).await?;
    let last = rows.last().map(|row| row.row_key.clone());
    let texts = rows.into_iter().filter_map(|row| read(column, row));
    Ok(Page {
        texts: texts.filter(|sealed| !sealed.text.starts_with(but)).collect(),
        last,
    })
}

/// The text in the row; none where its object has no such member.
fn read(column: Column, row: Row) -> Option<Sealed> {
    let text = match column.member() {
        None => row.stored.clone(),
        Some(member) => {
            let object: Value = serde_json::from_str(&row.stored).ok()?;
            object.get(member)?.as_str()?.to_owned()
        }
    };
    Some(Sealed {
        place: column.place(&row.row_key),
        text,
        column,
        key: row.row_key,
        stored: row.stored,
    })
}

/// Puts another text in its place; `false` if the row holds something else meanwhile, or is gone.
pub async fn replace(tx: &mut Tx, sealed: &Sealed, text: &str) -> Result<bool> {
    // Neither text has a character that JSON escapes.
    let new = sealed.stored.replace(&sealed.text, text);
    let values = params![sealed.key, sealed.stored, new];
    Ok(tx.execute(sealed.column.update(), values).await? == 1)
}
