//! A customer who has not accepted the current terms can browse, see My Profile and leave (spec 01 §4).

/// Whether a customer may do everything.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Gate {
    /// The current terms are accepted.
    Open,
    /// My Profile opens and cannot be closed before they are.
    AcceptFirst,
}

/// Compares the accepted version with the current one. New terms ask again.
pub fn gate(accepted: Option<i64>, current: i64) -> Gate {
    if accepted.is_some_and(|version| version >= current) {
        Gate::Open
    } else {
        Gate::AcceptFirst
    }
}

/// Pages of the storefront that anybody may read.
const BROWSING: &[&str] = &[
    "/offers",
    "/terms",
    "/privacy",
    "/imprint",
    "/signed-out",
    "/robots.txt",
];
/// What stays open to every method: My Profile, which holds the acceptance, the way out, the language.
const ALWAYS: &[&str] = &["/account/profile", "/logout", "/language", "/providers"];

/// Whether a request passes while the terms are not accepted. `reads` is true for GET and HEAD. Sign-in pages
/// are not asked: the person is signed in. What is not named waits.
pub fn open_before_acceptance(path: &str, reads: bool) -> bool {
    let below = |root: &&str| {
        path.strip_prefix(*root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    ALWAYS.iter().any(below) || (reads && (path == "/" || BROWSING.iter().any(below)))
}
