//! The history as staff read it.

use crate::{
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{
    settings::{History, HistoryRow},
    visit::Visit,
};
use domain::{ids::HistoryId, staff::Permission, values::Language};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use storage::{
    Conn,
    history::{self, ActorKind, Entry},
};

/// Rows on a page.
const PAGE: usize = 50;

/// A page of the history, the newest first; `before` is the key of the page before.
pub async fn history(portico: &Portico, visit: &Visit, before: Option<String>) -> Outcome<History> {
    staff::needed(portico, visit, Permission::SeeHistory).await?;
    let before = before.and_then(|key| key.parse::<HistoryId>().ok());
    let mut conn = portico.database.read().await?;
    // One more than a page holds, so that the last page is known as such.
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let entries = history::list(&mut conn, None, before, limit).await?;
    Ok(page(entries, PAGE, visit.facts().language))
}

/// A page of at most `size` entries, of which one more was asked for.
pub fn page(mut entries: Vec<Entry>, size: usize, language: Language) -> History {
    let more = entries.len() > size;
    entries.truncate(size);
    History {
        older: entries.last().filter(|_| more).map(|entry| entry.id.to_string()),
        rows: entries.iter().map(|entry| row(entry, language)).collect(),
    }
}

/// What happened to one thing, the newest first; at most `limit` entries.
pub async fn history_of(
    conn: &mut Conn,
    kind: &str,
    id: &str,
    limit: i64,
    language: Language,
) -> Outcome<Vec<HistoryRow>> {
    let entries = history::list(conn, Some((kind, id)), None, limit).await?;
    let rows = entries.iter().map(|entry| HistoryRow {
        // It stands on the thing's own page.
        request: None,
        ..row(entry, language)
    });
    Ok(rows.collect())
}

fn row(entry: &Entry, language: Language) -> HistoryRow {
    HistoryRow {
        at: dates::date_time(entry.at, language),
        actor: match (entry.actor_kind, entry.actor_name.as_str()) {
            (ActorKind::System, "") => system(language).to_owned(),
            (_, name) => name.to_owned(),
        },
        action: entry.action.clone(),
        subject: subject(entry),
        request: (entry.subject_kind == "request").then(|| entry.subject_id.clone()),
        customer: (entry.subject_kind == "customer").then(|| entry.subject_id.clone()),
        changes: changes(entry.old_value.as_ref(), entry.new_value.as_ref()),
        requester: entry.requester.clone().unwrap_or_default(),
    }
}

/// What the program is called where it acts by itself.
fn system(language: Language) -> &'static str {
    match language {
        Language::En | Language::De => "System",
        Language::El => "Σύστημα",
    }
}

/// What it was done to: by its name where the entry keeps one, else by its id. There is one set of settings, so those
/// need none, nor does what somebody did to themselves; the id of a request, a link or a customer says nothing.
fn subject(entry: &Entry) -> String {
    let nameless = matches!(
        entry.subject_kind.as_str(),
        "settings" | "request" | "link" | "customer" | "mail"
    );
    if nameless || entry.actor_id.as_ref() == Some(&entry.subject_id) {
        return String::new();
    }
    let values = [&entry.new_value, &entry.old_value];
    let name = values
        .into_iter()
        .flatten()
        .find_map(|value| value.get("name").and_then(Value::as_str));
    name.unwrap_or(&entry.subject_id).to_owned()
}

/// The fields whose text is another one than before, with both texts; a missing value and `null` are empty ones.
fn changes(old: Option<&Value>, new: Option<&Value>) -> Vec<(String, String, String)> {
    let none = Map::new();
    let old = old.and_then(Value::as_object).unwrap_or(&none);
    let new = new.and_then(Value::as_object).unwrap_or(&none);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .map(|name| (name.clone(), text(old.get(name)), text(new.get(name))))
        .filter(|(_, old, new)| old != new)
        .collect()
}

fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Timestamp;
    use serde_json::json;

    #[test]
    fn changes_are_the_fields_that_differ() {
        let old = json!({ "name": "Harbour", "enabled": false, "logo": null, "gone": 1 });
        let new = json!({ "name": "Harbour", "enabled": true, "logo": "h.svg", "claim": null });
        let change = |name: &str, old: &str, new: &str| (name.to_owned(), old.to_owned(), new.to_owned());
        assert_eq!(
            changes(Some(&old), Some(&new)),
            [
                change("enabled", "false", "true"),
                change("gone", "1", ""),
                change("logo", "", "h.svg")
            ]
        );
        assert_eq!(
            changes(None, Some(&json!({ "roles": "auditor" }))),
            [change("roles", "", "auditor")]
        );
        assert_eq!(changes(Some(&old), Some(&old)), []);
        assert_eq!(changes(None, None), []);
    }

    #[test]
    fn nothing_is_told_by_a_bare_id() {
        let id = HistoryId::new(Timestamp::from_millis(0), [0; 10]);
        let entry = |kind: &str| Entry {
            id,
            at: Timestamp::from_millis(0),
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            action: format!("{kind}.changed"),
            subject_kind: kind.to_owned(),
            subject_id: id.to_string(),
            old_value: None,
            new_value: None,
            requester: None,
            request_id: None,
        };
        for (kind, request, customer) in [
            ("request", Some(id.to_string()), None),
            ("link", None, None),
            ("customer", None, Some(id.to_string())),
        ] {
            let row = row(&entry(kind), Language::En);
            assert_eq!(row.subject, "", "{kind}");
            assert_eq!((row.request, row.customer), (request, customer), "{kind}");
            assert_eq!(row.actor, "System");
        }
    }
}
