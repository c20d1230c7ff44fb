//! A panic ends one request, with the page of an internal error, and nothing else: not the connection, not the program.
//!
//! Rendering gives its resources to tasks of their own. What panics there would be waited for without end, so such a
//! task belongs to the request that it renders for and raises that request's alarm.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
};
use tokio::sync::Notify;
use tracing::Instrument;

tokio::task_local! {
    /// Raised when a task that belongs to the request panics.
    static ALARM: Arc<Notify>;
}

/// Something panicked. Where stands in the log ([`crate::telemetry::log_panic`]).
#[derive(Debug)]
pub struct Panicked;

/// Does the work of a request, until something panics in it or in a task that it spawned to render.
pub async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let alarm = Arc::new(Notify::new());
    tokio::select! {
        biased;
        () = alarm.notified() => Err(Panicked),
        done = unwinding(ALARM.scope(alarm.clone(), work)) => done,
    }
}

/// Work that a panic ends with an error. Nothing of it is looked at afterwards, so nothing half done is seen.
async fn unwinding<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut work = pin!(work);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.map_or_else(|_| Err(Panicked).into(), |poll| poll.map(Ok))
    })
    .await
}

/// What rendering spawns runs on tokio, inside the request's span. A second call finds it done.
pub fn spawn_on_tokio() {
    let _ = Executor::init_custom_executor(Tokio);
}

struct Tokio;

impl CustomExecutor for Tokio {
    fn spawn(&self, work: PinnedFuture<()>) {
        let work = work.in_current_span();
        let Ok(alarm) = ALARM.try_with(Arc::clone) else {
            tokio::spawn(work);
            return;
        };
        tokio::spawn(async move {
            if unwinding(ALARM.scope(alarm.clone(), work)).await.is_err() {
                alarm.notify_one();
            }
        });
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        tokio::task::spawn_local(work.in_current_span());
    }

    fn poll_local(&self) {}
}
