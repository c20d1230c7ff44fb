//! The contract of the storage crate: the same bodies run on SQLite and on PostgreSQL.
//!
//! PostgreSQL is found through `PORTICO_TEST_POSTGRES`, the URL of a role that may create databases; each test
//! makes one of its own and drops it. `cargo xtask test storage` starts a server for this and sets the variable.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod contract {
    #[macro_use]
    pub mod support;

    mod account_links;
    mod accounts;
    mod attempts;
    mod authorize_requests;
    mod bot_proofs;
    mod client_assertions;
    mod client_logouts;
    mod client_logouts_past;
    mod client_logouts_turns;
    mod clients;
    mod customer_list;
    mod customers;
    mod database;
    mod devices;
    mod grants;
    mod history;
    mod housekeeping;
    mod identities;
    mod legal_drafts;
    mod links;
    mod logout_tokens;
    mod mails;
    mod plan;
    mod policies;
    mod provider_parts;
    mod providers;
    mod receipts;
    mod registration_requests;
    mod registration_tokens;
    mod request_queue;
    mod roles;
    mod round_trip;
    mod sealed;
    mod second_factor;
    mod sessions;
    mod settings;
    mod shop;
    mod signing_keys;
    mod staff;
    mod way_in_invitations;
    mod ways_in;
    mod ways_in_rule;
}
