//! Two requests at the same moment.

use super::{Outcome, Trouble};
use app::api::ApiError;

/// Carries out a transaction, once more if somebody else was faster: the second try finds what they have made.
///
/// # Errors
/// `Unavailable` when it happens twice.
pub async fn twice<T, F>(mut act: impl FnMut() -> F) -> Outcome<T>
where
    F: Future<Output = Outcome<T>>,
{
    for _ in 0..2 {
        match act().await {
            Err(Trouble(ApiError::Conflict)) => {}
            outcome => return outcome,
        }
    }
    Err(Trouble(ApiError::Unavailable))
}
