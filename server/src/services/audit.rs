//! The history: who did what to what, from where, with old and new values. Written in the transaction of the
//! change; never a secret.

use super::Outcome;
use crate::state::Portico;
use app::api::visit::Visit;
use domain::ids::{CustomerId, HistoryId, StaffId};
use serde_json::Value;
use storage::{
    Tx,
    history::{self, ActorKind, Entry},
};

/// Who acts.
pub enum Actor<'a> {
    /// A customer.
    Customer(CustomerId, &'a str),
    /// A staff member.
    Staff(StaffId, &'a str),
    /// A provider, by its name.
    Provider(&'a str),
    /// Somebody who is not signed in.
    Visitor,
}

/// What is done to what.
pub struct Deed<'a> {
    /// Stored name, such as `settings.changed`.
    pub action: &'a str,
    /// Kind of the subject, such as `settings`.
    pub subject_kind: &'a str,
    /// Its id.
    pub subject_id: &'a str,
    /// Value before.
    pub old: Option<Value>,
    /// Value after.
    pub new: Option<Value>,
}

impl<'a> Deed<'a> {
    /// A deed that says all by its name.
    pub fn plain(action: &'a str, subject_kind: &'a str, subject_id: &'a str) -> Self {
        Self {
            action,
            subject_kind,
            subject_id,
            old: None,
            new: None,
        }
    }
}

/// Writes one entry of what the program does by itself, or for somebody at its console.
pub async fn note_by_system(portico: &Portico, tx: &mut Tx, deed: Deed<'_>) -> Outcome<()> {
    let now = portico.now();
    let entry = Entry {
        id: HistoryId::new(now, portico.random()),
        at: now,
        actor_kind: ActorKind::System,
        actor_id: None,
        actor_name: String::new(),
        action: deed.action.to_owned(),
        subject_kind: deed.subject_kind.to_owned(),
        subject_id: deed.subject_id.to_owned(),
        old_value: deed.old,
        new_value: deed.new,
        requester: None,
        request_id: None,
    };
    Ok(history::append(tx, &entry).await?)
}

/// Writes one entry.
pub async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    actor: Actor<'_>,
    deed: Deed<'_>,
) -> Outcome<()> {
    let now = portico.now();
    let (actor_kind, actor_id, actor_name) = match actor {
        Actor::Customer(id, name) => (ActorKind::Customer, Some(id.to_string()), name),
        Actor::Staff(id, name) => (ActorKind::Staff, Some(id.to_string()), name),
        Actor::Provider(name) => (ActorKind::System, None, name),
        Actor::Visitor => (ActorKind::Visitor, None, ""),
    };
    let facts = visit.facts();
    let entry = Entry {
        id: HistoryId::new(now, portico.random()),
        at: now,
        actor_kind,
        actor_id,
        actor_name: actor_name.to_owned(),
        action: deed.action.to_owned(),
        subject_kind: deed.subject_kind.to_owned(),
        subject_id: deed.subject_id.to_owned(),
        old_value: deed.old,
        new_value: deed.new,
        requester: Some(facts.requester.to_string()),
        request_id: Some(facts.request_id.clone()),
    };
    Ok(history::append(tx, &entry).await?)
}
