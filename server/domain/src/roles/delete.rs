//! Whether a role can go.

use crate::values::Fault;

/// What decides it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RoleFacts {
    /// New customers get it.
    pub is_default: bool,
    /// Customers who have it.
    pub customers: i64,
}

/// A role goes when nobody has it, and nobody will get it.
///
/// # Errors
/// `DefaultRole`, `RoleInUse`.
pub const fn delete(facts: RoleFacts) -> Result<(), Fault> {
    if facts.is_default {
        Err(Fault::DefaultRole)
    } else if facts.customers > 0 {
        Err(Fault::RoleInUse)
    } else {
        Ok(())
    }
}
