//! Deletes what nobody can use any more.

use domain::clients::SECRET_SHOWN;
use domain::sessions::Limits;
use domain::time::{Span, Timestamp};
use storage::{
    StorageError, Tx, attempts, authorize_requests, bot_proofs, client_logouts, clients, devices,
    factor_steps, grants, links, logout_tokens, mails, receipts, remembered_browsers, sessions, signing_keys,
    staff_sessions, throttles,
};

/// An expired link is kept this long, so that its page can say "expired" and offer a new mail.
const EXPIRED_LINKS: Span = Span::days(90);
/// A mail that was sent or given up is kept this long, so that staff can tell what became of it.
const OLD_MAILS: Span = Span::days(30);
/// An ended or spent session is kept this long beyond the longest that there can be.
const OLD_SESSIONS: Span = Span::days(30);
/// A browser that nobody has signed in with for this long is a new one. As long as browsers keep a cookie
/// (RFC 6265bis, section 5.5).
const OLD_DEVICES: Span = Span::days(400);
/// A client that was told of a logout, or given up, is kept this long, so that staff can tell what became of it.
const OLD_LOGOUTS: Span = Span::days(30);
/// Further back than any browser is remembered.
const OLD_BROWSERS: Span = Span::days(100);

/// Deletes attempts, receipts, steps of sign-ins, throttles, logout tokens and clients' secrets that are over, and links, mails and
/// remembered browsers of long ago.
pub(super) async fn delete_spent(tx: &mut Tx, now: Timestamp) -> Result<u64, StorageError> {
    let attempts = attempts::purge(tx, now).await? + receipts::purge(tx, now).await?;
    let throttles = throttles::purge(tx, now).await?;
    let links = links::purge(tx, now.minus(EXPIRED_LINKS)).await?;
    let mails = mails::purge(tx, now.minus(OLD_MAILS)).await?;
    let logout_tokens = logout_tokens::purge(tx, now).await?;
    let proofs = bot_proofs::purge(tx, now).await?;
    let steps = factor_steps::purge(tx, now).await?;
    let browsers = remembered_browsers::purge(tx, now.minus(OLD_BROWSERS)).await?;
    let given = given_to_clients(tx, now).await?;
    Ok(attempts + throttles + links + mails + logout_tokens + proofs + steps + browsers + given)
}

/// Deletes what clients can't use any more: requests, codes, tokens, secrets and keys.
async fn given_to_clients(tx: &mut Tx, now: Timestamp) -> Result<u64, StorageError> {
    let requests = authorize_requests::purge(tx, now).await?;
    let tokens = grants::tokens::purge(tx, now).await? + grants::purge(tx, now).await?;
    let shown = clients::secrets::purge(tx, now, now.minus(SECRET_SHOWN)).await?
        + clients::assertions::purge(tx, now).await?
        + clients::registration_tokens::purge(tx, now).await?;
    let told = client_logouts::purge(tx, now.minus(OLD_LOGOUTS)).await?;
    Ok(requests + tokens + shown + told + signing_keys::purge(tx, now).await?)
}

/// Deletes sessions of customers and staff that began further back than any limit, and browsers of long ago.
pub(super) async fn delete_sessions(tx: &mut Tx, now: Timestamp) -> Result<u64, StorageError> {
    let before = now.minus(Limits::LONGEST).minus(OLD_SESSIONS);
    let sessions = sessions::purge(tx, before).await? + staff_sessions::purge(tx, before).await?;
    Ok(sessions + devices::purge(tx, now.minus(OLD_DEVICES)).await?)
}
