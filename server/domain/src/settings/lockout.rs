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

/// Whether a change that some customers would lose their last way in by is carried out now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Consent {
    /// Nobody loses anything, or the administrator has seen how many do.
    GoOn,
    /// The administrator looks at them first.
    Ask,
}

/// Asks the administrator unless nobody is `losing` the last way in, or so many were `seen` at least: somebody who came
/// in the meantime is asked about again, and who left has nothing to lose.
pub fn consent(losing: u64, seen: Option<u64>) -> Consent {
    if losing <= seen.unwrap_or(0) {
        Consent::GoOn
    } else {
        Consent::Ask
    }
}

/// A way in that customers can be invited to when a change takes their last one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OtherWay {
    /// Set a password.
    Password,
    /// Connect a provider that stays.
    Provider,
}

/// What lets customers in after a change, with the number of providers that are enabled **and** visible then.
pub fn other_way(after: &ShopSettings, visible_enabled_providers: usize) -> Option<OtherWay> {
    match (after.customer_accounts, after.local_sign_in) {
        (false, _) => None,
        (true, true) => Some(OtherWay::Password),
        (true, false) => (visible_enabled_providers > 0).then_some(OtherWay::Provider),
    }
}
