//! Which addresses outgoing requests may reach.

use std::net::IpAddr;

use rstest::rstest;
use server::providers::AddressPolicy;
use url::Url;

fn policy(allow: &[&str], development: bool) -> AddressPolicy {
    let allow: Vec<String> = allow.iter().map(|&entry| entry.to_owned()).collect();
    AddressPolicy::new(&allow, development).unwrap()
}

#[rstest]
#[case::public("93.184.215.14", true)]
#[case::public_v6("2606:2800:21f:cb07:6820:80da:af6b:8b2c", true)]
#[case::this_network("0.0.0.0", false)]
#[case::loopback("127.0.0.1", false)]
#[case::loopback_anywhere("127.200.1.2", false)]
#[case::private_10("10.0.0.1", false)]
#[case::private_172_first("172.16.0.1", false)]
#[case::private_172_last("172.31.255.255", false)]
#[case::beside_private_172("172.32.0.1", true)]
#[case::private_192("192.168.1.1", false)]
#[case::carrier_grade_nat("100.64.0.1", false)]
#[case::beside_carrier_grade_nat("100.128.0.1", true)]
#[case::metadata("169.254.169.254", false)]
#[case::metadata_on_shared_space("100.100.100.200", false)]
#[case::metadata_on_protocol_block("192.0.0.192", false)]
#[case::platform_service("168.63.129.16", false)]
#[case::documentation("203.0.113.9", false)]
#[case::benchmarking("198.18.0.1", false)]
#[case::multicast("224.0.0.1", false)]
#[case::broadcast("255.255.255.255", false)]
#[case::unspecified_v6("::", false)]
#[case::loopback_v6("::1", false)]
#[case::mapped_loopback("::ffff:127.0.0.1", false)]
#[case::mapped_metadata("::ffff:169.254.169.254", false)]
#[case::mapped_public("::ffff:93.184.215.14", true)]
#[case::compatible_loopback("::127.0.0.1", false)]
#[case::nat64_private("64:ff9b::10.0.0.1", false)]
#[case::nat64_public("64:ff9b::93.184.215.14", true)]
#[case::nat64_local("64:ff9b:1::1", false)]
#[case::unique_local("fd00:ec2::254", false)]
#[case::link_local_v6("fe80::1", false)]
#[case::site_local("fec0::1", false)]
#[case::multicast_v6("ff02::1", false)]
#[case::teredo("2001:0:4136:e378::1", false)]
#[case::six_to_four("2002:7f00:1::", false)]
#[case::documentation_v6("2001:db8::1", false)]
fn an_address(#[case] ip: IpAddr, #[case] permitted: bool) {
    assert_eq!(policy(&[], false).permits("idp.example", ip), permitted);
}

#[rstest]
#[case::host("idp.internal", "idp.internal", "10.1.2.3", true)]
#[case::host_in_another_case("IdP.Internal", "idp.INTERNAL.", "10.1.2.3", true)]
#[case::another_host("idp.internal", "evil.internal", "10.1.2.3", false)]
#[case::host_under_a_listed_one("idp.internal", "x.idp.internal", "10.1.2.3", false)]
#[case::single("10.1.2.3", "idp.internal", "10.1.2.3", true)]
#[case::beside_single("10.1.2.3", "idp.internal", "10.1.2.4", false)]
#[case::network("10.1.0.0/16", "idp.internal", "10.1.255.255", true)]
#[case::beside_network("10.1.0.0/16", "idp.internal", "10.2.0.0", false)]
#[case::mapped_into_network("10.1.0.0/16", "idp.internal", "::ffff:10.1.2.3", true)]
#[case::network_v6("fd00:1::/32", "idp.internal", "fd00:1::9", true)]
#[case::beside_network_v6("fd00:1::/32", "idp.internal", "fd00:2::9", false)]
fn a_listed_address(#[case] entry: &str, #[case] host: &str, #[case] ip: IpAddr, #[case] permitted: bool) {
    assert_eq!(policy(&[entry], false).permits(host, ip), permitted);
}

#[rstest]
#[case::loopback("127.0.0.1", true)]
#[case::loopback_v6("::1", true)]
#[case::still_private("192.168.1.1", false)]
#[case::still_metadata("169.254.169.254", false)]
fn an_address_in_development(#[case] ip: IpAddr, #[case] permitted: bool) {
    assert_eq!(policy(&[], true).permits("localhost", ip), permitted);
}

#[rstest]
#[case::dotted("https://127.0.0.1/")]
#[case::decimal("https://2130706433/")]
#[case::hexadecimal("https://0x7f.1/")]
#[case::octal("https://0177.0.0.1/")]
#[case::short("https://127.1/")]
#[case::v6("https://[::1]/")]
#[case::mapped("https://[::ffff:7f00:1]/")]
fn a_loopback_address_however_it_is_written(#[case] url: Url) {
    assert!(!policy(&[], false).permits_literal(&url));
}

#[rstest]
#[case::empty("")]
#[case::url("https://idp.internal")]
#[case::port("idp.internal:8443")]
#[case::prefix_too_long("10.0.0.0/33")]
#[case::space("idp internal")]
fn an_entry_that_is_none(#[case] entry: &str) {
    assert!(AddressPolicy::new(&[entry.to_owned()], false).is_err());
}
