//! The office never loses its last administrator (spec 05).

use crate::values::Fault;

/// The change would leave no active administrator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the last administrator")]
pub struct LastAdministrator;

impl From<LastAdministrator> for Fault {
    fn from(_: LastAdministrator) -> Self {
        Self::LastAdministrator
    }
}

/// Whether staff may be left like this, with the number of active administrators before and after the change.
/// An office that has none yet may stay so: the first one comes by a link.
///
/// # Errors
/// `LastAdministrator` if there was one and none would be left.
pub fn check_administrators(before: usize, after: usize) -> Result<(), LastAdministrator> {
    if before > 0 && after == 0 {
        Err(LastAdministrator)
    } else {
        Ok(())
    }
}
