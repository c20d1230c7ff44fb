//! The client as a whole: one for the process, shared by every sign-in.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::time::{Clock, Span};
use oauth2::TokenResponse;
use openidconnect::{
    AccessToken, JsonWebKey,
    core::{CoreJsonWebKey, CoreJsonWebKeyUse},
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    callback::{Answer, BadAnswer, CallbackFault, CallbackQuery, Expected, SignedIn},
    config::ProviderConfig,
    discovery::{self, DiscoveryFault, Metadata},
    exchange,
    http::HttpClient,
    id_token::{Check, Checked},
    jwks::KeyCache,
    jws::Jws,
    logout_token::{LogoutToken, LogoutTokenFault, Unchecked},
    userinfo,
};
use crate::crypto::Entropy;

/// While a provider's discovery is down, a stale copy serves this long before it is asked again.
const RETRY_AFTER: Span = Span::minutes(1);

/// Talks to the providers and remembers their metadata and keys in memory.
pub struct OpenIdClient {
    http: HttpClient,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    metadata: Mutex<HashMap<String, Metadata>>,
    keys: KeyCache,
}

impl OpenIdClient {
    /// A client that remembers nothing yet.
    pub fn new(http: HttpClient, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            http,
            clock,
            entropy,
            metadata: Mutex::default(),
            keys: KeyCache::default(),
        }
    }

    /// The program's HTTP client.
    pub fn http(&self) -> &HttpClient {
        &self.http
    }

    /// Fetches and checks the discovery document of `issuer`, always: for the moment when a provider is saved.
    pub async fn discover(&self, issuer: &str) -> Result<Metadata, DiscoveryFault> {
        let metadata = discovery::fetch(&self.http, issuer, self.clock.now()).await?;
        self.remember(metadata.clone());
        Ok(metadata)
    }

    /// The metadata for a sign-in: from memory or `stored` (the provider's row), whichever is newer, while fresh;
    /// else fetched again. A stale copy serves while the provider's discovery is unreachable or unreadable.
    pub async fn metadata(&self, issuer: &str, stored: Option<Metadata>) -> Result<Metadata, DiscoveryFault> {
        let now = self.clock.now();
        let remembered = self
            .metadata
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(issuer)
            .cloned();
        let stored = stored.filter(|metadata| metadata.issuer == issuer);
        let known = [remembered, stored]
            .into_iter()
            .flatten()
            .max_by_key(|metadata| (metadata.fetched_at, metadata.fresh_until));
        if let Some(fresh) = known.as_ref().filter(|metadata| now < metadata.fresh_until) {
            return Ok(fresh.clone());
        }
        match (self.discover(issuer).await, known) {
            (Err(fault), Some(mut stale)) if fault.may_pass() => {
                tracing::warn!(
                    issuer,
                    %fault,
                    "discovery could not be refreshed; the last document serves for now"
                );
                stale.fresh_until = now.plus(RETRY_AFTER);
                self.remember(stale.clone());
                Ok(stale)
            }
            (answer, _) => answer,
        }
    }

    /// Everything between the callback and a person: the `iss` parameter, the exchange of the code, every check of
    /// the ID token, userinfo if a mapped claim is missing.
    ///
    /// The caller has matched `query.state` with an unused attempt of this very browser, and used it up. After
    /// an error in `query` nothing is sent to the provider.
    pub async fn finish(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
        query: &CallbackQuery,
        expected: &Expected,
    ) -> Result<SignedIn, CallbackFault> {
        let answer = self.try_finish(config, metadata, query, expected).await;
        if let Err(fault) = &answer {
            tracing::warn!(provider = %config.slug, %fault, "provider sign-in failed");
        }
        answer
    }

    async fn try_finish(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
        query: &CallbackQuery,
        expected: &Expected,
    ) -> Result<SignedIn, CallbackFault> {
        query.check_issuer(config, metadata)?;
        let code = match &query.answer {
            Answer::Code(code) => code,
            Answer::Error(error) => return Err(error.fault()),
        };
        let assertion = config.client_key.as_ref().map(|key| {
            let audience = metadata.token_endpoint.as_str();
            key.assertion(&config.client_id, audience, self.clock.now(), &*self.entropy)
        });
        let tokens = exchange::redeem(&self.http, config, metadata, code, expected, assertion).await?;
        let id_token = tokens
            .extra_fields()
            .id_token
            .clone()
            .ok_or(BadAnswer::NoIdToken)?;
        let access_token = tokens.access_token();
        let checked = self
            .check(config, metadata, expected, access_token, &id_token)
            .await?;
        let Checked {
            subject,
            mut claims,
            sid,
            auth_time,
            amr,
        } = checked;
        userinfo::complete(&self.http, config, metadata, access_token, &subject, &mut claims).await?;
        let issuer = config.issuer.clone();
        Ok(SignedIn {
            issuer,
            subject,
            claims,
            id_token,
            sid,
            auth_time,
            amr,
        })
    }

    /// Checks with the keys in memory; if none of them verifies, once more with fresh ones, since the provider may
    /// have changed them.
    async fn check(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
        expected: &Expected,
        access_token: &AccessToken,
        id_token: &SecretString,
    ) -> Result<Checked, CallbackFault> {
        let token = Jws::parse(id_token.expose_secret()).map_err(BadAnswer::from)?;
        let now = self.clock.now();
        let check = Check {
            config,
            metadata,
            expected,
            access_token,
            now,
        };
        let keys = self.keys.get(&self.http, &metadata.jwks_uri, now).await?;
        let outcome = check.run(&token, &keys);
        if let Err(BadAnswer::UnknownKey | BadAnswer::Signature) = outcome
            && let Some(keys) = self.keys.refreshed(&self.http, &metadata.jwks_uri, now).await?
        {
            return Ok(check.run(&token, &keys)?);
        }
        Ok(outcome?)
    }

    /// Every check of a logout token (Back-Channel Logout 1.0, section 2.6) but whether it was seen before. Fresh keys
    /// are asked for as for an ID token; the provider is not asked anything about what is no token at all.
    ///
    /// # Errors
    /// `CallbackFault` when the provider's metadata or keys can't be had; inside, what is wrong with the token.
    pub async fn logout_token(
        &self,
        config: &ProviderConfig,
        stored: Option<Metadata>,
        token: &str,
    ) -> Result<Result<LogoutToken, LogoutTokenFault>, CallbackFault> {
        use LogoutTokenFault::{Signature, UnknownKey};
        let now = self.clock.now();
        let token = match Unchecked::parse(token) {
            Ok(token) => token,
            Err(fault) => return Ok(Err(fault)),
        };
        let metadata = self.metadata(&config.issuer, stored).await?;
        let keys = self.keys.get(&self.http, &metadata.jwks_uri, now).await?;
        let outcome = token.check(config, &metadata, &keys, now);
        if let Err(UnknownKey | Signature) = outcome
            && let Some(keys) = self.keys.refreshed(&self.http, &metadata.jwks_uri, now).await?
        {
            return Ok(token.check(config, &metadata, &keys, now));
        }
        Ok(outcome)
    }

    /// Fetches the keys of a provider anew, for the periodic look.
    ///
    /// # Errors
    /// `Unreachable`, or `BadAnswer::Keys` when they can't be read or none of them is for signatures.
    pub async fn refresh_keys(&self, metadata: &Metadata) -> Result<(), CallbackFault> {
        let keys = self
            .keys
            .fetch(&self.http, &metadata.jwks_uri, self.clock.now())
            .await?;
        let signs = |key: &CoreJsonWebKey| key.key_use() != Some(&CoreJsonWebKeyUse::Encryption);
        if keys.keys().iter().any(signs) {
            Ok(())
        } else {
            Err(BadAnswer::Keys.into())
        }
    }

    fn remember(&self, metadata: Metadata) {
        let mut known = self.metadata.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(metadata.issuer.clone(), metadata);
    }
}
