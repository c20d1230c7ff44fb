//! The queue in pages, filtered and searched.

use super::full_name;
use crate::{
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{
    approvals::{Filter, Queue, QueueRow},
    visit::Visit,
};
use domain::{
    approvals::{Status, search_words},
    ids::{ProviderId, RequestId},
    registration::Entry,
    staff::Permission,
    time::{Span, Timestamp},
    values::Language,
};
use std::collections::HashMap;
use storage::{
    Conn,
    registration_requests::{self, RegistrationRequest, Show},
};

/// Rows on a page.
pub(super) const PAGE: usize = 25;
/// The oldest age that can be asked for.
const OLDEST_DAYS: i64 = 3650;

/// A page of the queue: the oldest first while they wait, the newest first when they are decided, unless asked for.
pub async fn list(portico: &Portico, visit: &Visit, filter: Filter) -> Outcome<Queue> {
    let member = staff::needed(portico, visit, Permission::SeeRequests).await?;
    let now = portico.now();
    let mut wanted = conditions(&filter, now);
    wanted.assigned_to = filter.mine.is_some().then_some(member.id);
    let mut conn = portico.database.read().await?;
    // One more than a page holds, so that the last page is known as such.
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = registration_requests::queue(&mut conn, &wanted, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found
        .last()
        .filter(|_| more)
        .map(|request| request.id.to_string());
    let providers = provider_names(&mut conn).await?;
    let language = visit.facts().language;
    let rows = found
        .iter()
        .map(|request| row(request, &providers, now, language))
        .collect();
    let mut names: Vec<_> = providers
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    names.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(Queue {
        rows,
        next,
        providers: names,
        decides: member.has(Permission::DecideRequests),
    })
}

/// What an address asks for; what is no condition of ours is none.
fn conditions(filter: &Filter, now: Timestamp) -> registration_requests::Filter {
    let show = match filter.show.as_deref().unwrap_or_default() {
        "decided" => Show::Decided,
        "all" => Show::All,
        name => Show::Standing(name.parse::<Status>().unwrap_or(Status::Waiting)),
    };
    let decided = !matches!(show, Show::Standing(status) if status.is_open());
    let days = filter.age.filter(|days| (1..=OLDEST_DAYS).contains(days));
    registration_requests::Filter {
        show,
        entry: parsed::<Entry>(filter.entry.as_deref()),
        provider: parsed::<ProviderId>(filter.provider.as_deref()),
        submitted_by: days.map(|days| now.minus(Span::days(days))),
        proven: match filter.proven.as_deref() {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        },
        assigned_to: None,
        words: search_words(filter.q.as_deref().unwrap_or_default()),
        newest_first: match filter.sort.as_deref() {
            Some("newest") => true,
            Some("oldest") => false,
            _ => decided,
        },
        after: parsed::<RequestId>(filter.after.as_deref()),
    }
}

fn parsed<T: std::str::FromStr>(text: Option<&str>) -> Option<T> {
    text.and_then(|text| text.parse().ok())
}

pub(super) async fn provider_names(conn: &mut Conn) -> Outcome<HashMap<ProviderId, String>> {
    let providers = storage::providers::list(conn).await?;
    Ok(providers
        .into_iter()
        .map(|provider| (provider.id, provider.name))
        .collect())
}

pub(super) fn row(
    request: &RegistrationRequest,
    providers: &HashMap<ProviderId, String>,
    now: Timestamp,
    language: Language,
) -> QueueRow {
    let days = now.since(request.submitted_at).as_days();
    QueueRow {
        id: request.id.to_string(),
        version: request.version,
        name: full_name(request),
        email: request.email.clone(),
        proven: request.address_proven_at.is_some(),
        company: request.company.clone(),
        provider: request.provider_id.and_then(|id| providers.get(&id).cloned()),
        submitted: dates::date_time(request.submitted_at, language),
        days: u32::try_from(days).unwrap_or(0),
        due: request.expires_at.map(|at| dates::date(at, language)),
        status: request.status,
        decided_by: request.decided_by_name.clone(),
        assigned_to: request.assigned_name.clone(),
        corrected: request.corrected_at.map(|at| dates::date_time(at, language)),
    }
}
