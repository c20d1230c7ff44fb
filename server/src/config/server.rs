//! `[server]`: where the program listens and how people reach it.

use std::net::SocketAddr;

use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, from_text_or_none, from_texts};
use super::{Network, PublicUrl};

pub(super) const SECTION: Section = Section {
    name: "server",
    meaning: "Where the program listens and how people reach it.",
    keys: &[
        Key::text(
            "listen",
            "127.0.0.1:3000",
            "IP address and port of the storefront and the back office.",
        ),
        Key::text(
            "public_url",
            "http://localhost:3000",
            "The address that people type: scheme, host and port, no path. `https`, except in development.",
        ),
        Key::list(
            "trusted_proxies",
            "Addresses or networks (`10.0.0.0/8`) of reverse proxies whose `X-Forwarded-For` is believed.",
        ),
        Key::text(
            "metrics_listen",
            "127.0.0.1:9464",
            "IP address and port of `/metrics`, or `off`.",
        ),
    ],
};

/// Where the program listens and how people reach it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Storefront and back office.
    #[serde(deserialize_with = "from_text")]
    pub listen: SocketAddr,
    /// The address that people type. Links in mails, redirect URIs and the check of `Origin` use it.
    #[serde(deserialize_with = "from_text")]
    pub public_url: PublicUrl,
    /// Proxies whose `X-Forwarded-For` is believed; nobody else's is.
    #[serde(deserialize_with = "from_texts")]
    pub trusted_proxies: Vec<Network>,
    /// Prometheus metrics, on a listener of their own; none when off.
    #[serde(deserialize_with = "from_text_or_none")]
    pub metrics_listen: Option<SocketAddr>,
}

impl Server {
    pub(super) fn validate(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if !self.public_url.is_https() && !self.public_url.is_loopback() {
            faults.push((
                "server.public_url",
                "http is for localhost only: session cookies need https everywhere else".to_owned(),
            ));
        }
        if self.metrics_listen == Some(self.listen) {
            faults.push(("server.metrics_listen", "is the same as server.listen".to_owned()));
        }
        faults
    }
}
