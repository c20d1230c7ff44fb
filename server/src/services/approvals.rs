//! The queue of registration requests, and deciding them.

mod assign;
mod bulk;
mod decide;
mod detail;
mod duplicates;
mod queue;
mod undo;

pub use assign::assign;
pub use bulk::{decide_many, results};
pub use decide::{decide, next_step};
pub use detail::read;
pub use queue::list;
pub use undo::undo;

use super::{Outcome, Trouble};
use app::api::ApiError;
use domain::ids::{CustomerId, RequestId};
use storage::{
    Conn,
    registration_requests::{self, RegistrationRequest},
};

/// Where a request is looked at, followed by its id.
const PAGE_PATH: &str = "/office/requests";

/// The request that an id in an address or a form means.
fn parse_id(id: &str) -> Outcome<RequestId> {
    id.parse().map_err(|_| Trouble(ApiError::NotFound))
}

async fn find(conn: &mut Conn, id: RequestId) -> Outcome<RegistrationRequest> {
    registration_requests::by_id(conn, id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))
}

/// The customer who was made with a request that is not over.
fn customer_of(request: &RegistrationRequest) -> Outcome<CustomerId> {
    request.customer_id.ok_or_else(|| {
        tracing::error!(request.id = %request.id, "an open request without a customer");
        Trouble(ApiError::Internal)
    })
}

/// The applicant's name; the address where no name is left or was ever told.
fn full_name(request: &RegistrationRequest) -> String {
    let name = format!("{} {}", request.given_name, request.family_name);
    match (name.trim(), &request.email) {
        ("", Some(email)) => email.clone(),
        ("", None) => "–".to_owned(),
        (name, _) => name.to_owned(),
    }
}
