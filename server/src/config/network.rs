//! IP networks and hosts as an operator writes them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An IP network in CIDR notation (RFC 4632, RFC 4291 section 2.3), or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// True when the address lies in the network. An IPv4-mapped IPv6 address counts as the IPv4 address that it holds.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (bits, width) = bits(address.to_canonical());
        let (own, own_width) = bits_of(self);
        width == own_width && mask(bits, width, self.prefix) == mask(own, width, self.prefix)
    }
}

fn bits_of(network: &Network) -> (u128, u8) {
    bits(network.address)
}

/// The address as a number, and how many bits it has.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The leading `prefix` of `width` bits; the others zero.
fn mask(bits: u128, width: u8, prefix: u8) -> u128 {
    let rest = u32::from(width - prefix);
    bits.checked_shr(rest).unwrap_or(0)
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let fault = || format!("{text:?} is not an IP address or network, such as 10.0.0.0/8");
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let (value, width) = bits(address);
        let prefix = match prefix {
            Some(prefix) => prefix
                .parse()
                .ok()
                .filter(|prefix| *prefix <= width)
                .ok_or_else(fault)?,
            None => width,
        };
        // 10.0.0.1/8 is nearly always a slip of the pen: the network would be far larger than what was meant.
        let rest = u32::from(width - prefix);
        if value.trailing_zeros() < rest && value != 0 {
            return Err(format!("{text:?} has bits set beyond its prefix"));
        }
        Ok(Network { address, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// An exception from the refusal of private addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Every address of a network, also when a host name resolves to it.
    Network(Network),
    /// A host name in lower case, whatever it resolves to.
    Host(String),
}

impl std::fmt::Display for Allowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Allowed::Network(network) => network.fmt(f),
            Allowed::Host(host) => f.write_str(host),
        }
    }
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Allowed, String> {
        if let Ok(network) = text.parse() {
            return Ok(Allowed::Network(network));
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let plausible = !text.is_empty() && text.chars().all(allowed);
        // Digits and dots only would be an address that did not parse.
        if !plausible || text.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(format!("{text:?} is not a host name, an IP address or a network"));
        }
        Ok(Allowed::Host(text.to_ascii_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_contains_its_addresses_and_no_others() {
        let contains = |net: &str, address: &str| network(net).contains(address.parse().unwrap());
        assert!(contains("10.0.0.0/8", "10.255.0.1"));
        assert!(!contains("10.0.0.0/8", "11.0.0.1"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(contains("127.0.0.1", "127.0.0.1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("0.0.0.0/0", "203.0.113.9"));
        assert!(!contains("0.0.0.0/0", "2001:db8::1"));
        assert!(contains("2001:db8::/32", "2001:db8:ffff::1"));
        assert!(!contains("2001:db8::/32", "2001:db9::1"));
        assert!(contains("::/0", "2001:db8::1"));
    }

    #[test]
    fn slips_are_refused() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0.1/8",
            "::/129",
            "10.0.0.0/",
            "host",
            "10.0.0",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn exceptions_are_networks_or_hosts() {
        assert_eq!(
            "IdP.Internal".parse(),
            Ok(Allowed::Host("idp.internal".to_owned()))
        );
        assert_eq!(
            "10.1.0.0/16".parse(),
            Ok(Allowed::Network(network("10.1.0.0/16")))
        );
        for text in ["", "10.1", "http://idp", "idp:8443", "10.1.0.0/99"] {
            assert!(text.parse::<Allowed>().is_err(), "{text}");
        }
    }
}
