//! Which session a sign-in goes on with: the one that the browser brings, if it is the same person's.

use super::standing;
use crate::{crypto::Token, http::cookies, services::Outcome, state::Portico};
use app::api::visit::Visit;
use domain::{
    ids::{CustomerId, SessionId},
    sessions::Life,
    settings::SessionPolicy,
    time::Span,
};
use storage::{
    Tx,
    sessions::{self, EndedBecause},
};

/// For so long after a sign-in, the token before it still finds the session, and opens nothing. A form that is sent twice
/// brings it twice, and the browser drops the answer to the first: nobody would hold the session's own token.
const SENT_TWICE: Span = Span::minutes(1);

/// The session that a sign-in goes on with, held until the transaction ends.
pub(super) struct Held {
    pub session: SessionId,
    /// Hash of the token that the browser brought.
    pub brought: String,
}

/// The browser's session, if this sign-in goes on with it: the same person's, and not over. Applications stay signed in,
/// and only the token is another one. Any other session ends: its token is worth nothing afterwards.
pub(super) async fn goes_on(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: CustomerId,
    limits: &SessionPolicy,
) -> Outcome<Option<Held>> {
    let Some(token) = visit.cookie(cookies::SESSION).and_then(Token::parse) else {
        return Ok(None);
    };
    let (brought, now) = (token.hash(), portico.now());
    let Some(own) = sessions::hold(tx, &brought, now.minus(SENT_TWICE)).await? else {
        return Ok(None);
    };
    let Some(session) = sessions::view(tx, &own).await? else {
        return Ok(None);
    };
    if session.customer_id == customer && standing(&session, limits, now) == Some(Life::Alive) {
        let session = session.id;
        return Ok(Some(Held { session, brought }));
    }
    sessions::end(tx, session.id, EndedBecause::Replaced, now).await?;
    Ok(None)
}
