//! The history: who did what, from where, with the old and the new value and never a secret. The database
//! refuses to change or delete a line.

pub mod search;

use domain::ids::HistoryId;
use domain::time::Timestamp;
use serde_json::Value;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::{insert, record};
use crate::values::stored_enum;

stored_enum! {
    /// Who did it.
    pub enum ActorKind {
        /// The program itself.
        System = "system",
        /// A customer.
        Customer = "customer",
        /// A member of staff.
        Staff = "staff",
        /// Somebody who was not signed in.
        Visitor = "visitor",
    }
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its id; its order is the order of the lines.
    pub id: HistoryId,
    /// When.
    pub at: Timestamp,
    /// Who: the kind.
    pub actor_kind: ActorKind,
    /// Who: the id, where there is one.
    pub actor_id: Option<String>,
    /// Who: the name at that time.
    pub actor_name: String,
    /// What, for example `request.approved`.
    pub action: String,
    /// To what kind of thing, for example `request`.
    pub subject_kind: String,
    /// To which one: its id.
    pub subject_id: String,
    /// What was there before.
    pub old_value: Option<Value>,
    /// What is there now.
    pub new_value: Option<Value>,
    /// From which address.
    pub requester: Option<String>,
    /// In which HTTP request.
    pub request_id: Option<String>,
}

record!(Entry, "history", columns:
    id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, old_value, new_value,
    requester, request_id);

/// Behind every id.
const LAST: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/// Adds a line, in the transaction of what it tells.
pub async fn append(tx: &mut Tx, entry: &Entry) -> Result<()> {
    insert!(tx, "history", {
        id: entry.id,
        at: entry.at,
        actor_kind: entry.actor_kind,
        actor_id: entry.actor_id,
        actor_name: entry.actor_name,
        action: entry.action,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        old_value: entry.old_value,
        new_value: entry.new_value,
        requester: entry.requester,
        request_id: entry.request_id,
    })
    .await
    .map(drop)
}
