//! Where a mail stands.

use crate::stored::stored_enum;

stored_enum! {
    /// Where a mail stands.
    pub enum Status {
        /// Waits for its moment, or is being sent.
        Queued = "queued",
        /// The mail server has taken it.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
    }
}
