//! What was answered survives a `kill -9`: the real program, a real file, a real mail server.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod durability {
    mod kill;
    mod mail_server;
    mod program;
}
