//! When keys that sign for clients follow each other.

use crate::{
    sessions::Limits,
    time::{Span, Timestamp},
};

/// How long a key signs.
const SIGNS_FOR: Span = Span::days(90);
/// A key stands in the key set for so long before it signs. Everybody has read the set anew by then.
const SHOWN_BEFORE: Span = Span::days(1);
/// And for so long after: an ID token serves as `id_token_hint` as long as its session lasts.
const SHOWN_AFTER: Span = Limits::LONGEST;

/// Why a key is followed by another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Haste {
    /// Its time is over, or an administrator wants another one.
    Planned,
    /// Somebody else may have it: what it signed counts no more.
    AtOnce,
}

/// When the new key takes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Succession {
    /// From when on it signs.
    pub signs_from: Timestamp,
    /// When those before it leave the key set.
    pub others_leave: Timestamp,
}

/// When a key that is made now takes over.
pub fn succession(haste: Haste, now: Timestamp) -> Succession {
    match haste {
        Haste::AtOnce => Succession {
            signs_from: now,
            others_leave: now,
        },
        Haste::Planned => {
            let signs_from = now.plus(SHOWN_BEFORE);
            Succession {
                signs_from,
                others_leave: signs_from.plus(SHOWN_AFTER),
            }
        }
    }
}

/// Whether a key signs for longer than any should: the next one was not made.
pub fn overdue(newest_signs_from: Timestamp, now: Timestamp) -> bool {
    newest_signs_from.plus(SIGNS_FOR).plus(SHOWN_BEFORE) < now
}

/// Whether it is time to make the key that follows the newest one.
pub fn successor_due(newest_signs_from: Timestamp, now: Timestamp) -> bool {
    newest_signs_from.plus(SIGNS_FOR).minus(SHOWN_BEFORE) <= now
}
