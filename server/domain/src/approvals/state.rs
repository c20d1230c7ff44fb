//! The registration request as a state machine (spec 01 §3).

use crate::customers::CustomerStatus;
use crate::ids::StaffId;
use crate::stored::stored_enum;
use crate::time::{Span, Timestamp};
use crate::values::Fault;

/// A request whose address is not proven expires after this.
pub const UNPROVEN_LIFETIME: Span = Span::days(7);
/// A waiting request expires after this.
pub const WAITING_LIFETIME: Span = Span::days(90);
/// A rejection can be undone for this long; then the personal data is erased.
pub const REJECTED_LIFETIME: Span = Span::days(30);
/// The link in an approval mail lives this long; an expired one offers a new mail.
pub const APPROVAL_LINK_LIFETIME: Span = Span::days(14);

stored_enum! {
    /// The kind of a request's state, as it is stored and filtered by.
    pub enum Status {
        /// Submitted; the address is not proven yet.
        Unproven = "unproven",
        /// Operations can decide.
        Waiting = "waiting",
        /// Approved; the first sign-in has not happened yet.
        Approved = "approved",
        /// The person has signed in. The end.
        Activated = "activated",
        /// Refused by operations; can be undone for a while.
        Rejected = "rejected",
        /// Taken back by the applicant, and erased. The end.
        Withdrawn = "withdrawn",
        /// Nobody decided in time, or the address was never proven. The end.
        Expired = "expired",
    }
}

impl Status {
    /// True as long as the request still leads somewhere by itself: it occupies its address.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unproven | Self::Waiting)
    }

    /// The mail that its applicant may ask for once more, because without it there is no next step.
    pub const fn mail_again(self) -> Option<MailAgain> {
        match self {
            Self::Unproven => Some(MailAgain::Activation),
            Self::Approved => Some(MailAgain::Approval),
            Self::Waiting | Self::Activated | Self::Rejected | Self::Withdrawn | Self::Expired => None,
        }
    }

    /// Where the customer of such a request stands.
    pub const fn customer_status(self) -> CustomerStatus {
        match self {
            Self::Unproven => CustomerStatus::Unproven,
            Self::Waiting => CustomerStatus::Waiting,
            Self::Approved | Self::Activated => CustomerStatus::Active,
            Self::Rejected => CustomerStatus::Rejected,
            Self::Withdrawn | Self::Expired => CustomerStatus::Anonymised,
        }
    }
}

/// A mail that an applicant needs to go on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MailAgain {
    /// With the link that proves the address.
    Activation,
    /// How to sign in for the first time.
    Approval,
}

/// Who decided, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The member of staff.
    pub by: StaffId,
    /// Their name at that time.
    pub by_name: String,
    /// The moment.
    pub at: Timestamp,
}

/// A request. Every transition consumes it and gives the next state, or says why not.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use]
pub enum Request {
    /// Submitted, address not proven.
    Unproven {
        /// When it came in.
        submitted_at: Timestamp,
    },
    /// Operations can decide.
    Waiting {
        /// Since when: the proof of the address, or the undo of a rejection.
        since: Timestamp,
    },
    /// Somebody said yes.
    Approved(Decision),
    /// The person has signed in.
    Activated {
        /// When.
        at: Timestamp,
        /// Who had approved it; `None` if the shop asked for no approval.
        decision: Option<Decision>,
    },
    /// Somebody said no.
    Rejected(Decision),
    /// Taken back by the applicant.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Out of time.
    Expired {
        /// When.
        at: Timestamp,
    },
}

/// Why a transition does not happen. Carries what the person is told.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// Operations have said yes or no already.
    #[error("decided by {} already", .0.by_name)]
    AlreadyDecided(Decision),
    /// The person is a customer already and nobody had to decide.
    #[error("activated already")]
    AlreadyActivated {
        /// Since when.
        at: Timestamp,
    },
    /// The applicant has taken it back.
    #[error("withdrawn already")]
    AlreadyWithdrawn {
        /// When.
        at: Timestamp,
    },
    /// It has run out of time.
    #[error("expired already")]
    AlreadyExpired {
        /// When.
        at: Timestamp,
    },
    /// The address is proven already.
    #[error("address proven already")]
    AlreadyProven,
    /// Nothing may be decided or mailed before the address is proven.
    #[error("address not proven")]
    AddressUnproven,
    /// Nobody has decided yet.
    #[error("not decided yet")]
    NotDecided,
    /// The time for it is over.
    #[error("too late")]
    TooLate,
    /// Its time is not over yet.
    #[error("not due yet")]
    NotDue,
}

impl From<&Refused> for Fault {
    fn from(refused: &Refused) -> Self {
        match refused {
            Refused::AddressUnproven => Self::AddressUnproven,
            Refused::NotDecided => Self::NotDecided,
            Refused::AlreadyWithdrawn { .. } => Self::RequestWithdrawn,
            Refused::AlreadyExpired { .. } | Refused::TooLate => Self::RequestExpired,
            Refused::AlreadyDecided(_)
            | Refused::AlreadyActivated { .. }
            | Refused::AlreadyProven
            | Refused::NotDue => Self::AlreadyDecided,
        }
    }
}

/// What has to be done with a request because its time is over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Due {
    /// It expires: `Request::expire`.
    Expire,
    /// The personal data of a rejected request is erased; an anonymous trace stays.
    Erase,
}

impl Request {
    /// A request that has just been submitted.
    pub const fn submit(now: Timestamp, address_proven: bool) -> Self {
        if address_proven {
            Self::Waiting { since: now }
        } else {
            Self::Unproven { submitted_at: now }
        }
    }

    /// The kind of this state.
    pub const fn status(&self) -> Status {
        match self {
            Self::Unproven { .. } => Status::Unproven,
            Self::Waiting { .. } => Status::Waiting,
            Self::Approved(_) => Status::Approved,
            Self::Activated { .. } => Status::Activated,
            Self::Rejected(_) => Status::Rejected,
            Self::Withdrawn { .. } => Status::Withdrawn,
            Self::Expired { .. } => Status::Expired,
        }
    }

    /// The applicant has proven the address: the request waits for operations.
    ///
    /// # Errors
    /// Everything but an unproven request that is still within its 7 days.
    pub fn prove_address(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Unproven { .. } if self.is_over(now) => Err(Refused::TooLate),
            Self::Unproven { .. } => Ok(Self::Waiting { since: now }),
            Self::Waiting { .. } => Err(Refused::AlreadyProven),
            other => Err(other.settled()),
        }
    }

    /// The applicant has proven the address and the shop asks for no approval: a customer at once.
    ///
    /// # Errors
    /// As for `prove_address`.
    pub fn admit(self, now: Timestamp) -> Result<Self, Refused> {
        self.prove_address(now).map(|_| Self::Activated {
            at: now,
            decision: None,
        })
    }

    /// Operations say yes.
    ///
    /// # Errors
    /// The address is unproven, somebody has decided already, or it was withdrawn or has expired.
    pub fn approve(self, decision: Decision) -> Result<Self, Refused> {
        self.decide(decision, Self::Approved)
    }

    /// Operations say no.
    ///
    /// # Errors
    /// As for `approve`.
    pub fn reject(self, decision: Decision) -> Result<Self, Refused> {
        self.decide(decision, Self::Rejected)
    }

    /// Operations take a rejection back within 30 days: the request waits again, with its full time.
    ///
    /// # Errors
    /// `TooLate` after that; everything but a rejected request.
    pub fn undo_rejection(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Rejected(_) if self.is_over(now) => Err(Refused::TooLate),
            Self::Rejected(_) => Ok(Self::Waiting { since: now }),
            Self::Unproven { .. } | Self::Waiting { .. } => Err(Refused::NotDecided),
            other => Err(other.settled()),
        }
    }

    /// The applicant corrects what the request says; it stays where it is.
    ///
    /// # Errors
    /// Somebody has decided already, or it is over.
    pub fn correct(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Unproven { .. } | Self::Waiting { .. } if self.is_over(now) => Err(Refused::TooLate),
            Self::Unproven { .. } | Self::Waiting { .. } => Ok(self),
            other => Err(other.settled()),
        }
    }

    /// The applicant takes the request back; it is erased at once.
    ///
    /// # Errors
    /// Somebody has decided already, or it is over.
    pub fn withdraw(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Unproven { .. } | Self::Waiting { .. } => Ok(Self::Withdrawn { at: now }),
            other => Err(other.settled()),
        }
    }

    /// Its time is over and nobody has decided.
    ///
    /// # Errors
    /// `NotDue` before that; everything that does not expire.
    pub fn expire(self, now: Timestamp) -> Result<Self, Refused> {
        match self.due(now) {
            Some(Due::Expire) => Ok(Self::Expired { at: now }),
            _ if self.status().is_open() => Err(Refused::NotDue),
            _ => Err(self.settled()),
        }
    }

    /// The approved person has signed in for the first time.
    ///
    /// # Errors
    /// Nobody has approved it.
    pub fn activate(self, now: Timestamp) -> Result<Self, Refused> {
        match self {
            Self::Approved(decision) => Ok(Self::Activated {
                at: now,
                decision: Some(decision),
            }),
            Self::Unproven { .. } => Err(Refused::AddressUnproven),
            Self::Waiting { .. } => Err(Refused::NotDecided),
            other => Err(other.settled()),
        }
    }

    /// When its time is over: it expires, or a rejected one is erased. `None` for what stays.
    pub fn due_at(&self) -> Option<Timestamp> {
        match self {
            Self::Unproven { submitted_at } => Some(submitted_at.plus(UNPROVEN_LIFETIME)),
            Self::Waiting { since } => Some(since.plus(WAITING_LIFETIME)),
            Self::Rejected(decision) => Some(decision.at.plus(REJECTED_LIFETIME)),
            Self::Approved(_) | Self::Activated { .. } | Self::Withdrawn { .. } | Self::Expired { .. } => {
                None
            }
        }
    }

    /// What has to be done with it now.
    pub fn due(&self, now: Timestamp) -> Option<Due> {
        match self {
            _ if !self.is_over(now) => None,
            Self::Rejected(_) => Some(Due::Erase),
            _ => Some(Due::Expire),
        }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|due_at| now >= due_at)
    }

    fn decide(self, decision: Decision, next: fn(Decision) -> Self) -> Result<Self, Refused> {
        match self {
            Self::Waiting { .. } if self.is_over(decision.at) => Err(Refused::TooLate),
            Self::Waiting { .. } => Ok(next(decision)),
            Self::Unproven { .. } => Err(Refused::AddressUnproven),
            other => Err(other.settled()),
        }
    }

    /// Why nothing more happens to a request that somebody has dealt with.
    fn settled(self) -> Refused {
        match self {
            Self::Approved(decision)
            | Self::Rejected(decision)
            | Self::Activated {
                decision: Some(decision),
                ..
            } => Refused::AlreadyDecided(decision),
            Self::Activated { at, decision: None } => Refused::AlreadyActivated { at },
            Self::Withdrawn { at } => Refused::AlreadyWithdrawn { at },
            Self::Expired { at } => Refused::AlreadyExpired { at },
            Self::Unproven { .. } | Self::Waiting { .. } => Refused::NotDecided,
        }
    }
}
