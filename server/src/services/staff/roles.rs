//! The roles that a form ticks.

use domain::staff::{Role, Roles};

/// Operations, administrator, auditor, in this order.
pub(super) fn ticked([operations, administrator, auditor]: [&Option<String>; 3]) -> Roles {
    let boxes = [
        (Role::Operations, operations),
        (Role::Administrator, administrator),
        (Role::Auditor, auditor),
    ];
    Roles::of(
        boxes
            .into_iter()
            .filter(|(_, ticked)| ticked.is_some())
            .map(|(role, _)| role),
    )
}
