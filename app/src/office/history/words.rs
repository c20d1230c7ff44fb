//! The words for what the history keeps.

mod clients;
mod keys;

use crate::{
    office::{
        clients::{auth_method_words, overlap_words},
        customers::status_name,
        mails::template_name,
        providers::rule_words,
        requests::status_text,
        settings::{demand_words, method_name, profile_name},
        staff::role_name,
    },
    tr,
};
use clients::{client_action, client_field};
use domain::{approvals::Status, password::Profile, providers::Rule, staff::Role, values::Language};
use keys::{key_action, sealed_field};

/// What was done, in words; the stored name where there are none.
pub fn action(stored: String) -> String {
    let words = match stored.as_str() {
        "settings.changed" => tr!(office.history_settings_changed),
        "provider.created" => tr!(office.history_provider_created),
        "provider.changed" => tr!(office.history_provider_changed),
        "provider.enabled" => tr!(office.history_provider_enabled),
        "provider.disabled" => tr!(office.history_provider_disabled),
        "provider.shown" => tr!(office.history_provider_shown),
        "provider.hidden" => tr!(office.history_provider_hidden),
        "provider.logo_changed" => tr!(office_providers.history_logo_changed),
        "provider.logo_removed" => tr!(office_providers.history_logo_removed),
        "provider.moved" => tr!(office_providers.history_moved),
        "provider.deleted" => tr!(office_providers.history_deleted),
        "request.submitted" => tr!(office.history_request_submitted),
        "request.proven" => tr!(office.history_request_proven),
        "request.approved" => tr!(office.history_request_approved),
        "request.rejected" => tr!(office.history_request_rejected),
        "request.corrected" => tr!(requests.history_corrected),
        "request.assigned" => tr!(requests.history_assigned),
        "request.undone" => tr!(requests.history_undone),
        "request.withdrawn" => tr!(office.history_request_withdrawn),
        "request.expired" => tr!(office.history_request_expired),
        "request.erased" => tr!(office.history_request_erased),
        "request.activated" => tr!(office.history_request_activated),
        "customer.created" => tr!(office.history_customer_created),
        "customer.activated" => tr!(office.history_customer_activated),
        "customer.taken_over" => tr!(office.history_customer_taken_over),
        "customer.disabled" => tr!(office.history_customer_disabled),
        "customer.enabled" => tr!(office.history_customer_enabled),
        "customers.invited" => tr!(office.history_customers_invited),
        "sessions.ended" => tr!(office.history_sessions_ended),
        "mail.sent_again" => tr!(mails.history_sent_again),
        "link.sent" => tr!(office.history_link_sent),
        "session.began" => tr!(office.history_customer_signed_in),
        "session.ended" => tr!(office.history_customer_signed_out),
        "profile.followed" => tr!(identities.history_profile_followed),
        "address.followed" => tr!(identities.history_address_followed),
        "address.differs" => tr!(identities.history_address_differs),
        "account.unlinked" => tr!(identities.history_account_unlinked),
        "account.linked" => tr!(identities.history_account_linked),
        "identity.disconnected" => tr!(identities.history_identity_disconnected),
        "password.removed" => tr!(identities.history_password_removed),
        "session.ended_elsewhere" => tr!(sessions.history_ended_elsewhere),
        "session.ended_everywhere_else" => tr!(sessions.history_ended_everywhere_else),
        "session.ended_by_provider" => tr!(sessions.history_ended_by_provider),
        "consent.given" => tr!(consent.history_given),
        "consent.taken_back" => tr!(consent.history_taken_back),
        "identity.connected" => tr!(office.history_identity_connected),
        "address.changed" => tr!(office.history_address_changed),
        "password.changed" => tr!(office.history_password_changed),
        "password.reset" => tr!(office.history_password_reset),
        "profile.changed" => tr!(office.history_profile_changed),
        "role.created" => tr!(roles.history_created),
        "role.changed" => tr!(roles.history_changed),
        "role.deleted" => tr!(roles.history_deleted),
        "customer.role_changed" => tr!(roles.history_given),
        "text.published" => tr!(texts.history_published),
        "second_factor.set_up" => tr!(office.history_factor_set_up),
        "second_factor.method_dropped" => tr!(office.history_factor_dropped),
        "second_factor.turned_off" => tr!(office.history_factor_off),
        "second_factor.reset" => tr!(office.history_factor_reset),
        "second_factor.codes_made" => tr!(office.history_factor_codes),
        "second_factor.code_used" => tr!(office.history_factor_code_used),
        "second_factor.browser_remembered" => tr!(office.history_browser_remembered),
        "second_factor.browser_forgotten" => tr!(office.history_browser_forgotten),
        "staff.invited" => tr!(office.history_staff_invited),
        "staff.invitation_withdrawn" => tr!(staff.history_withdrawn),
        "staff.roles_changed" => tr!(staff.history_roles),
        "staff.closed" => tr!(staff.history_closed),
        "staff.opened" => tr!(staff.history_opened),
        "staff.tries_given_back" => tr!(staff.history_tries),
        "staff.sessions_ended" => tr!(staff.history_sessions),
        "staff.created" => tr!(office.history_staff_created),
        "staff.signed_in" => tr!(office.history_staff_signed_in),
        "staff.signed_out" => tr!(office.history_staff_signed_out),
        _ => return further_action(&stored).map_or(stored, str::to_owned),
    };
    words.to_owned()
}

/// A field's name as the pages call it; the stored name of others.
pub fn field(stored: String) -> String {
    let words = match stored.as_str() {
        "customer_accounts" => tr!(office.setting_customer_accounts),
        "local_sign_in" => tr!(office.setting_local_sign_in),
        "local_registration" => tr!(office.setting_local_registration),
        "approval" => tr!(office.setting_approval),
        "name" => tr!(office.provider_name),
        "slug" => tr!(office.provider_slug),
        "issuer" => tr!(office.provider_issuer),
        "client_id" => tr!(office.provider_client_id),
        "client_auth" => tr!(office.provider_client_auth),
        "client_secret" | "has_secret" => tr!(office.provider_client_secret),
        "scopes" => tr!(office.provider_scopes),
        "logo" => tr!(office.logo),
        "position" => tr!(office_providers.position),
        "domains" => tr!(office_providers.domains),
        "secret_expires_on" => tr!(office_providers.secret_expires_on),
        "authorize_parameters" => tr!(office_providers.authorize_parameters),
        "account" | "account_code_claim" | "claim_account_code" => tr!(office.provider_claim_account_code),
        "rule_email" | "rule_given_name" | "rule_family_name" | "rule_phone" | "rule_language" => {
            return format!(
                "{}: {}",
                tr!(identities.rules_heading),
                field(stored.replace("rule_", "claim_"))
            );
        }
        "claim_subject" => tr!(office_providers.claim_subject),
        "claim_full_name" => tr!(office_providers.claim_full_name),
        "claim_language" => tr!(office_providers.claim_language),
        "account_code_controlled" => tr!(office.provider_account_code_controlled),
        "trusts_email_verified" => tr!(office.provider_trusts_email),
        "pkce" => tr!(office.provider_pkce),
        "enabled" => tr!(office.provider_enabled),
        "visible" => tr!(office.provider_visible),
        "provider" => tr!(office.history_field_provider),
        "status" | "customer_status" => tr!(office.column_status),
        "customers" => tr!(customers.heading),
        "sessions" => tr!(office.history_field_sessions),
        "active" => tr!(staff.active),
        "mail" => tr!(office.history_field_mail),
        "corrected" => tr!(requests.field_corrected),
        "assigned_to" => tr!(requests.assigned),
        "decided_by" => tr!(requests.field_decided_by),
        "message" => tr!(office.request_message),
        "roles" => tr!(office.history_field_roles),
        "given_name" | "claim_given_name" => tr!(common.given_name),
        "family_name" | "claim_family_name" => tr!(common.family_name),
        "company" => tr!(common.company),
        "email" | "address" | "claim_email" => tr!(common.email),
        "phone" | "claim_phone" => tr!(common.phone),
        "language" => tr!(office.request_language),
        "factor_method" => tr!(office.history_field_factor_method),
        "codes_left" => tr!(second_factor.codes_name),
        "factor_demand" => tr!(second_factor.settings_demand),
        "factor_from" => tr!(second_factor.settings_from),
        "factor_mail" => tr!(second_factor.method_mail),
        "factor_remember_days" => tr!(second_factor.settings_remember),
        "factor_roles" => tr!(second_factor.settings_staff),
        "allow" => tr!(domains.allow),
        "deny" => tr!(domains.deny),
        "profile" => tr!(passwords.profile),
        "min" => tr!(passwords.min),
        "upper" => tr!(passwords.upper),
        "lower" => tr!(passwords.lower),
        "digit" => tr!(passwords.digit),
        "special" => tr!(passwords.special),
        "refuse_common" => tr!(passwords.refuse_common),
        "time_zone" => tr!(profile.time_zone),
        "contact_by_email" => tr!(profile.contact_news),
        "contact_by_phone" => tr!(profile.contact_calls),
        "terms_version" => tr!(office.history_field_terms_version),
        "version" => tr!(texts.history_version),
        "label_en" => return label(Language::En),
        "label_de" => return label(Language::De),
        "label_el" => return label(Language::El),
        _ => return further_field(&stored).map_or(stored, str::to_owned),
    };
    words.to_owned()
}

/// A kind of thing, in words; the stored name where there are none.
pub fn kind_name(stored: String) -> String {
    let words = match stored.as_str() {
        "customer" => tr!(customers.title),
        "request" => tr!(office.requests_title),
        "provider" => tr!(office.nav_providers),
        "client" => tr!(clients.title),
        "signing_key" => tr!(clients.history_kind_key),
        "encryption_key" => tr!(history.kind_encryption_key),
        "settings" => tr!(office.settings_title),
        "staff" => tr!(staff.title),
        "link" => tr!(history.kind_link),
        "mail" => tr!(mails.title),
        "role" => tr!(roles.title),
        "text" => tr!(history.kind_text),
        _ => return stored,
    };
    words.to_owned()
}

/// What was done in an area with words of its own.
fn further_action(stored: &str) -> Option<&'static str> {
    client_action(stored).or_else(|| key_action(stored))
}

/// A field of an area with words of its own.
fn further_field(stored: &str) -> Option<&'static str> {
    role_field(stored)
        .or_else(|| session_field(stored))
        .or_else(|| client_field(stored))
        .or_else(|| sealed_field(stored))
}

/// A field of sessions, of their limits, and of what clients may know.
fn session_field(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "device" => tr!(sessions.history_device),
        "client" => tr!(consent.history_client),
        "idle_minutes" => tr!(sessions.limits_idle_minutes),
        "absolute_hours" => tr!(sessions.limits_absolute_hours),
        "kept_idle_days" => tr!(sessions.limits_kept_idle_days),
        "kept_absolute_days" => tr!(sessions.limits_kept_absolute_days),
        _ => return None,
    })
}

/// A field of roles, or of the bot check that they ask for.
fn role_field(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "role" => tr!(roles.of_customer),
        "default_role" => tr!(roles.make_default),
        "needs_bot_check" => tr!(roles.needs_bot_check),
        "method" => tr!(bot_check.method),
        "site_key" => tr!(bot_check.site_key),
        "secret_key" => tr!(bot_check.secret_key),
        "least_score" => tr!(bot_check.least_score),
        _ => return None,
    })
}

/// The button's label in one language.
fn label(language: Language) -> String {
    format!("{}: {}", tr!(office.provider_label), language.native_name())
}

/// A field's value as people say it; what is stored where there are no words.
pub fn value(field: &str, stored: String) -> String {
    let words = match (field, stored.as_str()) {
        (_, "" | "null") => Some("–".to_owned()),
        (_, "true" | "false") => Some(truth(field, stored == "true").to_owned()),
        ("status", name) => name.parse::<Status>().ok().map(|it| status_text(it).to_owned()),
        ("customer_status", name) => name.parse().ok().map(|it| status_name(it).to_owned()),
        ("mail", name) => Some(template_name(name.to_owned())),
        ("allow" | "deny", list) => {
            let domains: Vec<String> = serde_json::from_str(list).ok().unwrap_or_default();
            Some(if domains.is_empty() {
                "–".to_owned()
            } else {
                domains.join(", ")
            })
        }
        ("profile", name) => name.parse::<Profile>().ok().map(|it| profile_name(it).to_owned()),
        ("corrected", names) => {
            let names: Vec<_> = names
                .split(',')
                .map(|name| self::field(name.to_owned()))
                .collect();
            Some(names.join(", "))
        }
        ("factor_demand", name) => name.parse().ok().map(|it| demand_words(it).to_owned()),
        ("factor_remember_days", "0") => Some(tr!(second_factor.settings_never).to_owned()),
        ("factor_method", "app") => Some(tr!(second_factor.method_app).to_owned()),
        ("factor_method", "mail") => Some(tr!(second_factor.method_mail).to_owned()),
        ("roles" | "factor_roles", names) => {
            Some(names.split(',').map(role_named).collect::<Vec<_>>().join(", "))
        }
        ("language", code) => code
            .parse::<Language>()
            .ok()
            .map(|it| it.native_name().to_owned()),
        (_, rule) if field.starts_with("rule_") => {
            rule.parse::<Rule>().ok().map(|it| rule_words(it).to_owned())
        }
        ("auth_method", name) => name.parse().ok().map(|it| auth_method_words(it).to_owned()),
        ("overlap", name) => name.parse().ok().map(|it| overlap_words(it).to_owned()),
        ("method", name) => name.parse().ok().map(|it| method_name(it).to_owned()),
        ("client_secret" | "secret_key", "replaced") => Some(tr!(office.history_value_replaced).to_owned()),
        _ => None,
    };
    words.unwrap_or(stored)
}

/// A setting is on or off; what else can be so or not, is or is not.
fn truth(field: &str, holds: bool) -> &'static str {
    match (field, holds) {
        ("customer_accounts" | "local_sign_in" | "local_registration" | "approval", true) => tr!(common.on),
        ("customer_accounts" | "local_sign_in" | "local_registration" | "approval", false) => tr!(common.off),
        (_, true) => tr!(common.yes),
        (_, false) => tr!(common.no),
    }
}

/// A role by its stored name, which stays where it is no role.
fn role_named(name: &str) -> &str {
    match name.parse::<Role>() {
        Ok(known) => role_name(known),
        Err(_) => name,
    }
}
