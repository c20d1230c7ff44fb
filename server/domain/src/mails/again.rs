//! Which mails staff may send again. What opens something once is never sent twice: a new mail with a new link takes
//! its place, under the rules of whatever makes one.

use super::Status;
use serde::{Deserialize, Serialize};

/// What a mail brings besides words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Carries {
    /// Words only, or a page that its reader may open as often as they like.
    Words,
    /// A link that works once.
    Link,
    /// A code that works once and for minutes.
    Code,
}

impl Carries {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Words, Self::Link, Self::Code];
}

/// What decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct MailFacts {
    /// Where the mail stands.
    pub status: Status,
    /// What it brings.
    pub carries: Carries,
    /// What it tells is still so.
    pub holds: bool,
    /// Its address is still that of the person whom it is about.
    pub reaches: bool,
    /// A copy of it was sent already; the copy may be sent again in its turn.
    pub copied: bool,
}

/// How a mail is sent again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It never arrived: it waits as if it were new.
    Wait,
    /// It left once: a copy with a name of its own leaves, since mail servers drop a second mail of the same name.
    Copy,
    /// Another mail with a new link leaves.
    NewLink,
}

/// Why a mail is not sent again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotAgain {
    /// It is under way already.
    UnderWay,
    /// A copy of it was sent.
    Copied,
    /// Its code is over; whoever signs in asks for another one.
    CodeIsOver,
    /// It would tell what is not so any more.
    Outdated,
    /// Somebody else may read that address by now.
    OtherAddress,
}

/// Whether a mail is sent again, and how.
///
/// # Errors
/// Why it is not.
pub fn again(facts: MailFacts) -> Result<Again, NotAgain> {
    match (facts.status, facts.carries) {
        (Status::Queued, _) => Err(NotAgain::UnderWay),
        (_, Carries::Code) => Err(NotAgain::CodeIsOver),
        (_, Carries::Link) => Ok(Again::NewLink),
        (Status::Sent, Carries::Words) if facts.copied => Err(NotAgain::Copied),
        (_, Carries::Words) if !facts.holds => Err(NotAgain::Outdated),
        (_, Carries::Words) if !facts.reaches => Err(NotAgain::OtherAddress),
        (Status::Failed, Carries::Words) => Ok(Again::Wait),
        (Status::Sent, Carries::Words) => Ok(Again::Copy),
    }
}
