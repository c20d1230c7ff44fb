//! The configuration: which source wins, and what each fault says.

use std::collections::BTreeMap;

use rstest::rstest;
use secrecy::ExposeSecret;
use server::config::{Config, from_sources, reference};

fn variables(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn from_file(text: &str) -> Result<Config, String> {
    from_sources(Some(("portico.toml", text)), &BTreeMap::new()).map_err(|faults| faults.to_string())
}

fn from_variables(pairs: &[(&str, &str)]) -> Result<Config, String> {
    from_sources(None, &variables(pairs)).map_err(|faults| faults.to_string())
}

#[test]
fn the_defaults_are_valid() {
    let config = from_variables(&[]).unwrap();
    assert_eq!(config.server.public_url.origin(), "http://localhost:3000");
    assert!(config.development());
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database.url.expose_secret(), "sqlite://data/portico.db");
    assert!(config.mail.smtp_url.is_none());
    assert_eq!(
        (config.passwords.memory_kib, config.passwords.iterations),
        (19_456, 2)
    );
    assert_eq!(config.passwords.refused, "");
    assert_eq!(config.shop.name, "Tidewater");
    assert!(config.server.trusted_proxies.is_empty() && config.outgoing.allow.is_empty());
}

#[test]
fn a_variable_wins_over_the_file_and_the_file_over_the_default() {
    let file =
        "[shop]\nname = \"Harbour\"\naccent = \"#112233\"\n[server]\ntrusted_proxies = [\"10.0.0.0/8\"]";
    let variables = variables(&[
        ("PORTICO_SHOP__NAME", "2026"),
        ("PORTICO_OUTGOING__ALLOW", "10.1.0.0/16, idp.local"),
    ]);
    let config = from_sources(Some(("portico.toml", file)), &variables).unwrap();
    assert_eq!(config.shop.name, "2026");
    assert_eq!(config.shop.accent.as_str(), "#112233");
    assert_eq!(config.server.trusted_proxies.len(), 1);
    assert_eq!(config.outgoing.allow.len(), 2);
}

#[test]
fn metrics_can_be_off() {
    let config = from_variables(&[("PORTICO_SERVER__METRICS_LISTEN", "off")]).unwrap();
    assert_eq!(config.server.metrics_listen, None);
}

#[rstest]
#[case::unknown_key("[server]\nlisten_on = \"x\"", "portico.toml: server.listen_on: unknown key")]
#[case::unknown_section("[sever]\nlisten = \"x\"", "portico.toml: sever: unknown section")]
#[case::key_without_section("shop = \"x\"", "portico.toml: shop: is a section: write [shop]")]
#[case::not_an_address(
    "[server]\nlisten = \"localhost\"",
    "portico.toml: server.listen: invalid socket address syntax"
)]
#[case::number_for_text(
    "[shop]\nname = 5",
    "portico.toml: shop.name: invalid type: found signed int `5`, expected a string"
)]
#[case::bits_beyond_the_prefix(
    "[server]\ntrusted_proxies = [\"10.0.0.1/8\"]",
    "portico.toml: server.trusted_proxies: \"10.0.0.1/8\" has bits set beyond its prefix"
)]
#[case::unknown_language(
    "[shop]\ndefault_language = \"fr\"",
    "portico.toml: shop.default_language: \"fr\" is not a Language"
)]
#[case::weak_scheme(
    "[database]\nurl = \"mysql://x\"",
    "portico.toml: database.url: must begin with sqlite:// or postgres://"
)]
#[case::not_a_sender("[mail]\nfrom = \"nobody\"", "portico.toml: mail.from: ")]
#[case::log_filter("[log]\nfilter = \"server=loud\"", "portico.toml: log.filter: ")]
fn a_fault_in_the_file_names_file_and_key(#[case] file: &str, #[case] expected: &str) {
    let fault = from_file(file).unwrap_err();
    assert!(fault.starts_with(expected), "{fault}");
    assert_eq!(fault.lines().count(), 1, "{fault}");
}

#[rstest]
#[case::unknown("PORTICO_SERVER__PORT", "80", "PORTICO_SERVER__PORT: unknown key")]
#[case::one_underscore(
    "PORTICO_SERVER_LISTEN",
    "x",
    "PORTICO_SERVER_LISTEN: unknown key; PORTICO_SERVER__LISTEN is one"
)]
#[case::not_a_number(
    "PORTICO_PASSWORDS__MEMORY_KIB",
    "much",
    "PORTICO_PASSWORDS__MEMORY_KIB: not a whole number"
)]
#[case::too_little(
    "PORTICO_PASSWORDS__ITERATIONS",
    "0",
    "PORTICO_PASSWORDS__ITERATIONS: must be from 1 to 100"
)]
fn a_fault_in_a_variable_names_the_variable(#[case] name: &str, #[case] value: &str, #[case] expected: &str) {
    assert_eq!(from_variables(&[(name, value)]).unwrap_err(), expected);
}

#[test]
fn variables_of_tools_are_left_alone() {
    assert!(from_variables(&[("PORTICO_CACHE", "/x"), ("PORTICO_TEST_POSTGRES", "postgres://x")]).is_ok());
}

#[test]
fn all_faults_are_reported_at_once() {
    let file = "[server]\nlisten = \"x\"\n[shop]\naccent = \"blue\"\nname = \"\"";
    let variables = variables(&[("PORTICO_SERVER__PUBLIC_URL", "http://shop.example")]);
    let faults = from_sources(Some(("portico.toml", file)), &variables)
        .unwrap_err()
        .to_string();
    assert_eq!(
        faults,
        "portico.toml: server.listen: invalid socket address syntax\n\
         portico.toml: shop.accent: must be # and six hexadecimal digits, such as #0b6e99\n\
         PORTICO_SERVER__PUBLIC_URL: http is for localhost only: session cookies need https everywhere else\n\
         portico.toml: shop.name: must be 1 to 60 characters without blanks around them"
    );
}

#[rstest]
#[case::localhost("http://localhost:3000", Some(("http://localhost:3000", true)))]
#[case::loopback_address("http://127.1.2.3", Some(("http://127.1.2.3", true)))]
#[case::loopback_v6("http://[::1]:3000", Some(("http://[::1]:3000", true)))]
#[case::public("https://Shop.Example:443/", Some(("https://shop.example", false)))]
#[case::https_on_loopback("https://localhost", Some(("https://localhost", true)))]
#[case::name_that_only_looks_local("http://localhost.example", None)]
#[case::public_http("http://shop.example", None)]
#[case::any_address("http://0.0.0.0:3000", None)]
#[case::path("https://shop.example/shop", None)]
#[case::query("https://shop.example/?a", None)]
#[case::user("https://me@shop.example", None)]
#[case::other_scheme("ftp://shop.example", None)]
#[case::no_url("shop.example", None)]
fn the_public_url(#[case] url: &str, #[case] expected: Option<(&str, bool)>) {
    let config = from_variables(&[
        ("PORTICO_SERVER__PUBLIC_URL", url),
        ("PORTICO_MAIL__FROM", "shop@shop.example"),
        ("PORTICO_MAIL__OPERATIONS", ""),
    ]);
    let found = config
        .as_ref()
        .ok()
        .map(|config| (config.server.public_url.origin(), config.development()));
    assert_eq!(found, expected, "{config:?}");
}

#[test]
fn weaker_hashing_is_for_development_only() {
    let weak = ("PORTICO_PASSWORDS__MEMORY_KIB", "64");
    assert!(from_variables(&[weak]).is_ok());
    let public = ("PORTICO_SERVER__PUBLIC_URL", "https://shop.example");
    let fault = from_variables(&[weak, public]).unwrap_err();
    assert_eq!(
        fault,
        "PORTICO_PASSWORDS__MEMORY_KIB: must be from 19456 to 4194304"
    );
}

#[test]
fn outside_development_a_mail_server_needs_a_real_sender() {
    let public = ("PORTICO_SERVER__PUBLIC_URL", "https://shop.example");
    let smtp = ("PORTICO_MAIL__SMTP_URL", "smtps://user:hunter2@mail.example");
    let faults = from_variables(&[public, smtp]).unwrap_err();
    assert!(
        faults.contains("mail.from") && faults.contains("mail.operations"),
        "{faults}"
    );
}

#[test]
fn secrets_are_never_shown() {
    let pairs = [
        ("PORTICO_DATABASE__URL", "mysql://portico:hunter2@db/portico"),
        ("PORTICO_MAIL__SMTP_URL", "gopher://portico:hunter2@mail"),
    ];
    let faults = from_variables(&pairs).unwrap_err();
    assert_eq!(faults.lines().count(), 2, "{faults}");
    assert!(!faults.contains("hunter2"), "{faults}");
    let pairs = [
        ("PORTICO_DATABASE__URL", "postgres://portico:hunter2@db/portico"),
        ("PORTICO_MAIL__SMTP_URL", "smtps://portico:hunter2@mail"),
        ("PORTICO_SECRETS__KEYS", "a:hunter2"),
    ];
    let shown = format!("{:?}", from_variables(&pairs).unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[rstest]
#[case::text_without_quotes("[mail]\nsmtp_url = smtps://portico:hunter2@mail\n", "line 2, column ")]
#[case::quotes_that_stay_open(
    "[database]\nurl = \"postgres://portico:hunter2@db/portico\n",
    "line 2, column "
)]
#[case::value_without_a_key("# Keys\n[secrets]\n\nhunter2\n", "line 4, column ")]
#[case::after_letters_of_two_octets("[shop]\nname = \"Καλή\" hunter2\n", "line 2, column ")]
fn a_broken_line_is_named_and_not_shown(#[case] file: &str, #[case] place: &str) {
    let fault = from_file(file).unwrap_err();
    assert!(fault.starts_with(&format!("portico.toml: {place}")), "{fault}");
    assert!(!fault.contains("hunter2"), "{fault}");
    assert_eq!(fault.lines().count(), 1, "{fault}");
}

#[test]
fn the_committed_reference_is_what_the_program_prints() {
    let committed = include_str!("../../../docs/configuration.md");
    let remedy = "run: cargo run -p server -- config reference > docs/configuration.md";
    assert!(
        committed == reference(),
        "docs/configuration.md is out of date; {remedy}"
    );
}
