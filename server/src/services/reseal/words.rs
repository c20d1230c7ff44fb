//! What people at the console call what is sealed, and what they can do where it does not open any more.

use storage::sealed::Column;

/// What the texts of a column are.
pub const fn called(column: Column) -> &'static str {
    match column {
        Column::ProviderSecret => "secrets at providers",
        Column::ProviderKey => "our own keys for providers",
        Column::SigningKey => "signing keys",
        Column::ClientSecret => "new secrets of applications",
        Column::RecaptchaSecret => "secret key of reCAPTCHA",
        Column::AppSecret => "authenticator apps",
        Column::NewAppSecret => "authenticator apps that are being set up",
        Column::RecoveryCodes => "recovery codes that are being noted",
        Column::SessionIdToken => "ID tokens of sessions",
        Column::Verifier => "sign-ins at providers that are under way",
        Column::PendingIdToken => "sign-ins that wait for the proof of an address",
    }
}

/// What to do about a text of the column that does not open.
pub const fn remedy(column: Column) -> &'static str {
    match column {
        Column::ProviderSecret => "enter it again at /office/providers",
        Column::ProviderKey => {
            "make a new key for that provider: at /office/providers, save it with another client authentication, then \
             with our own key again"
        }
        Column::SigningKey => "`portico keys rotate --now` makes others",
        Column::ClientSecret => {
            "make a new secret of that application at /office/clients if nobody noted it; it goes by itself within two \
             hours"
        }
        Column::RecaptchaSecret => "enter it again at /office/settings/bot-check",
        Column::AppSecret => {
            "take that second factor away, so that its owner sets it up again: `portico staff reset-factor` for staff, \
             their page at /office/customers for customers"
        }
        Column::NewAppSecret | Column::RecoveryCodes => "it goes by itself within two hours",
        Column::SessionIdToken => "it goes by itself, with the session",
        Column::Verifier | Column::PendingIdToken => "it goes by itself within two days",
    }
}
