//! Configuration, crypto, mail, telemetry and jobs, below HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod foundation {
    mod config;
    mod fuzz_corpus;
    mod jobs;
    mod key_file;
    mod keyring;
    mod mails;
    mod outbox;
    mod passwords;
    mod provider_samples;
    mod refused;
    mod smtp;
    mod support;
    mod telemetry;
}
