//! Where the links in mails lead and how long they live.

use domain::time::Span;
use storage::links::Purpose;

/// How long a link lives, from the moment that its mail leaves (spec 01, sections 3 and 7).
pub fn lifetime(purpose: Purpose) -> Span {
    match purpose {
        Purpose::Activate | Purpose::ProveAddress | Purpose::ChangeAddress => Span::hours(24),
        Purpose::Reset => Span::hours(1),
        Purpose::Finish => Span::days(14),
        Purpose::StaffInvitation => Span::days(7),
    }
}

/// The page that the link opens, with `?token=` behind it. Opening it uses nothing up; its button does.
pub fn path(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Activate | Purpose::Finish => "/activate",
        Purpose::Reset => "/reset",
        Purpose::ProveAddress | Purpose::ChangeAddress => "/confirm-address",
        Purpose::StaffInvitation => "/office/invitation",
    }
}
