//! Whether clients and providers are connected as the standards want it.

use crate::api::Reply;
use domain::conformance::{Check, Verdict};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// All connections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformancePage {
    /// Clients that are switched on, by name.
    pub clients: Vec<Connection>,
    /// Providers that are enabled, in their order.
    pub providers: Vec<Connection>,
}

/// One client or provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Its id in the address of its page.
    pub id: String,
    /// Name.
    pub name: String,
    /// What was looked at, in order.
    pub findings: Vec<Finding>,
}

/// One check of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// What came of it.
    pub verdict: Verdict,
}

impl From<domain::conformance::Finding> for Finding {
    fn from(finding: domain::conformance::Finding) -> Self {
        let domain::conformance::Finding { check, verdict } = finding;
        Self { check, verdict }
    }
}

/// The findings about every client that is switched on, and every provider that is enabled.
#[server(prefix = "", endpoint = "/office/ui/conformance", input = GetUrl)]
pub async fn read_conformance() -> Reply<ConformancePage> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Conformance::page(&*ports, &visit).await
}
