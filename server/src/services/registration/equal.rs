//! The same work for known and unknown addresses: whoever registers a known one waits as long as for an unknown one.
//! A test counts it.

use super::{Application, create_rows, forget_first};
use crate::{services::Outcome, state::Portico};
use app::api::visit::Visit;
use domain::{ids::CustomerId, values::Email};
use storage::{Tx, registration_requests};

/// The id of no customer.
pub(super) fn nobody(portico: &Portico) -> CustomerId {
    CustomerId::new(portico.now(), portico.random())
}

/// What `greet_known` does besides its mail, for a customer who does not exist.
pub(super) async fn greet_nobody(portico: &Portico, tx: &mut Tx) -> Outcome<()> {
    let nobody = nobody(portico);
    registration_requests::by_customer(tx, nobody).await?;
    storage::settings::load(tx).await?;
    forget_first(portico, tx, nobody).await
}

/// What `create` does besides its mail, under an address that nobody can have (RFC 2606), and not kept. The address has
/// as many words as the real one, and so as many entries in the search.
pub(super) async fn create_nothing(
    portico: &Portico,
    visit: &Visit,
    application: &Application,
    hash: Option<&str>,
) -> Outcome<()> {
    let address = application.email.as_str();
    let nowhere = address.rsplit_once('.').map_or(address, |(before, _)| before);
    let Ok(email) = Email::parse(&format!("{nowhere}.invalid")) else {
        return Ok(());
    };
    let nobody = Application {
        email,
        ..application.clone()
    };
    let mut tx = portico.database.begin().await?;
    create_rows(portico, &mut tx, visit, &nobody, hash).await?;
    // Dropped without a commit: rolled back.
    Ok(())
}
