//! What a mail server's answer means for people, by its codes: those of RFC 3463 section 3 where there are some, else
//! those of RFC 5321 section 4.2.

use serde::{Deserialize, Serialize};

/// Why a mail did not leave.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The other side has no such mailbox.
    NoMailbox,
    /// There is one that takes nothing at present: it is full or closed.
    MailboxFull,
    /// The other side does not want this mail or this sender.
    Unwanted,
    /// The other side asked to come back later.
    Later,
    /// Our mail server does not let us in: its address, password or certificate is wrong.
    Locked,
    /// Our mail server does not answer.
    Silent,
    /// None of these.
    Other,
}

impl Meaning {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NoMailbox,
        Self::MailboxFull,
        Self::Unwanted,
        Self::Later,
        Self::Locked,
        Self::Silent,
        Self::Other,
    ];
}

/// What a note about a mail that did not leave means, such as `permanent error (550): 5.1.1 no such user`.
pub fn meaning(note: &str) -> Meaning {
    let Some((code, rest)) = answer(note) else {
        return without_code(note);
    };
    match (code, enhanced(rest)) {
        (530 | 534 | 535 | 538, _) => Meaning::Locked,
        (_, Some(1)) => Meaning::NoMailbox,
        (_, Some(2)) => Meaning::MailboxFull,
        (400..500, _) => Meaning::Later,
        (_, Some(6 | 7)) => Meaning::Unwanted,
        (550 | 551 | 553, None) => Meaning::NoMailbox,
        (552, None) => Meaning::MailboxFull,
        (554 | 556 | 571, None) => Meaning::Unwanted,
        _ => Meaning::Other,
    }
}

/// The code in brackets, and what the server wrote behind it.
fn answer(note: &str) -> Option<(u16, &str)> {
    let known = note
        .strip_prefix("permanent error (")
        .or_else(|| note.strip_prefix("transient error ("))?;
    let (code, rest) = known.split_once(')')?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    Some((code.parse().ok()?, rest.trim_start()))
}

/// The subject of the code that the text begins with: of `5.1.1` the middle.
fn enhanced(text: &str) -> Option<u16> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let class: u16 = parts.next()?.parse().ok()?;
    let subject = parts.next()?.parse().ok()?;
    let _detail: u16 = parts.next()?.parse().ok()?;
    let whole = parts.next().is_none() && matches!(class, 2 | 4 | 5);
    whole.then_some(subject)
}

fn without_code(note: &str) -> Meaning {
    let begins = |words: &[&str]| words.iter().any(|word| note.starts_with(word));
    if begins(&[
        "Connection error",
        "network error",
        "the mail server did not answer",
    ]) {
        Meaning::Silent
    } else if begins(&["tls error"]) {
        Meaning::Locked
    } else {
        Meaning::Other
    }
}
