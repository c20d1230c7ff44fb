//! Deletes what nobody can use any more.

use domain::time::{Span, Timestamp};
use storage::{StorageError, Tx, attempts, links, mails, sessions, staff_sessions, throttles};

/// An expired link is kept this long, so that its page can say "expired" and offer a new mail.
const EXPIRED_LINKS: Span = Span::days(90);
/// A mail that was sent or given up is kept this long, so that staff can tell what became of it.
const OLD_MAILS: Span = Span::days(30);
/// Further back than any limit of a session.
const OLD_SESSIONS: Span = Span::days(60);

/// Deletes login attempts and throttles that are over, and links and mails of long ago.
pub(super) async fn delete_spent(tx: &mut Tx, now: Timestamp) -> Result<u64, StorageError> {
    let attempts = attempts::purge(tx, now).await?;
    let throttles = throttles::purge(tx, now).await?;
    let links = links::purge(tx, now.minus(EXPIRED_LINKS)).await?;
    let mails = mails::purge(tx, now.minus(OLD_MAILS)).await?;
    Ok(attempts + throttles + links + mails)
}

/// Deletes sessions of customers and staff that began further back than any limit.
pub(super) async fn delete_sessions(tx: &mut Tx, now: Timestamp) -> Result<u64, StorageError> {
    let before = now.minus(OLD_SESSIONS);
    Ok(sessions::purge(tx, before).await? + staff_sessions::purge(tx, before).await?)
}
