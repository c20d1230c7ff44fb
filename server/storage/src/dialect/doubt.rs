//! Which connections to PostgreSQL are asked whether they are still there before they are used.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One that rested longer is asked: a server that was started again took longer.
const RESTED: Duration = Duration::from_secs(1);

/// When something went wrong last. A question is a way to the server and back, as much as most answers need; so it is
/// asked only where there is a reason.
#[derive(Debug, Default)]
pub(crate) struct Doubt(Mutex<Option<Instant>>);

impl Doubt {
    /// Something went wrong: whoever rests by now is asked.
    #[expect(
        clippy::disallowed_methods,
        reason = "the pool tells by the same clock how long a connection rested"
    )]
    pub(super) fn raise(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether a connection is to be asked that has rested for so long.
    pub(super) fn about(&self, rested: Duration) -> bool {
        let raised = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rested > RESTED || raised.is_some_and(|raised| rested > raised.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_rests_since_something_went_wrong_is_asked() {
        let doubt = Doubt::default();
        assert!(!doubt.about(Duration::from_millis(500)));
        assert!(doubt.about(Duration::from_millis(1001)), "it rested for long");
        doubt.raise();
        assert!(doubt.about(Duration::from_millis(500)));
        assert!(!doubt.about(Duration::ZERO), "it was used since");
    }
}
