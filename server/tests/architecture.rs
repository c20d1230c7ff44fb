//! The rules of the house that a program can check.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod architecture {
    mod arrows;
    mod catalogues;
    mod claims;
    mod files;
    mod sources;
}
