//! HTTP through the real router, in process: with a clock that the test turns, a mailbox and a fake provider. The
//! files mirror the URL tree.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

mod http {
    mod account_address;
    mod account_links;
    mod account_logins;
    mod account_profile;
    mod account_security;
    mod account_sessions;
    mod activate;
    mod apply;
    mod apply_samples;
    mod assets;
    mod back_channel_logout;
    mod bot_check;
    mod claim_rules;
    mod csrf;
    mod database_away;
    mod doctor;
    mod doctor_mail;
    mod equal_work;
    mod errors;
    mod forgot;
    mod headers;
    mod health;
    mod home_realm;
    mod language;
    mod linking_proof;
    mod linking_table;
    mod login;
    mod logout;
    mod office_customers;
    mod office_history;
    mod office_invitation;
    mod office_lockout;
    mod office_login;
    mod office_mails;
    mod office_mails_list;
    mod office_providers;
    mod office_providers_extras;
    mod office_queue;
    mod office_rehearsal;
    mod office_request;
    mod office_requests;
    mod office_second_factor;
    mod office_settings;
    mod office_settings_bot_check;
    mod office_settings_domains;
    mod office_settings_passwords;
    mod office_settings_roles;
    mod office_settings_sessions;
    mod office_settings_texts;
    mod office_staff;
    mod office_staff_access;
    mod pages;
    mod provider_health;
    mod providers;
    mod providers_faults;
    mod providers_linking;
    mod providers_table;
    mod races;
    mod register;
    mod register_status;
    mod register_table;
    mod request_lifetimes;
    mod reset;
    mod second_factor;
    mod second_factor_account;
    mod second_factor_mail;
    mod second_factor_required;
    mod sessions;
    mod ui_session;
}
