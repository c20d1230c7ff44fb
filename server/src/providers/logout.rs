//! The way out for good: RP-Initiated Logout 1.0. Back-channel logout is in `logout_token`.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{config::ProviderConfig, discovery::Metadata};

/// The provider's end of session for a global logout; `None` if it offers none.
///
/// `return_to` is `{public URL}/providers/{slug}/logged-out`, registered at the provider; `state` finds the
/// receipt when the browser comes back. The URL carries the ID token, so it belongs into no log.
pub fn end_session_url(
    config: &ProviderConfig,
    metadata: &Metadata,
    id_token_hint: Option<&SecretString>,
    return_to: &Url,
    state: &str,
) -> Option<Url> {
    let mut url = metadata.end_session_endpoint.clone()?;
    let mut query = url.query_pairs_mut();
    if let Some(hint) = id_token_hint {
        query.append_pair("id_token_hint", hint.expose_secret());
    }
    query
        .append_pair("client_id", &config.client_id)
        .append_pair("post_logout_redirect_uri", return_to.as_str())
        .append_pair("state", state);
    drop(query);
    Some(url)
}
