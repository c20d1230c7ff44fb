//! Accounts: the businesses and households that customers belong to.

use domain::ids::AccountId;
use domain::time::Timestamp;
use domain::values::{AddressKey, Email};

use crate::counters::{self, Counter};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_enum;

stored_enum! {
    /// What an account stands for.
    pub enum Kind {
        /// One person's own.
        Personal = "personal",
        /// A company, which bears the account's name.
        Company = "company",
    }
}

stored_enum! {
    /// How an account came to be.
    pub enum Origin {
        /// Made from a registration.
        Registration = "registration",
        /// Made by staff.
        Staff = "staff",
        /// Taken over from another system.
        Import = "import",
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The number by which the business knows it; unique, compared exactly.
    pub code: String,
    /// The company's or the person's name.
    pub name: String,
    /// Personal or company.
    pub kind: Kind,
    /// How it came to be.
    pub origin: Origin,
    /// False while operations see it as new.
    pub reviewed: bool,
    /// The address that customers are compared with at sign-in.
    pub email: Option<String>,
    /// Its key; several accounts may share it.
    pub address_key: Option<AddressKey>,
    /// Raised by every edit.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

record!(Account, "accounts", columns:
    id, code, name, kind, origin, reviewed, email, address_key, version, created_at);

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Its id.
    pub id: AccountId,
    /// The code, or `None` for the next one of our own (`A-10001`, `A-10002`, …).
    pub code: Option<&'a str>,
    /// The company's or the person's name.
    pub name: &'a str,
    /// Personal or company.
    pub kind: Kind,
    /// How it comes to be.
    pub origin: Origin,
    /// True if operations need not look at it.
    pub reviewed: bool,
    /// The address that customers are compared with.
    pub email: Option<&'a Email>,
    /// The present moment.
    pub now: Timestamp,
}

/// Makes an account and answers its code.
///
/// # Errors
/// `Conflict` on `accounts_code` if the given code is taken.
pub async fn insert(tx: &mut Tx, new: &NewAccount<'_>) -> Result<String> {
    let code = match new.code {
        Some(code) => code.to_owned(),
        None => next_code(tx).await?,
    };
    insert!(tx, "accounts", {
        id: new.id,
        code: code,
        name: new.name,
        kind: new.kind,
        origin: new.origin,
        reviewed: new.reviewed,
        email: new.email.map(Email::as_str),
        address_key: new.email.map(Email::key),
        created_at: new.now,
    })
    .await?;
    Ok(code)
}

/// The next code of our own that no account has; imported codes may look like ours.
async fn next_code(tx: &mut Tx) -> Result<String> {
    loop {
        let code = format!("A-{}", counters::raise(tx, Counter::AccountCode).await?);
        if by_code(tx, &code).await?.is_none() {
            return Ok(code);
        }
    }
}

/// The account with this id.
pub async fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM accounts WHERE id = $1"),
        params![id],
    )
    .await
}

/// The account with exactly this code.
pub async fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Account>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM accounts WHERE code = $1"),
        params![code],
    )
    .await
}

/// Every account with this address.
pub async fn by_address_key(conn: &mut Conn, key: &AddressKey) -> Result<Vec<Account>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM accounts WHERE address_key = $1 ORDER BY id"
    );
    conn.all(sql, params![key]).await
}

/// How many customers belong to the account.
pub async fn count_customers(conn: &mut Conn, id: AccountId) -> Result<i64> {
    conn.scalar(
        "SELECT COUNT(*) AS value FROM customers WHERE account_id = $1",
        params![id],
    )
    .await
}

/// Operations have looked at the account.
pub async fn set_reviewed(tx: &mut Tx, id: AccountId) -> Result<()> {
    let sql = "UPDATE accounts SET reviewed = TRUE, version = version + 1 WHERE id = $1 AND NOT reviewed";
    tx.execute(sql, params![id]).await.map(drop)
}

/// Names an account anew that was made for a registration: after the company, which operations then see as new, or
/// after the person whose own it is. What operations have looked at stays as it is.
pub async fn rename(tx: &mut Tx, id: AccountId, company: Option<&str>, person: &str) -> Result<()> {
    let sql = "UPDATE accounts SET name = $2, kind = $3, reviewed = $4, version = version + 1
               WHERE id = $1 AND origin = $5 AND (kind = $6 OR NOT reviewed)";
    let kind = if company.is_some() {
        Kind::Company
    } else {
        Kind::Personal
    };
    let values = params![
        id,
        company.unwrap_or(person),
        kind,
        company.is_none(),
        Origin::Registration,
        Kind::Personal
    ];
    tx.execute(sql, values).await.map(drop)
}
