//! Mails as staff see them: what they are for and what became of them, never their links.

use crate::tr;
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
        "password_removed" => tr!(mails.template_password_removed),
        "account_closed" => tr!(mails.template_account_closed),
        "account_opened" => tr!(mails.template_account_opened),
        "second_factor_code" => tr!(mails.template_second_factor_code),
        "second_factor_changed" => tr!(mails.template_second_factor_changed),
        "way_in" => tr!(mails.template_way_in),
        "staff_invitation" => tr!(mails.template_staff_invitation),
        _ => return template,
    };
    words.to_owned()
}

/// Where a mail stands, in a word and a colour.
#[component]
pub fn MailBadge(status: String) -> impl IntoView {
    let (tone, text) = match status.as_str() {
        "queued" => ("warning", tr!(mails.status_queued)),
        "sent" => ("success", tr!(mails.status_sent)),
        _ => ("danger", tr!(mails.status_failed)),
    };
    view! { <span class=format!("badge {tone}")>{text}</span> }
}
