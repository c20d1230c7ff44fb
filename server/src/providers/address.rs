//! Which addresses outgoing requests may reach (spec 02; OWASP: server-side request forgery).
//!
//! A provider's URLs are typed by an administrator and come from discovery documents, so they must not open a way
//! into the network behind the server. Only public unicast addresses pass, unless the configuration file lists
//! others in `outgoing.allow`; in development (the public URL is loopback) loopback passes as well.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::config::Network;

/// Decides for each host and each address that it resolves to.
#[derive(Clone, Debug)]
pub struct AddressPolicy {
    hosts: Vec<String>,
    networks: Vec<Network>,
    development: bool,
}

/// An entry of `outgoing.allow` that is neither a host name, an address nor a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a host name, an IP address or a network, such as 10.0.0.0/8")]
pub struct BadAllowEntry(pub String);

impl AddressPolicy {
    /// Reads `outgoing.allow`; `development` also permits loopback addresses and plain `http`.
    pub fn new(allow: &[String], development: bool) -> Result<Self, BadAllowEntry> {
        let mut policy = Self {
            hosts: Vec::new(),
            networks: Vec::new(),
            development,
        };
        for entry in allow {
            if let Ok(network) = entry.parse() {
                policy.networks.push(network);
            } else if let Ok(Host::Domain(name)) = Host::parse(entry) {
                policy.hosts.push(host_key(&name));
            } else {
                return Err(BadAllowEntry(entry.clone()));
            }
        }
        Ok(policy)
    }

    /// Whether a connection to `ip`, found under the name `host`, is permitted.
    pub fn permits(&self, host: &str, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        is_public(ip)
            || (self.development && ip.is_loopback())
            || self.networks.iter().any(|network| network.contains(ip))
            || self.hosts.contains(&host_key(host))
    }

    /// Whether the URL's host is permitted as far as that shows without resolving it: a literal address is
    /// judged here, a name when it is resolved.
    pub fn permits_literal(&self, url: &Url) -> bool {
        match url.host() {
            Some(Host::Ipv4(ip)) => self.permits("", ip.into()),
            Some(Host::Ipv6(ip)) => self.permits("", ip.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        }
    }

    /// Whether the URL's scheme is permitted: `https`, in development also `http`.
    pub fn permits_scheme(&self, url: &Url) -> bool {
        url.scheme() == "https" || (self.development && url.scheme() == "http")
    }
}

fn host_key(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Everything but the special-purpose blocks of RFC 6890 and its registry.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = match a {
        0 | 10 | 127 => true,
        100 => (64..128).contains(&b), // shared address space, RFC 6598; some clouds' metadata service
        169 => b == 254,               // link-local, where most metadata services live
        172 => (16..32).contains(&b),
        192 => (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99) || b == 168,
        198 => b == 18 || b == 19 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        224.. => true, // multicast, reserved, broadcast
        _ => false,
    };
    // A cloud's platform service on an address that looks public.
    let platform = ip == Ipv4Addr::new(168, 63, 129, 16);
    !special && !platform
}

/// Global unicast only (2000::/3), less its special-purpose blocks; NAT64 counts as the address inside it.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    if [a, b, c, d, e, f] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [g, h] = [g.to_be_bytes(), h.to_be_bytes()];
        return is_public_v4(Ipv4Addr::new(g[0], g[1], h[0], h[1]));
    }
    let special = (a == 0x2001 && (b < 0x200 || b == 0xdb8)) // protocol assignments (Teredo …), documentation
        || a == 0x2002 // 6to4
        || (a == 0x3fff && b < 0x1000); // documentation
    (0x2000..0x4000).contains(&a) && !special
}
