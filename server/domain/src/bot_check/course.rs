//! What a proof, or its absence, leads to.

/// What a form brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Nothing: the browser runs no scripts, or was too quick.
    Missing,
    /// It holds.
    Right,
    /// It does not hold, was used before, or its time is over.
    Wrong,
    /// Who could tell is not there.
    Unchecked,
}

/// How a form goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// As any form.
    Free,
    /// With a stricter budget of tries. Registering proves the address by mail in any case.
    Slow,
    /// Not at all; the person is told.
    Refused,
}

/// Decides it. A browser without scripts can bring no proof, so its absence locks nobody out.
pub const fn course(needed: bool, proof: Proof) -> Course {
    match (needed, proof) {
        (false, _) | (true, Proof::Right) => Course::Free,
        (true, Proof::Missing | Proof::Unchecked) => Course::Slow,
        (true, Proof::Wrong) => Course::Refused,
    }
}
