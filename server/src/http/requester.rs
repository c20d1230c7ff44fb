//! Who asks: the peer's address, or the one behind the configured trusted proxies.

use crate::config::Network;
use axum::extract::{ConnectInfo, Request};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The requester's address. `X-Forwarded-For` counts only from a trusted proxy, read from the right up to the first
/// address that is not trusted.
pub fn of(request: &Request, trusted: &[Network]) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip().to_canonical());
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    behind(peer, &forwarded.collect::<Vec<_>>().join(","), trusted)
}

fn behind(peer: IpAddr, forwarded: &str, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut requester = peer;
    for hop in forwarded.rsplit(',') {
        if !is_trusted(requester) {
            break;
        }
        match address(hop.trim()) {
            Some(address) => requester = address.to_canonical(),
            None => break,
        }
    }
    requester
}

/// The address of an entry: alone, with a port, or an IPv6 address in brackets with or without one.
fn address(entry: &str) -> Option<IpAddr> {
    let in_brackets = || {
        entry
            .strip_prefix('[')?
            .strip_suffix(']')?
            .parse::<Ipv6Addr>()
            .ok()
    };
    let with_port = || entry.parse::<SocketAddr>().ok();
    entry
        .parse()
        .ok()
        .or_else(|| with_port().map(|socket| socket.ip()))
        .or_else(|| in_brackets().map(IpAddr::V6))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::no_proxy("203.0.113.7", "198.51.100.1", "203.0.113.7")]
    #[case::one_proxy("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    #[case::invented_in_front("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1")]
    #[case::two_proxies("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1")]
    #[case::garbage("10.0.0.1", "198.51.100.1, somebody", "10.0.0.1")]
    #[case::nothing_forwarded("10.0.0.1", "", "10.0.0.1")]
    #[case::with_a_port("10.0.0.1", "203.0.113.7:4711", "203.0.113.7")]
    #[case::version_6("10.0.0.1", "2001:db8::1", "2001:db8::1")]
    #[case::version_6_in_brackets("10.0.0.1", "[2001:db8::1]", "2001:db8::1")]
    #[case::version_6_with_a_port("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1")]
    #[case::version_4_inside_of_6("10.0.0.1", "[::ffff:203.0.113.7]:443", "203.0.113.7")]
    #[case::ports_on_the_way("10.0.0.1", "1.2.3.4:1, 198.51.100.1:4711, 10.0.0.2:80", "198.51.100.1")]
    #[case::proxy_in_brackets("10.0.0.1", "198.51.100.1, [::ffff:10.0.0.2]", "198.51.100.1")]
    #[case::bracket_left_open("10.0.0.1", "[2001:db8::1", "10.0.0.1")]
    #[case::version_4_in_brackets("10.0.0.1", "[203.0.113.7]", "10.0.0.1")]
    #[case::no_such_port("10.0.0.1", "203.0.113.7:99999", "10.0.0.1")]
    fn requester(#[case] peer: &str, #[case] forwarded: &str, #[case] expected: &str) {
        let trusted = ["10.0.0.0/8".parse().expect("a network")];
        let peer = peer.parse().expect("an address");
        assert_eq!(behind(peer, forwarded, &trusted).to_string(), expected);
    }
}
