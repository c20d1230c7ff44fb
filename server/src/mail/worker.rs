//! Sends what the outbox holds: at least once, never more copies than interruptions.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::LinkId;
use domain::time::{Clock, Span};
use storage::links::NewLink;
use storage::{Database, StorageError, links, mails};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Mail, Message, Outbox, Renderer, Transport, TransportFault, lifetime};
use crate::crypto::{Entropy, LinkTokens};

/// How many mails leave at once.
const BATCH: i64 = 10;
/// How long a claimed mail belongs to the worker: longer than sending one can take.
const LOCK: Span = Span::seconds(60);
/// Longest time for one mail, connection included.
const LONGEST_SENDING: Duration = Duration::from_secs(30);
/// Without being woken, the worker looks this often: for later attempts, and for mails of other processes.
const LOOK: Duration = Duration::from_secs(2);

const FIRST_DELAY: Span = Span::seconds(5);
const LONGEST_DELAY: Span = Span::hours(1);
/// With the delays above, attempts go on for 24 hours.
const ATTEMPTS: i64 = 33;

/// What the worker works with. All of it is shared with the rest of the program.
#[derive(Clone)]
pub struct Worker {
    /// Where mails and links are.
    pub database: Database,
    /// The present time.
    pub clock: Arc<dyn Clock>,
    /// For the ids of links.
    pub entropy: Arc<dyn Entropy>,
    /// Makes subject, text and HTML.
    pub renderer: Arc<Renderer>,
    /// Makes the links.
    pub tokens: LinkTokens,
    /// The way out.
    pub transport: Arc<dyn Transport>,
    /// Wakes the worker.
    pub outbox: Outbox,
}

impl Worker {
    /// Sends mails until `stop` becomes true. A database that is away is waited for.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            let claimed = self.run_once().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the outbox cannot be read");
                0
            });
            if claimed as i64 == BATCH {
                continue;
            }
            tokio::select! {
                () = self.outbox.woken() => {}
                () = tokio::time::sleep(LOOK) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Sends the mails that are due now, a batch at most. Gives the number of mails that it took up, sent or not.
    ///
    /// # Errors
    /// When the database is away. What is then unfinished is taken up again after a minute.
    pub async fn run_once(&self) -> Result<usize, StorageError> {
        let mut tx = self.database.begin().await?;
        let due = mails::claim_due(&mut tx, self.clock.now(), BATCH, LOCK).await?;
        tx.commit().await?;
        let count = due.len();
        let mut tasks = JoinSet::new();
        for row in due {
            let worker = self.clone();
            tasks.spawn(async move { worker.deliver(&row).await });
        }
        let mut result = Ok(count);
        while let Some(finished) = tasks.join_next().await {
            match finished {
                Ok(Ok(())) => {}
                Ok(Err(error)) => result = Err(error),
                Err(error) => tracing::error!(%error, "sending a mail broke off"),
            }
        }
        result
    }

    /// Sends one mail and notes what became of it. What the other side will never take is given up at once.
    async fn deliver(&self, row: &mails::Mail) -> Result<(), StorageError> {
        let mail = match Mail::parse(&row.template, &row.params) {
            Ok(mail) => mail,
            Err(error) => return self.give_up(row, &error.to_string()).await,
        };
        let rendered = match self.renderer.render(&mail, row.language, &self.tokens, row.id) {
            Ok(rendered) => rendered,
            Err(error) => return self.give_up(row, &error.to_string()).await,
        };
        self.write_link(row, &mail).await?;
        let message = Message {
            id: row.id,
            message_id: row.message_id.clone(),
            date: self.clock.now(),
            to: row.recipient.clone(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        };
        match tokio::time::timeout(LONGEST_SENDING, self.transport.send(&message)).await {
            Ok(Ok(())) => self.note_sent(row).await,
            Ok(Err(TransportFault::Transient(reason))) => self.note_failure(row, &reason).await,
            Ok(Err(TransportFault::Permanent(reason))) => self.give_up(row, &reason).await,
            Err(_) => {
                self.note_failure(row, "the mail server did not answer in time")
                    .await
            }
        }
    }

    /// The link works from the moment that the mail leaves, and its time begins then.
    async fn write_link(&self, row: &mails::Mail, mail: &Mail) -> Result<(), StorageError> {
        let Some((purpose, subject)) = mail.link() else {
            return Ok(());
        };
        let now = self.clock.now();
        let link = NewLink {
            id: LinkId::new(now, self.entropy.random10()),
            token_hash: &self.tokens.for_mail(row.id).hash(),
            purpose,
            customer_id: subject.customer_id,
            request_id: subject.request_id,
            staff_id: subject.staff_id,
            payload: &subject.payload,
            now,
            expires_at: now.plus(lifetime(purpose)),
        };
        let mut tx = self.database.begin().await?;
        links::issue(&mut tx, &link).await?;
        tx.commit().await
    }

    async fn note_sent(&self, row: &mails::Mail) -> Result<(), StorageError> {
        let mut tx = self.database.begin().await?;
        mails::sent(&mut tx, row.id, self.clock.now()).await?;
        tx.commit().await?;
        metrics::counter!("portico_mails_total", "result" => "sent").increment(1);
        tracing::info!(mail = %row.id, template = row.template, attempt = row.attempts, "mail sent");
        Ok(())
    }

    async fn note_failure(&self, row: &mails::Mail, reason: &str) -> Result<(), StorageError> {
        let Some(delay) = delay(row.attempts) else {
            return self.give_up(row, reason).await;
        };
        let mut tx = self.database.begin().await?;
        mails::retry(&mut tx, row.id, self.clock.now().plus(delay), reason).await?;
        tx.commit().await?;
        metrics::counter!("portico_mails_total", "result" => "put_off").increment(1);
        tracing::warn!(mail = %row.id, template = row.template, attempt = row.attempts, reason, "mail put off");
        Ok(())
    }

    async fn give_up(&self, row: &mails::Mail, reason: &str) -> Result<(), StorageError> {
        let mut tx = self.database.begin().await?;
        mails::failed(&mut tx, row.id, reason).await?;
        tx.commit().await?;
        metrics::counter!("portico_mails_total", "result" => "failed").increment(1);
        tracing::error!(mail = %row.id, template = row.template, reason, "mail given up");
        Ok(())
    }
}

/// How long to wait after this many attempts: 5 s, doubled each time, an hour at most. None: give up.
fn delay(attempts: i64) -> Option<Span> {
    if attempts >= ATTEMPTS {
        return None;
    }
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(20);
    let millis = FIRST_DELAY.as_millis() << doublings;
    Some(Span::millis(millis.min(LONGEST_DELAY.as_millis())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_go_on_for_a_day() {
        assert_eq!(delay(1), Some(Span::seconds(5)));
        assert_eq!(delay(2), Some(Span::seconds(10)));
        assert_eq!(delay(11), Some(Span::hours(1)));
        assert_eq!(delay(ATTEMPTS), None);
        let whole: i64 = (1..).map_while(delay).map(Span::as_millis).sum();
        let day = Span::hours(24).as_millis();
        assert!((day - Span::hours(1).as_millis()..=day + Span::hours(1).as_millis()).contains(&whole));
    }
}
