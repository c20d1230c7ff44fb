//! What customers change about their own sign-in.

mod address;
mod password;

pub use address::{change_address, confirm_address, look};
pub use password::change_password;

use super::{Outcome, Trouble, passwords, profile, sessions};
use crate::state::Portico;
use app::api::{ApiError, security::Security, visit::Visit};
use domain::security::has_card;
use storage::sessions::SessionView;

/// What the signed-in customer can change.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<Security> {
    let session = signed_in(portico, visit).await?;
    let local_sign_in = sessions::here(portico, visit)
        .await?
        .ways_in
        .settings
        .shop
        .local_sign_in;
    let mut conn = portico.database.read().await?;
    let rules = passwords::rules(portico, &mut conn, Some(session.customer_id)).await?;
    let address_owner = profile::address_owner(&mut conn, session.customer_id).await?;
    Ok(Security {
        password: has_card(local_sign_in, session.has_password).then_some(rules),
        email: session.email.unwrap_or_default(),
        address_owner,
    })
}

/// The session of a customer who has accepted the current terms.
///
/// # Errors
/// `SignInNeeded`, `TermsDue`.
async fn signed_in(portico: &Portico, visit: &Visit) -> Outcome<SessionView> {
    let session = sessions::needed(portico, visit).await?;
    if sessions::terms_due(&session) {
        return Err(Trouble(ApiError::TermsDue));
    }
    Ok(session)
}
