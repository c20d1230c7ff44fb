//! What a sign-in with the right password must do next.

use crate::time::{Span, Timestamp};

/// What the shop asks of a person, at this moment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Duty {
    /// There is no second factor in this shop.
    Off,
    /// Whoever wants one has one.
    Optional,
    /// Whoever has none must set one up from this moment on, which lies ahead.
    From(Timestamp),
    /// Whoever has none sets one up now.
    Now,
}

/// The methods that a person has set up. Recovery codes come with each of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Methods {
    /// An authenticator app.
    pub app: bool,
    /// Codes by mail.
    pub mail: bool,
}

impl Methods {
    /// True if there is no second factor.
    pub const fn is_empty(self) -> bool {
        !self.app && !self.mail
    }
}

/// Whether every sign-in with this person's password takes a second factor as well: then the password may be shorter
/// (NIST SP 800-63B-4 §3.1.1.2).
pub fn beside_password(duty: Duty, methods: Methods) -> bool {
    match duty {
        Duty::Off => false,
        Duty::Optional | Duty::From(_) => !methods.is_empty(),
        Duty::Now => true,
    }
}

/// What is known once the password is right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Facts {
    /// What the shop asks.
    pub duty: Duty,
    /// What the person has.
    pub methods: Methods,
    /// This browser passed the second step before, and is remembered.
    pub remembered: bool,
    /// A client sent the person here and wants them recognised by two factors: this sign-in is to show both.
    pub two_wanted: bool,
}

/// What comes after the password. Only `Done` is a session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AfterPassword {
    /// The session begins.
    Done,
    /// A code of one of these methods, or a recovery code.
    Ask(Methods),
    /// A second factor is set up first.
    EnrolFirst,
    /// The person may set one up, or put it off until then.
    EnrolOrLater(Timestamp),
}

/// Decides. Whoever has a second factor is asked for it, whatever the shop asks of others.
pub const fn after_password(facts: Facts) -> AfterPassword {
    match facts.duty {
        Duty::Off => AfterPassword::Done,
        _ if !facts.methods.is_empty() => {
            if facts.remembered && !facts.two_wanted {
                AfterPassword::Done
            } else {
                AfterPassword::Ask(facts.methods)
            }
        }
        Duty::Optional => AfterPassword::Done,
        Duty::From(moment) => AfterPassword::EnrolOrLater(moment),
        Duty::Now => AfterPassword::EnrolFirst,
    }
}

/// Whether a second factor stands before a customer's account. A link in a mail alone connects nothing to it then: who
/// reads the mails would come in past the factor.
pub const fn stands_before(local_sign_in: bool, has_password: bool, duty: Duty, methods: Methods) -> bool {
    local_sign_in && has_password && !matches!(duty, Duty::Off) && !methods.is_empty()
}

/// Whether a browser that was remembered then still counts: a shop that remembers for fewer days now, or for none,
/// means those as well that were remembered before.
pub fn browser_counts(remembered_at: Timestamp, days: u16, now: Timestamp) -> bool {
    now < remembered_at.plus(Span::days(days.into()))
}

/// The day from which a second factor is required, and how far off it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// Days until then, a begun one counted in full.
    pub days: i64,
}

impl Deadline {
    /// Counts down.
    pub fn new(at: Timestamp, now: Timestamp) -> Self {
        let day = Span::days(1).as_millis();
        let left = at.since(now).as_millis().max(0);
        Self {
            at,
            days: (left + day - 1) / day,
        }
    }
}
