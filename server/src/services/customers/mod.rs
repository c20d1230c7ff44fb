//! Looking after customers: finding them, seeing all about one, and what staff may do. One file for each action.

mod link;
mod list;
mod read;
mod sessions;
mod status;

pub use link::send_link;
pub use list::list;
pub(super) use list::row;
pub(super) use read::link_on_offer;
pub use read::read;
pub use sessions::end_sessions;
pub use status::switch;

use super::{Outcome, Trouble};
use app::api::{Answer, ApiError};
use domain::ids::CustomerId;
use storage::customers::Customer;

/// The customer whom a form names.
///
/// # Errors
/// `NotFound` when there is none.
async fn named(conn: &mut storage::Conn, id: &str) -> Outcome<Customer> {
    let id = id
        .parse::<CustomerId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let found = storage::customers::by_id(conn, id).await?;
    found.ok_or(Trouble(ApiError::NotFound))
}

/// Back on the customer's page, which tells what was done.
fn done(id: CustomerId, what: &str) -> Answer {
    let page = app::routes::by_id("/office/customers", &id.to_string());
    Answer::go(format!("{page}?done={what}"))
}
