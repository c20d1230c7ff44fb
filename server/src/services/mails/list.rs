//! Finding mails.

use crate::{
    mail::TEMPLATES,
    services::{Outcome, dates, staff},
    state::Portico,
};
use app::api::{
    Problems,
    mails::{MailCounts, MailFilter, MailList, MailRow},
    visit::Visit,
};
use domain::{
    ids::MailId,
    mails::{Status, meaning},
    staff::Permission,
    time::Span,
    values::{Date, Email, Language},
};
use storage::{
    Conn,
    mails::{
        Mail,
        list::{self, Wanted},
    },
};

/// Rows on a page.
const PAGE: usize = 25;
/// Nobody needs to know how many more there are.
const MOST: u32 = 999;

/// A page of the mails that are asked for. What no filter knows is not asked; a text that is no address or no day finds
/// nothing.
pub async fn list(portico: &Portico, visit: &Visit, filter: MailFilter) -> Outcome<MailList> {
    staff::needed(portico, visit, Permission::SeeMails).await?;
    let mut problems = Problems::default();
    let to = filter.to.map(|to| problems.take("to", Email::parse(&to)));
    let day = filter.day.map(|day| problems.take("day", day.parse::<Date>()));
    let key = to.flatten().map(|to| to.key());
    let begins = day.flatten().map(Date::begins);
    let kind = filter.kind.unwrap_or_default();
    let wanted = Wanted {
        status: filter.status.and_then(|name| name.parse::<Status>().ok()),
        template: TEMPLATES.iter().map(|it| it.name).find(|name| *name == kind),
        recipient: key.as_ref(),
        from: begins,
        until: begins.map(|at| at.plus(Span::days(1))),
    };
    let before = filter.after.and_then(|key| key.parse::<MailId>().ok());
    let mut conn = portico.database.read().await?;
    let mut mails = if problems.is_empty() {
        list::page(&mut conn, &wanted, before, PAGE + 1).await?
    } else {
        Vec::new()
    };
    let more = mails.len() > PAGE;
    mails.truncate(PAGE);
    let language = visit.facts().language;
    Ok(MailList {
        next: mails.last().filter(|_| more).map(|mail| mail.id.to_string()),
        rows: mails.iter().map(|mail| row(mail, language)).collect(),
        counts: counts(&mut conn).await?,
        kinds: TEMPLATES.iter().map(|it| it.name.to_owned()).collect(),
        faults: problems.fields,
    })
}

async fn counts(conn: &mut Conn) -> Outcome<MailCounts> {
    let counts = list::counts(conn, i64::from(MOST) + 1).await?;
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(MailCounts {
        queued: number(counts.queued),
        sent: number(counts.sent),
        failed: number(counts.failed),
        most: MOST,
    })
}

/// A mail as the list shows one.
pub(super) fn row(mail: &Mail, language: Language) -> MailRow {
    let waits = mail.status == Status::Queued;
    MailRow {
        id: mail.id.to_string(),
        template: mail.template.clone(),
        to: mail.recipient.clone(),
        status: mail.status.to_string(),
        written: dates::date_time(mail.created_at, language),
        attempts: mail.attempts,
        next_try: waits.then(|| dates::date_time(mail.next_attempt_at, language)),
        sent: mail.sent_at.map(|at| dates::date_time(at, language)),
        meaning: mail.last_error.as_deref().map(meaning),
    }
}
