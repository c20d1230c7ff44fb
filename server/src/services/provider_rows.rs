//! Small readings of a provider's row that several use cases share.

use super::{Outcome, Trouble};
use crate::{
    providers::{assertion::ClientKey, config::ProviderConfig, discovery::Metadata},
    state::Portico,
};
use app::api::ApiError;
use domain::{
    providers::{ClaimMapping, ClientAuth},
    values::Language,
};
use storage::{
    Tx,
    providers::{Provider, keys},
    sealed::Column,
};

/// The button's label in a language; the name where none is given.
pub fn label(provider: &Provider, language: Language) -> String {
    let label = provider.labels.get(language);
    if label.is_empty() {
        provider.name.clone()
    } else {
        label.clone()
    }
}

/// Where a sign-in through it begins.
pub fn start_path(provider: &Provider) -> String {
    format!("/providers/{}/start", provider.slug)
}

/// The page that goes on to where a sign-in begins, if `path` is such a place.
pub fn by_a_page(path: &str) -> Option<String> {
    let (slug, rest) = path.strip_prefix("/providers/")?.split_once('/')?;
    let query = rest.strip_prefix("start")?;
    Some(format!("/providers/{slug}/leave{query}"))
}

/// A page that goes on to it by itself: a redirect out of a POST would be stopped by `form-action`.
pub fn leave_path(provider: &Provider) -> String {
    format!("/providers/{}/leave", provider.slug)
}

/// Address of its logo, which changes with the picture.
pub fn logo(provider: &Provider) -> Option<String> {
    let hash = provider.logo.as_ref()?;
    Some(format!("/providers/{}/logo/{hash}", provider.slug))
}

/// Its redirect URI: one for each provider.
pub fn redirect_uri(portico: &Portico, slug: &str) -> String {
    portico
        .config
        .server
        .public_url
        .join(&format!("/providers/{slug}/callback"))
}

/// Where it sends the browser after a logout.
pub fn post_logout_redirect_uri(portico: &Portico, slug: &str) -> String {
    portico
        .config
        .server
        .public_url
        .join(&format!("/providers/{slug}/logged-out"))
}

/// Where it finds our public keys.
pub fn jwks_uri(portico: &Portico, slug: &str) -> String {
    portico
        .config
        .server
        .public_url
        .join(&format!("/providers/{slug}/jwks.json"))
}

/// What the OpenID client needs to exchange a code: [`config`], and our own key where that proves who we are.
pub async fn config_with_key(portico: &Portico, provider: &Provider) -> Outcome<ProviderConfig> {
    let mut config = config(portico, provider)?;
    if provider.client_auth == ClientAuth::PrivateKeyJwt {
        let mut conn = portico.database.read().await?;
        let stored = keys::of(&mut conn, provider.id).await?;
        let stored = stored.ok_or(Trouble(ApiError::Internal))?;
        let place = Column::ProviderKey.place(provider.id);
        let secret = portico.keyring.open_sealed(&place, &stored.private_key)?;
        let key = ClientKey::from_secret(stored.algorithm, &secret).map_err(|error| {
            tracing::error!(provider = %provider.slug, %error, "our key for the provider can't be read");
            Trouble(ApiError::Internal)
        })?;
        config.client_key = Some(key);
    }
    Ok(config)
}

/// What the OpenID client needs to know of it, but for our own key.
pub fn config(portico: &Portico, provider: &Provider) -> Outcome<ProviderConfig> {
    let secret = match &provider.client_secret {
        Some(sealed) => {
            let place = Column::ProviderSecret.place(provider.id);
            Some(portico.keyring.open_sealed(&place, sealed)?)
        }
        None => None,
    };
    let redirect_uri = url::Url::parse(&redirect_uri(portico, &provider.slug)).map_err(|error| {
        tracing::error!(%error, "the public URL gives no redirect URI");
        Trouble(ApiError::Internal)
    })?;
    Ok(ProviderConfig {
        slug: provider.slug.clone(),
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        client_auth: provider.client_auth,
        client_secret: secret,
        client_key: None,
        scopes: provider.scopes.split_whitespace().map(str::to_owned).collect(),
        pkce: provider.pkce,
        redirect_uri,
        extra: provider.authorize_parameters.clone(),
        wanted_claims: wanted_claims(&provider.claims),
    })
}

/// Names of the claims that choose the row of a table: userinfo is asked when one of them is missing. What else it
/// knows is taken then, but phone and language alone are worth no request at every sign-in.
fn wanted_claims(mapping: &ClaimMapping) -> Vec<String> {
    let fields = [&mapping.email, &mapping.account_code];
    let named = fields.into_iter().flatten().map(|field| field.claim.clone());
    named
        .chain([mapping.subject.clone(), "email_verified".to_owned()])
        .collect()
}

/// The discovery document that was checked last.
pub fn stored_metadata(provider: &Provider) -> Option<Metadata> {
    provider
        .metadata
        .clone()
        .and_then(|value| serde_json::from_value(value).ok())
}

/// Keeps a discovery document that was just fetched and checked: for the next sign-in, for the logout's offer, and for
/// the other replicas.
pub async fn keep_metadata(tx: &mut Tx, id: domain::ids::ProviderId, metadata: &Metadata) -> Outcome<()> {
    let json = serde_json::to_value(metadata).map_err(|error| {
        tracing::error!(%error, "a discovery document can't be kept");
        Trouble(ApiError::Internal)
    })?;
    let offers_logout = metadata.end_session_endpoint.is_some();
    let fetched_at = metadata.fetched_at;
    Ok(storage::providers::set_metadata(tx, id, &metadata.issuer, &json, offers_logout, fetched_at).await?)
}
