//! How clients and providers are connected.

use crate::api::{answer::Reply, conformance::ConformancePage, visit::Visit};
use async_trait::async_trait;

/// Looking at every connection.
#[async_trait]
pub trait Conformance: Send + Sync {
    /// The findings about each.
    async fn page(&self, visit: &Visit) -> Reply<ConformancePage>;
}
