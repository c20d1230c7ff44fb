//! Every table of the shop: each row a named case, the full cross product as one reviewed snapshot, and the
//! properties that must hold whatever the facts are.
//!
//! A snapshot that differs is a decision that changed: compare it with the specification before accepting it.

mod support;

mod account_match;
mod approval_state;
mod bad_input;
mod bot_check;
mod change_address;
mod change_password;
mod claims;
mod client_claims;
mod client_colours;
mod client_faults;
mod client_form;
mod client_logout;
mod client_registration;
mod client_requests;
mod client_steps;
mod client_tokens;
mod clients;
mod conformance;
mod customers;
mod duplicates;
mod email_domains;
mod home_realm;
mod ids_and_time;
mod key_rotation;
mod linking;
mod login_mode;
mod login_password;
mod logout_plan;
mod mails;
mod passwords;
mod properties;
mod provider_rules;
mod provider_settings;
mod provider_warnings;
mod registration;
mod rejection;
mod request_search;
mod return_to;
mod roles;
mod second_factor;
mod sessions;
mod settings_lockout;
mod staff;
mod stored_enums;
mod terms_gate;
mod tries;
mod values;
mod ways_in;
