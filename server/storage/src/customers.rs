//! Customers: the people who can sign in to the storefront.

mod alike;
mod erase;
pub mod list;
pub(crate) mod search;
mod ways_in;

pub use alike::{by_account, namesakes};
pub use erase::{anonymise, forget_unproven, take_over_unproven};
pub use ways_in::{Change, count_losing, list_losing, without_way_in};

use domain::customers::CustomerStatus;
use domain::ids::{AccountId, CustomerId};
use domain::time::Timestamp;
use domain::values::{AddressKey, Email, Language};

use crate::consents;
use crate::counters::{self, Counter};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::roles;
use crate::sql::{insert, params, record};

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The id.
    pub id: CustomerId,
    /// The number that people tell each other; unique, counted up from 100001.
    pub number: i64,
    /// The account, of which there is at most one.
    pub account_id: Option<AccountId>,
    /// Whether the person may sign in, and why not.
    pub status: CustomerStatus,
    /// The address as it was typed.
    pub email: Option<String>,
    /// Its key; no other customer has it.
    pub address_key: Option<AddressKey>,
    /// When the person showed that mails reach them; `None` until then.
    pub address_proven_at: Option<Timestamp>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Phone number.
    pub phone: Option<String>,
    /// The language of their mails.
    pub language: Language,
    /// IANA name; `None` is the shop's own.
    pub time_zone: Option<String>,
    /// Whether news may be mailed.
    pub contact_by_email: bool,
    /// Whether the customer may be called.
    pub contact_by_phone: bool,
    /// Argon2id, PHC string; `None` for a person who signs in through a provider only.
    pub password_hash: Option<String>,
    /// When it was chosen.
    pub password_set_at: Option<Timestamp>,
    /// The version of the terms that was accepted last.
    pub terms_version: Option<i64>,
    /// When.
    pub terms_accepted_at: Option<Timestamp>,
    /// When the person could sign in for the first time.
    pub activated_at: Option<Timestamp>,
    /// Raised by every edit of the profile.
    pub version: i64,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

record!(Customer, "customers", columns:
    id, number, account_id, status, email, address_key, address_proven_at, given_name, family_name, phone,
    language, time_zone, contact_by_email, contact_by_phone, password_hash, password_set_at, terms_version,
    terms_accepted_at, activated_at, version, created_at, updated_at);

pub(crate) use columns as all_columns;

/// A customer to be made.
#[derive(Clone, Debug)]
pub struct NewCustomer<'a> {
    /// The id.
    pub id: CustomerId,
    /// The account.
    pub account_id: Option<AccountId>,
    /// The first status.
    pub status: CustomerStatus,
    /// The address, if it may be reserved for this customer.
    pub email: Option<&'a Email>,
    /// When it was proven.
    pub address_proven_at: Option<Timestamp>,
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Phone number.
    pub phone: Option<&'a str>,
    /// The language of their mails.
    pub language: Language,
    /// Argon2id, PHC string.
    pub password_hash: Option<&'a str>,
    /// The version of the terms that was accepted with the form, and with them the present privacy notice.
    pub terms_version: Option<i64>,
    /// The present moment.
    pub now: Timestamp,
}

/// What a customer edits in My Profile.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Phone number.
    pub phone: Option<&'a str>,
    /// The language of their mails.
    pub language: Language,
    /// IANA name; `None` is the shop's own.
    pub time_zone: Option<&'a str>,
    /// Whether news may be mailed.
    pub contact_by_email: bool,
    /// Whether the customer may be called.
    pub contact_by_phone: bool,
}

/// Makes a customer, with the next number, which is the answer, and the role that new ones get.
///
/// # Errors
/// `Conflict` on `customers_address_key` if another customer has the address.
pub async fn insert(tx: &mut Tx, new: &NewCustomer<'_>) -> Result<i64> {
    let number = counters::raise(tx, Counter::CustomerNumber).await?;
    let active = new.status == CustomerStatus::Active;
    insert!(tx, "customers", {
        id: new.id,
        number: number,
        account_id: new.account_id,
        status: new.status,
        email: new.email.map(Email::as_str),
        address_key: new.email.map(Email::key),
        address_proven_at: new.address_proven_at,
        given_name: new.given_name,
        family_name: new.family_name,
        phone: new.phone,
        language: new.language,
        password_hash: new.password_hash,
        password_set_at: new.password_hash.map(|_| new.now),
        activated_at: active.then_some(new.now),
        created_at: new.now,
        updated_at: new.now,
    })
    .await?;
    if let Some(version) = new.terms_version {
        consents::accept_terms(tx, new.id, version, new.now).await?;
        consents::accept_privacy(tx, new.id, new.now).await?;
    }
    roles::give_default(tx, new.id).await?;
    search::reindex(tx, new.id).await?;
    Ok(number)
}

/// The customer with this id.
pub async fn by_id(conn: &mut Conn, id: CustomerId) -> Result<Option<Customer>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM customers WHERE id = $1"),
        params![id],
    )
    .await
}

/// The customer whom this address belongs to, proven or not.
pub async fn by_address_key(conn: &mut Conn, key: &AddressKey) -> Result<Option<Customer>> {
    let sql = concat!("SELECT ", columns!(), " FROM customers WHERE address_key = $1");
    conn.optional(sql, params![key]).await
}

/// Moves the customer from one status to another; `false` if they were not in `from`.
pub async fn set_status(
    tx: &mut Tx,
    id: CustomerId,
    from: CustomerStatus,
    to: CustomerStatus,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE customers SET status = $3, updated_at = $4, version = version + 1,
                      activated_at = CASE WHEN $5 THEN COALESCE(activated_at, $4) ELSE activated_at END
               WHERE id = $1 AND status = $2";
    let active = to == CustomerStatus::Active;
    Ok(tx.execute(sql, params![id, from, to, now, active]).await? == 1)
}

/// Sets a new password, or takes it away.
pub async fn set_password(tx: &mut Tx, id: CustomerId, hash: Option<&str>, now: Timestamp) -> Result<()> {
    let sql = "UPDATE customers SET password_hash = $2, password_set_at = $3, updated_at = $4,
                      version = version + 1
               WHERE id = $1";
    tx.execute(sql, params![id, hash, hash.map(|_| now), now])
        .await
        .map(drop)
}

/// Replaces the hash of the same password by one with newer parameters; `false` if the password was changed
/// meanwhile.
pub async fn rehash_password(tx: &mut Tx, id: CustomerId, old: &str, new: &str) -> Result<bool> {
    let sql = "UPDATE customers SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    Ok(tx.execute(sql, params![id, old, new]).await? == 1)
}

/// Gives the customer another address, proven or not.
///
/// # Errors
/// `Conflict` on `customers_address_key` if another customer has it.
pub async fn set_address(
    tx: &mut Tx,
    id: CustomerId,
    email: &Email,
    proven_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE customers SET email = $2, address_key = $3, address_proven_at = $4, updated_at = $5,
                      version = version + 1
               WHERE id = $1";
    tx.execute(sql, params![id, email.as_str(), email.key(), proven_at, now])
        .await?;
    search::reindex(tx, id).await
}

/// Mails reach the customer; `false` if that was known, or there is no address.
pub async fn prove_address(tx: &mut Tx, id: CustomerId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE customers SET address_proven_at = $2, updated_at = $2, version = version + 1
               WHERE id = $1 AND address_key IS NOT NULL AND address_proven_at IS NULL";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Saves the profile; `false` if it is no longer at `expected_version`.
pub async fn set_profile(
    tx: &mut Tx,
    id: CustomerId,
    expected_version: i64,
    profile: &Profile<'_>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE customers SET given_name = $3, family_name = $4, phone = $5, language = $6,
                      time_zone = $7, contact_by_email = $8, contact_by_phone = $9, updated_at = $10,
                      version = version + 1
               WHERE id = $1 AND version = $2";
    let values = params![
        id,
        expected_version,
        profile.given_name,
        profile.family_name,
        profile.phone,
        profile.language,
        profile.time_zone,
        profile.contact_by_email,
        profile.contact_by_phone,
        now
    ];
    let saved = tx.execute(sql, values).await? == 1;
    if saved {
        search::reindex(tx, id).await?;
    }
    Ok(saved)
}

/// What a provider's claims set; `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Followed<'a> {
    /// Given name.
    pub given_name: Option<&'a str>,
    /// Family name.
    pub family_name: Option<&'a str>,
    /// Phone number.
    pub phone: Option<&'a str>,
    /// The language of their mails.
    pub language: Option<Language>,
}

/// Sets what a sign-in through a provider brought.
pub async fn set_followed(
    tx: &mut Tx,
    id: CustomerId,
    followed: &Followed<'_>,
    now: Timestamp,
) -> Result<()> {
    let sql =
        "UPDATE customers SET given_name = COALESCE($2, given_name), family_name = COALESCE($3, family_name),
                      phone = COALESCE($4, phone), language = COALESCE($5, language), updated_at = $6,
                      version = version + 1
               WHERE id = $1";
    let values = params![
        id,
        followed.given_name,
        followed.family_name,
        followed.phone,
        followed.language,
        now
    ];
    tx.execute(sql, values).await?;
    search::reindex(tx, id).await
}

/// Puts the customer into an account, or takes them out.
pub async fn set_account(
    tx: &mut Tx,
    id: CustomerId,
    account_id: Option<AccountId>,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE customers SET account_id = $2, updated_at = $3, version = version + 1 WHERE id = $1";
    tx.execute(sql, params![id, account_id, now]).await?;
    search::reindex(tx, id).await
}

/// Holds the row until the transaction ends, if the password is still this one, and answers how it stands now.
pub async fn hold_password(tx: &mut Tx, id: CustomerId, hash: &str) -> Result<Option<Customer>> {
    let sql = concat!(
        "UPDATE customers SET updated_at = updated_at WHERE id = $1 AND password_hash = $2 RETURNING ",
        columns!()
    );
    tx.optional(sql, params![id, hash]).await
}

/// Holds the row until the transaction ends, and answers how it stands now.
pub async fn hold(tx: &mut Tx, id: CustomerId) -> Result<Option<Customer>> {
    let sql = concat!(
        "UPDATE customers SET updated_at = updated_at WHERE id = $1 RETURNING ",
        columns!()
    );
    tx.optional(sql, params![id]).await
}
