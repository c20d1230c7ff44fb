//! The address that people type.

use std::str::FromStr;

use url::{Host, Url};

/// The origin of the shop: scheme, host and port. Everything that names the shop to the outside is made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
    origin: String,
}

impl PublicUrl {
    /// `https://shop.example` or `http://localhost:3000`: no slash at the end, no default port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host without the port; an IPv6 address stands in brackets.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The absolute URL of an own path. `path` begins with a slash and may have a query.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// True for https.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// True for `localhost`, 127.0.0.0/8 and `::1`.
    pub fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<PublicUrl, Self::Err> {
        let url = Url::parse(text).map_err(|_| "not a URL, such as https://shop.example")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("must begin with https:// (or http:// for localhost)");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("must not hold a user name or password");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("must be scheme, host and port only");
        }
        let origin = url.origin().ascii_serialization();
        Ok(PublicUrl { url, origin })
    }
}
