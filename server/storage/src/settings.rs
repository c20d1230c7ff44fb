//! The shop's settings, and how many ways in there are.

use domain::settings::ShopSettings;

use crate::counters::{self, Counter};
use crate::db::{Conn, Tx};
use crate::dialect::Row;
use crate::error::Result;
use crate::sql::{Field, Record, params};

/// The settings with the version that a form sends back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What the administrator chose.
    pub shop: ShopSettings,
    /// Raised by every save.
    pub version: i64,
}

/// What decides what the Login button does: one statement, for every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaysIn {
    /// The settings.
    pub settings: Settings,
    /// Providers that are enabled and visible: the n of the login table.
    pub providers: i64,
}

/// The columns of `WaysIn`, from the table `settings`.
macro_rules! ways_in_text {
    () => {
        "settings.customer_accounts, settings.local_sign_in, settings.local_registration, settings.approval,
         settings.version,
         (SELECT COUNT(*) FROM providers WHERE enabled AND visible) AS visible_providers"
    };
}
pub(crate) use ways_in_text;

impl Record for Settings {
    fn from_row(row: &Row) -> Result<Self> {
        let read = |column| bool::read(row, "settings", column);
        let shop = ShopSettings {
            customer_accounts: read("customer_accounts")?,
            local_sign_in: read("local_sign_in")?,
            local_registration: read("local_registration")?,
            approval: read("approval")?,
        };
        Ok(Self {
            shop,
            version: Field::read(row, "settings", "version")?,
        })
    }
}

impl Record for WaysIn {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            settings: Settings::from_row(row)?,
            providers: Field::read(row, "providers", "visible_providers")?,
        })
    }
}

/// The settings as they are now.
pub async fn load(conn: &mut Conn) -> Result<Settings> {
    let sql = "SELECT customer_accounts, local_sign_in, local_registration, approval, version
               FROM settings WHERE id = 'shop'";
    conn.one(sql, params![]).await
}

/// The settings and the number of providers, read at one moment.
pub async fn ways_in(conn: &mut Conn) -> Result<WaysIn> {
    let sql = concat!("SELECT ", ways_in_text!(), " FROM settings WHERE id = 'shop'");
    conn.one(sql, params![]).await
}

/// Locks the rule "somebody can sign in" until the transaction ends, then reads what it rests on. Every change
/// of the settings and of a provider's flags calls it first, so that two of them cannot pass side by side.
pub async fn guard(tx: &mut Tx) -> Result<WaysIn> {
    counters::raise(tx, Counter::WaysIn).await?;
    ways_in(tx).await
}

/// Saves the settings; `false` if they are no longer at `expected_version`.
pub async fn save(tx: &mut Tx, shop: &ShopSettings, expected_version: i64) -> Result<bool> {
    let sql = "UPDATE settings SET customer_accounts = $1, local_sign_in = $2, local_registration = $3,
                      approval = $4, version = version + 1
               WHERE id = 'shop' AND version = $5";
    let values = params![
        shop.customer_accounts,
        shop.local_sign_in,
        shop.local_registration,
        shop.approval,
        expected_version
    ];
    Ok(tx.execute(sql, values).await? == 1)
}
