//! The outbox: mails are queued in the transaction that causes them.

use std::sync::Arc;

use domain::ids::{CustomerId, MailId};
use domain::time::Timestamp;
use domain::values::Language;
use storage::mails::NewMail;
use storage::{StorageError, Tx};
use tokio::sync::Notify;

use super::Mail;
use crate::crypto::Entropy;

/// A mail with its recipient.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Template and parameters.
    pub mail: &'a Mail,
    /// Address of the recipient.
    pub to: &'a str,
    /// Language of the recipient.
    pub language: Language,
    /// The customer whom it is about, so that the history finds it.
    pub customer_id: Option<CustomerId>,
}

/// Queues mails and wakes the worker. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    host: Arc<str>,
    entropy: Arc<dyn Entropy>,
    notify: Arc<Notify>,
}

impl Outbox {
    /// `host` is the right part of every Message-ID: the public URL's host.
    pub fn new(host: &str, entropy: Arc<dyn Entropy>) -> Outbox {
        Outbox {
            host: host.into(),
            entropy,
            notify: Arc::new(Notify::new()),
        }
    }

    /// Queues a mail in the caller's transaction: it leaves if and only if that commits.
    ///
    /// # Errors
    /// As every statement.
    pub async fn enqueue(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        letter: Letter<'_>,
    ) -> Result<MailId, StorageError> {
        let id = MailId::new(now, self.entropy.random10());
        let mail = NewMail {
            id,
            message_id: &format!("<{id}@{}>", self.host),
            template: letter.mail.template(),
            language: letter.language,
            recipient: letter.to,
            params: &letter.mail.params(),
            customer_id: letter.customer_id,
            now,
        };
        storage::mails::enqueue(tx, &mail).await?;
        Ok(id)
    }

    /// Does the work of [`Outbox::enqueue`] for an address that gets no mail, so that the time does not tell.
    ///
    /// # Errors
    /// As every statement.
    pub async fn enqueue_blank(
        &self,
        tx: &mut Tx,
        now: Timestamp,
        language: Language,
    ) -> Result<(), StorageError> {
        let id = MailId::new(now, self.entropy.random10());
        storage::mails::enqueue_blank(tx, id, language, now).await
    }

    /// Tells the worker of this process that there is something to send. Call it after the commit; without it the mail
    /// leaves with the worker's next look.
    pub fn wake(&self) {
        self.notify.notify_one();
    }

    /// Waits for [`Outbox::wake`].
    pub(super) async fn woken(&self) {
        self.notify.notified().await;
    }
}
