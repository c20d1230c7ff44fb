//! The words for what the history keeps of clients.

use crate::tr;

/// What was done with a client.
pub(super) fn client_action(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "client.created" => tr!(clients.history_created),
        "client.changed" => tr!(clients.history_changed),
        "client.switched_on" => tr!(clients.history_switched_on),
        "client.switched_off" => tr!(clients.history_switched_off),
        "client.logo_changed" => tr!(clients.history_logo_changed),
        "client.logo_removed" => tr!(clients.history_logo_removed),
        "client.deleted" => tr!(clients.history_deleted),
        "client.secret_made" => tr!(clients.history_secret_made),
        "client.invited" => tr!(clients.history_invited),
        "signing_key.made" => tr!(clients.history_key_made),
        _ => return None,
    })
}

/// A field of a client that nothing else has.
pub(super) fn client_field(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "policy_uri" => tr!(clients.policy_uri),
        "tos_uri" => tr!(clients.tos_uri),
        "colour" => tr!(clients.colour),
        "auth_method" => tr!(clients.auth_method),
        "public_keys" => tr!(clients.public_keys),
        "response_types" => tr!(clients.response_types),
        "grant_types" => tr!(clients.grant_types),
        "redirect_uris" => tr!(clients.redirect_uris),
        "post_logout_redirect_uris" => tr!(clients.post_logout_redirect_uris),
        "trusted" => tr!(clients.trusted),
        "back_channel_logout_uri" => tr!(clients.back_channel_logout_uri),
        "front_channel_logout_uri" => tr!(clients.front_channel_logout_uri),
        "id_token_algorithm" => tr!(clients.id_token_algorithm),
        "access_token_minutes" => tr!(clients.access_token_minutes),
        "refresh_token_days" => tr!(clients.refresh_token_days),
        "sector_identifier" => tr!(clients.sector_identifier),
        "overlap" => tr!(clients.overlap),
        "algorithm" => tr!(clients.id_token_algorithm),
        _ => return None,
    })
}
