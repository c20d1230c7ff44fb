//! Where a customer stands.

use crate::stored::stored_enum;

stored_enum! {
    /// Where a customer stands. Only `Active` people get a session.
    pub enum CustomerStatus {
        /// Registered; the address is not proven yet.
        Unproven = "unproven",
        /// Waits for operations to decide.
        Waiting = "waiting",
        /// May sign in.
        Active = "active",
        /// Operations said no.
        Rejected = "rejected",
        /// Closed by staff.
        Disabled = "disabled",
        /// The personal data is erased; the row stays for the orders.
        Anonymised = "anonymised",
    }
}

impl CustomerStatus {
    /// True if a session may begin or go on.
    pub const fn may_sign_in(self) -> bool {
        matches!(self, Self::Active)
    }
}
