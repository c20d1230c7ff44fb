//! The words for mails, their states, and what a mail server answers.

use crate::tr;
use domain::mails::{Meaning, NotAgain, Status};
use leptos::prelude::*;

/// What a mail is for, by its template; the template's own name where there are no words.
pub fn template_name(template: String) -> String {
    let words = match template.as_str() {
        "activate" => tr!(mails.template_activate),
        "address_known" => tr!(mails.template_address_known),
        "reset" => tr!(mails.template_reset),
        "request_received" => tr!(mails.template_request_received),
        "request_new" => tr!(mails.template_request_new),
        "approved" => tr!(mails.template_approved),
        "rejected" => tr!(mails.template_rejected),
        "prove_address" => tr!(mails.template_prove_address),
        "password_changed" => tr!(mails.template_password_changed),
        "new_device" => tr!(mails.template_new_device),
        "provider_warning" => tr!(mails.template_provider_warning),
        "password_dropped" => tr!(mails.template_password_dropped),
        "change_address" => tr!(mails.template_change_address),
        "address_changed" => tr!(mails.template_address_changed),
        "address_followed" => tr!(mails.template_address_followed),
        "address_differs" => tr!(mails.template_address_differs),
        "login_connected" => tr!(mails.template_login_connected),
        "login_disconnected" => tr!(mails.template_login_disconnected),
        "application_revoked" => tr!(mails.template_application_revoked),
        "password_removed" => tr!(mails.template_password_removed),
        "account_closed" => tr!(mails.template_account_closed),
        "account_opened" => tr!(mails.template_account_opened),
        "second_factor_code" => tr!(mails.template_second_factor_code),
        "second_factor_changed" => tr!(mails.template_second_factor_changed),
        "way_in" => tr!(mails.template_way_in),
        "staff_access_changed" => tr!(mails.template_staff_access_changed),
        "staff_invitation" => tr!(mails.template_staff_invitation),
        _ => return template,
    };
    words.to_owned()
}

/// Where a mail stands.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Queued => tr!(mails.status_queued),
        Status::Sent => tr!(mails.status_sent),
        Status::Failed => tr!(mails.status_failed),
    }
}

/// Why a mail did not leave.
pub fn meaning_text(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::NoMailbox => tr!(mails.meaning_no_mailbox),
        Meaning::MailboxFull => tr!(mails.meaning_mailbox_full),
        Meaning::Unwanted => tr!(mails.meaning_unwanted),
        Meaning::Later => tr!(mails.meaning_later),
        Meaning::Locked => tr!(mails.meaning_locked),
        Meaning::Silent => tr!(mails.meaning_silent),
        Meaning::Other => tr!(mails.meaning_other),
    }
}

/// Why a mail is not sent again.
pub fn not_again_text(why: NotAgain) -> &'static str {
    match why {
        NotAgain::UnderWay => tr!(mails.not_again_under_way),
        NotAgain::Copied => tr!(mails.not_again_copied),
        NotAgain::CodeIsOver => tr!(mails.not_again_code),
        NotAgain::Outdated => tr!(mails.not_again_outdated),
        NotAgain::OtherAddress => tr!(mails.not_again_other_address),
    }
}

/// Where a mail stands, in a word and a colour.
#[component]
pub fn MailBadge(
    /// Stored name of the state.
    status: String,
) -> impl IntoView {
    let status = status.parse::<Status>().ok()?;
    let tone = match status {
        Status::Queued => "warning",
        Status::Sent => "success",
        Status::Failed => "danger",
    };
    Some(view! { <span class=format!("badge {tone}")>{status_name(status)}</span> })
}
