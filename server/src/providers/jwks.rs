//! The keys of the providers, kept in memory (Core section 10.1.1: rotation of signing keys).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::time::{Span, Timestamp};
use http::StatusCode;
use openidconnect::core::CoreJsonWebKeySet;
use url::Url;

use super::{
    callback::{BadAnswer, CallbackFault, Silent},
    discovery::get,
    http::{HttpClient, HttpError, fresh_for},
};

/// A key that is not found makes us ask again, but not more often than this.
const REFRESH_AT_MOST_EVERY: Span = Span::seconds(30);
/// While the provider's key endpoint is down or tells nonsense, its last keys serve this long.
const STALE_FOR: Span = Span::days(1);

/// Key sets by their URL.
#[derive(Default)]
pub(super) struct KeyCache {
    entries: Mutex<HashMap<Url, Entry>>,
}

#[derive(Clone)]
struct Entry {
    keys: Arc<CoreJsonWebKeySet>,
    fetched_at: Timestamp,
    fresh_until: Timestamp,
}

impl KeyCache {
    /// The keys at `uri`, from memory while fresh.
    pub(super) async fn get(
        &self,
        http: &HttpClient,
        uri: &Url,
        now: Timestamp,
    ) -> Result<Arc<CoreJsonWebKeySet>, CallbackFault> {
        let known = self.entry(uri);
        if let Some(entry) = known.as_ref().filter(|entry| now < entry.fresh_until) {
            return Ok(Arc::clone(&entry.keys));
        }
        match (self.fetch(http, uri, now).await, known) {
            (Err(fault), Some(stale)) if now < stale.fetched_at.plus(STALE_FOR) => {
                tracing::warn!(%uri, %fault, "keys could not be refreshed; the last ones serve for now");
                Ok(stale.keys)
            }
            (answer, _) => answer,
        }
    }

    /// The keys fetched anew, because the ones in memory did not verify a token. `None` if they have just been fetched.
    pub(super) async fn refreshed(
        &self,
        http: &HttpClient,
        uri: &Url,
        now: Timestamp,
    ) -> Result<Option<Arc<CoreJsonWebKeySet>>, CallbackFault> {
        if self
            .entry(uri)
            .is_some_and(|entry| now < entry.fetched_at.plus(REFRESH_AT_MOST_EVERY))
        {
            return Ok(None);
        }
        self.fetch(http, uri, now).await.map(Some)
    }

    fn entry(&self, uri: &Url) -> Option<Entry> {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(uri)
            .cloned()
    }

    /// The keys fetched anew, whatever is in memory.
    pub(super) async fn fetch(
        &self,
        http: &HttpClient,
        uri: &Url,
        now: Timestamp,
    ) -> Result<Arc<CoreJsonWebKeySet>, CallbackFault> {
        let response = get(http, uri).await.map_err(|error| match error {
            HttpError::TooLarge => CallbackFault::BadAnswer(BadAnswer::Keys),
            _ => CallbackFault::Unreachable(Silent::Keys),
        })?;
        if response.status() != StatusCode::OK {
            return Err(CallbackFault::Unreachable(Silent::Keys));
        }
        let keys: CoreJsonWebKeySet =
            serde_json::from_slice(response.body()).map_err(|_| CallbackFault::BadAnswer(BadAnswer::Keys))?;
        let keys = Arc::new(keys);
        let fresh_until = now.plus(fresh_for(response.headers()));
        let entry = Entry {
            keys: Arc::clone(&keys),
            fetched_at: now,
            fresh_until,
        };
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(uri.clone(), entry);
        Ok(keys)
    }
}
