//! The built-in mailbox of a demonstration.

use domain::ids::MailId;
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A mail as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoMail {
    /// The id of the mail in the outbox.
    pub id: MailId,
    /// Where it went.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
    /// When it arrived.
    pub received_at: Timestamp,
}

record!(DemoMail, "demo_mails", columns: id, recipient, subject, text, html, received_at);

/// Delivers a mail. A second copy changes nothing.
pub async fn put(tx: &mut Tx, mail: &DemoMail) -> Result<()> {
    insert!(
        tx,
        "demo_mails",
        {
            id: mail.id,
            recipient: mail.recipient,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            received_at: mail.received_at,
        },
        "ON CONFLICT (id) DO NOTHING"
    )
    .await
    .map(drop)
}

/// The latest 200 mails, newest first, of one recipient or of all.
pub async fn list(conn: &mut Conn, recipient: Option<&str>) -> Result<Vec<DemoMail>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM demo_mails WHERE ($1 IS NULL OR recipient = $1) ORDER BY id DESC LIMIT 200"
    );
    conn.all(sql, params![recipient]).await
}

/// The mail with this id.
pub async fn get(conn: &mut Conn, id: MailId) -> Result<Option<DemoMail>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM demo_mails WHERE id = $1"),
        params![id],
    )
    .await
}

/// Empties the mailbox.
pub async fn clear(tx: &mut Tx) -> Result<()> {
    tx.execute("DELETE FROM demo_mails", params![]).await.map(drop)
}
