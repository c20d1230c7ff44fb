//! Ending a customer's sessions.

use super::{done, named};
use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::api::{Answer, ApiError, customers::EndSessions, visit::Visit};
use domain::{ids::SessionId, staff::Permission, values::Fault};
use serde_json::json;
use storage::sessions::{self, EndedBecause};

/// Ends one session, or all when none is named. What is over already is told, not done again.
pub async fn end_sessions(portico: &Portico, visit: &Visit, form: EndSessions) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditCustomers).await?;
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let customer = named(&mut tx, &form.id).await?;
    let ended = if form.session.is_empty() {
        sessions::end_for_customer(&mut tx, customer.id, EndedBecause::EndedByStaff, now).await?
    } else {
        let id = form
            .session
            .parse::<SessionId>()
            .map_err(|_| Trouble(ApiError::NotFound))?;
        let session = sessions::by_id(&mut tx, id).await?;
        // Somebody else's session is none of this customer.
        let session = session.filter(|session| session.customer_id == customer.id);
        let session = session.ok_or(Trouble(ApiError::NotFound))?;
        u64::from(sessions::end(&mut tx, session.id, EndedBecause::EndedByStaff, now).await?)
    };
    if ended == 0 {
        return Ok(Answer::form(Fault::Stale));
    }
    let deed = Deed {
        new: Some(json!({ "sessions": ended })),
        ..Deed::plain("sessions.ended", "customer", &form.id)
    };
    audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
    tx.commit().await?;
    Ok(done(customer.id, "sessions"))
}
