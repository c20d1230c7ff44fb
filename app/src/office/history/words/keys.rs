//! The words for what the history keeps of the keys that encrypt: how many secrets of which kind one sealed again.

use crate::tr;

/// What was done with a key that encrypts.
pub(super) fn key_action(stored: &str) -> Option<&'static str> {
    (stored == "secrets.sealed_again").then(|| tr!(history.sealed_again))
}

/// A kind of secrets, by the column that holds them.
pub(super) fn sealed_field(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "providers.client_secret" => tr!(history.sealed_provider_secrets),
        "provider_keys.private_key" => tr!(history.sealed_provider_keys),
        "signing_keys.private_key" => tr!(clients.history_kind_key),
        "client_secrets.shown" => tr!(history.sealed_client_secrets),
        "policies.value" => tr!(history.sealed_recaptcha),
        "second_factors.app_secret" => tr!(history.sealed_apps),
        "factor_steps.secret" => tr!(history.sealed_new_apps),
        "factor_steps.codes" => tr!(history.sealed_codes),
        "sessions.id_token" => tr!(history.sealed_sessions),
        "attempts.verifier" => tr!(history.sealed_sign_ins),
        "attempts.pending" => tr!(history.sealed_pending),
        _ => return None,
    })
}
