//! What was read or made a moment ago, in memory.

use std::sync::{Arc, Mutex, PoisonError};

use domain::time::{Span, Timestamp};

/// How long a replica goes by it before it looks again, and so how long what another one changed may take to be seen.
const FRESH: Span = Span::minutes(1);

/// Something that many requests need and that seldom changes.
#[derive(Debug)]
pub struct Kept<T>(Mutex<Option<(Timestamp, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// What was kept less than a minute ago.
    pub fn fresh(&self, now: Timestamp) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, value) = kept.as_ref()?;
        let age = now.since(*since);
        (age >= Span::millis(0) && age < FRESH).then(|| Arc::clone(value))
    }

    /// Has it read anew.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Keeps it.
    pub fn keep(&self, now: Timestamp, value: &Arc<T>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(value)));
    }
}
