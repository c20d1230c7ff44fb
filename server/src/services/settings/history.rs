//! The history as staff read it.

use super::thing;
use crate::{
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{
    Problems,
    settings::{History, HistoryFilter, HistoryList, HistoryRow},
    visit::Visit,
};
use domain::{
    ids::{HistoryId, StaffId},
    staff::Permission,
    time::Span,
    values::{Date, Language},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use storage::{
    Conn,
    history::{
        ActorKind, Entry,
        search::{self, Wanted},
    },
};

/// Rows on a page.
const PAGE: usize = 50;

/// A page of what is asked for, the newest first. What no filter knows is not asked; a text that is no day finds
/// nothing.
pub async fn history(portico: &Portico, visit: &Visit, filter: HistoryFilter) -> Outcome<HistoryList> {
    staff::needed(portico, visit, Permission::SeeHistory).await?;
    let mut problems = Problems::default();
    let from = filter.from.map(|day| problems.take("from", day.parse::<Date>()));
    let to = filter.to.map(|day| problems.take("to", day.parse::<Date>()));
    let mut conn = portico.database.read().await?;
    let actions = search::actions(&mut conn).await?;
    let kinds = search::subject_kinds(&mut conn).await?;
    let known = |wanted: &Option<String>, names: &[String]| {
        let wanted = wanted.as_ref()?;
        names.iter().find(|name| *name == wanted).cloned()
    };
    let (action, kind) = (known(&filter.what, &actions), known(&filter.about, &kinds));
    let thing = filter.about.as_deref().and_then(thing::named);
    let actor_kind = filter.who.as_ref().and_then(|who| who.parse::<ActorKind>().ok());
    // Ids of staff and customers are written alike.
    let actor = filter.who.and_then(|who| who.parse::<StaffId>().ok());
    let actor_id = actor.map(|id| id.to_string());
    let wanted = Wanted {
        actor_kind,
        actor_id: actor_id.as_deref(),
        action: action.as_deref(),
        subject_kind: thing.map(|(kind, _)| kind).or(kind.as_deref()),
        subject_id: thing.map(|(_, id)| id),
        from: from.flatten().map(Date::begins),
        until: to.flatten().map(|day| day.begins().plus(Span::days(1))),
    };
    let before = filter.before.and_then(|key| key.parse::<HistoryId>().ok());
    // One more than a page holds, so that the last page is known as such.
    let entries = if problems.is_empty() {
        search::page(&mut conn, &wanted, before, PAGE + 1).await?
    } else {
        Vec::new()
    };
    Ok(HistoryList {
        actors: actors(&mut conn, actor_id.as_deref(), &entries).await?,
        thing: match thing {
            Some(thing) => Some(thing::called(&mut conn, thing, &entries).await?),
            None => None,
        },
        page: page(entries, PAGE, visit.facts().language),
        actions,
        kinds,
        faults: problems.fields,
    })
}

/// Everybody of the back office, and who is asked for besides, by the name that the entries tell.
async fn actors(conn: &mut Conn, asked: Option<&str>, entries: &[Entry]) -> Outcome<Vec<(String, String)>> {
    let staff = storage::staff::list::all(conn, None).await?;
    let mut actors: Vec<_> = staff
        .into_iter()
        .map(|person| (person.id.to_string(), person.name))
        .collect();
    if let Some(asked) = asked
        && !actors.iter().any(|(id, _)| id == asked)
    {
        let name = entries.first().map_or(asked, |entry| &entry.actor_name);
        actors.push((asked.to_owned(), name.to_owned()));
    }
    Ok(actors)
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
    limit: usize,
    language: Language,
) -> Outcome<Vec<HistoryRow>> {
    let wanted = Wanted {
        subject_kind: Some(kind),
        subject_id: Some(id),
        ..Wanted::default()
    };
    let entries = search::page(conn, &wanted, None, limit).await?;
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
pub(super) fn subject(entry: &Entry) -> String {
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
