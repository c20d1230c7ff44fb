//! `[mail]`: how mails leave.

use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{Address, Tokio1Executor, message::Mailbox};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, from_text_or_none, secret_or_none};

pub(super) const SECTION: Section = Section {
    name: "mail",
    meaning: "How mails leave.",
    keys: &[
        Key::text(
            "smtp_url",
            "",
            "`smtps://USER:PASSWORD@HOST`, `smtp://HOST?tls=required` (STARTTLS) or `smtp://HOST:PORT` (no TLS). \
             Empty: mails wait in the database until it is set; with `--demo` they go to the built-in mailbox.",
        ),
        Key::text(
            "from",
            "Tidewater <shop@localhost>",
            "Sender of every mail: `Name <address>`.",
        ),
        Key::text(
            "operations",
            "operations@localhost",
            "Address that is told about new registration requests. Empty: nobody is told.",
        ),
    ],
};

/// How mails leave.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Server to hand mails to; secret, since it may hold a password. None: mails wait.
    #[serde(deserialize_with = "secret_or_none")]
    pub smtp_url: Option<SecretString>,
    /// Sender of every mail.
    #[serde(deserialize_with = "from_text")]
    pub from: Mailbox,
    /// Who is told about new registration requests.
    #[serde(deserialize_with = "from_text_or_none")]
    pub operations: Option<Address>,
}

impl Mail {
    pub(super) fn validate(&self, development: bool) -> Vec<(&'static str, String)> {
        let Some(url) = &self.smtp_url else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        // The library's message may repeat the URL, and with it the password.
        if AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret()).is_err() {
            faults.push((
                "mail.smtp_url",
                "not a mail server: write smtps://host, smtp://host?tls=required or smtp://host".to_owned(),
            ));
        }
        let local = |address: &Address| address.domain() == "localhost";
        if !development && local(&self.from.email) {
            faults.push((
                "mail.from",
                "set the sender's address: nobody can answer localhost".to_owned(),
            ));
        }
        if !development && self.operations.as_ref().is_some_and(local) {
            faults.push((
                "mail.operations",
                "set the address of operations, or leave it empty".to_owned(),
            ));
        }
        faults
    }
}
