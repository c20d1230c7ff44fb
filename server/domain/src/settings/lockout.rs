//! Nobody can switch off the last way in.

use super::ShopSettings;
use crate::values::Fault;

/// Local sign-in is off and no visible provider is enabled: customers would have no way in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no way in would be left")]
pub struct NoWayIn;

impl From<NoWayIn> for Fault {
    fn from(_: NoWayIn) -> Self {
        Self::NoWayIn
    }
}

/// Whether the shop may be left like this. Asked for every change of settings and before a provider is
/// disabled, hidden or deleted, with the number of providers that would be enabled **and** visible afterwards.
///
/// Customer accounts being off makes no difference, or they could not be switched on again.
///
/// # Errors
/// `NoWayIn` if nobody could sign in any more.
pub fn check_change(after: &ShopSettings, visible_enabled_providers: usize) -> Result<(), NoWayIn> {
    if after.local_sign_in || visible_enabled_providers > 0 {
        Ok(())
    } else {
        Err(NoWayIn)
    }
}
