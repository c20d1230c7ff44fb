//! What left by mail.

use server::mail::{Memory, Worker};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::browser::ORIGIN;

/// The worker, run on demand, and the mailbox that it fills.
pub struct Post {
    pub worker: Worker,
    pub mailbox: Arc<Memory>,
    seen: AtomicUsize,
}

/// A mail as its reader has it.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    /// Path and query of the link that the mail is about: the one with a token.
    pub fn link(&self) -> String {
        let secret = |path: &&str| path.contains("?token=") || path.starts_with("/register/status/");
        let mut links = self
            .text
            .split_whitespace()
            .filter_map(|word| word.strip_prefix(ORIGIN));
        links
            .find(secret)
            .unwrap_or_else(|| panic!("no link in {self:?}"))
            .to_owned()
    }

    /// The token of that link.
    pub fn token(&self) -> String {
        let link = self.link();
        link.split_once("token=").unwrap().1.to_owned()
    }
}

impl Post {
    pub fn new(worker: Worker, mailbox: Arc<Memory>) -> Self {
        Self {
            worker,
            mailbox,
            seen: AtomicUsize::new(0),
        }
    }

    /// Sends everything that is due, and gives what arrived since the last look.
    pub async fn collect(&self) -> Vec<Letter> {
        while self.worker.run_once().await.unwrap() > 0 {}
        let sent = self.mailbox.sent();
        let seen = self.seen.swap(sent.len(), Ordering::SeqCst);
        let letters = sent.into_iter().skip(seen);
        letters
            .map(|m| Letter {
                to: m.to,
                subject: m.subject,
                text: m.text,
                html: m.html,
            })
            .collect()
    }
}
