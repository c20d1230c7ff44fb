//! Partner ID, the second Portico of the demonstration: the shop signs people in through it.
//!
//! It runs in the shop's process, with a database and keys of its own beside the shop's.

mod introduction;
pub(super) mod people;
mod texts;

pub use introduction::introduce;

use super::{mailbox, spare_the_second_factor};
use crate::{config::Config, services::Outcome, state::Portico};
use anyhow::{Context, bail};
use domain::settings::ShopSettings;
use secrecy::ExposeSecret;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZero,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Its name for people.
pub(super) const NAME: &str = "Partner ID";
/// Its name in the shop's paths.
const SLUG: &str = "partner";
/// Another colour than the shop's, so that people see where they are.
const ACCENT: &str = "#7a3e9d";
/// Who its mails come from.
const SENDER: &str = "Partner ID <partner@localhost>";
/// The settings of a shop that nobody has changed yet.
const FIRST_VERSION: i64 = 1;

/// The port that Partner ID listens on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Port {
    /// The one after the shop's.
    #[default]
    Next,
    /// This one.
    At(NonZero<u16>),
    /// None: the demonstration goes without it.
    Off,
}

impl FromStr for Port {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" {
            return Ok(Self::Off);
        }
        text.parse().map(Self::At).map_err(|_| "takes a port, or off")
    }
}

/// The configuration of the partner, made from the shop's; none where it is off.
///
/// # Errors
/// A shop whose name leaves none for the partner, or whose port is the last one.
pub fn config(shop: &Config, port: Port) -> anyhow::Result<Option<Config>> {
    let listen = shop.server.listen;
    let port = match port {
        Port::Off => return Ok(None),
        Port::At(port) => port.get(),
        Port::Next => listen
            .port()
            .checked_add(1)
            .context("no port follows the shop's: name one with --partner")?,
    };
    // Cookies do not know ports: under one name, either of the two would sign people out of the other.
    let host = match shop.server.public_url.host() {
        "localhost" => "127.0.0.1",
        "127.0.0.1" | "[::1]" => "localhost",
        other => bail!("Partner ID signs nobody in at {other}: use localhost, or --partner off"),
    };
    let ip = if listen.ip().is_unspecified() {
        listen.ip()
    } else {
        IpAddr::from(Ipv4Addr::LOCALHOST)
    };
    let mut config = shop.clone();
    config.server.listen = SocketAddr::new(ip, port);
    config.server.public_url = parsed(&format!("http://{host}:{port}"))?;
    config.server.metrics_listen = None;
    config.database.url = format!("sqlite://{}", database(shop).display()).into();
    config.secrets.key_file = beside(&shop.secrets.key_file);
    config.mail.from = parsed(SENDER)?;
    NAME.clone_into(&mut config.shop.name);
    config.shop.accent = parsed(ACCENT)?;
    Ok(Some(config))
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(text: &str) -> anyhow::Result<T> {
    text.parse().map_err(|error| anyhow::anyhow!("{text}: {error}"))
}

/// The partner's database: a file beside the shop's, or beside its keys where the shop's is on a server.
fn database(shop: &Config) -> PathBuf {
    match shop.database.url.expose_secret().strip_prefix("sqlite://") {
        Some(file) => beside(Path::new(file)),
        None => beside(&shop.secrets.key_file).with_extension("db"),
    }
}

/// `data/portico-partner.db` for `data/portico.db`.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push("-");
    name.push(SLUG);
    let renamed = file.with_file_name(name);
    match file.extension() {
        Some(extension) => renamed.with_extension(extension),
        None => renamed,
    }
}

/// Makes what is not there yet: texts, people, and a registration that nobody has to approve.
pub async fn seed(partner: &Portico) -> Outcome<()> {
    texts::seed(partner).await?;
    let mut tx = partner.database.begin().await?;
    let kept = storage::settings::load(&mut tx).await?;
    if kept.version == FIRST_VERSION {
        let open = ShopSettings {
            approval: false,
            ..kept.shop
        };
        storage::settings::save(&mut tx, &open, kept.version).await?;
    }
    tx.commit().await?;
    super::people::seed(partner, people::STAFF, people::CUSTOMERS).await?;
    spare_the_second_factor(partner).await
}

/// What the console tells of it: where it is, and who can sign in there. Ends with a line break.
pub fn banner(partner: &Portico) -> String {
    let url = &partner.config.server.public_url;
    let head = format!(
        "{NAME}, which signs people in to the shop: {} (mailbox: {})\n",
        url.origin(),
        url.join(mailbox::PATH)
    );
    head + &super::people::told(people::PEOPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::from_sources;
    use rstest::rstest;
    use std::collections::BTreeMap;

    fn of(port: Port, variables: &[(&str, &str)]) -> anyhow::Result<Option<Config>> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let shop = from_sources(None, &BTreeMap::from_iter(variables)).unwrap();
        config(&shop, port)
    }

    const LISTEN: &str = "PORTICO_SERVER__LISTEN";
    const PUBLIC_URL: &str = "PORTICO_SERVER__PUBLIC_URL";
    const DATABASE: &str = "PORTICO_DATABASE__URL";
    const KEY_FILE: &str = "PORTICO_SECRETS__KEY_FILE";

    #[rstest]
    #[case::as_it_comes(Port::Next, &[], "127.0.0.1:3001", "http://127.0.0.1:3001")]
    #[case::the_port_of_the_listener_counts(
        Port::Next, &[(LISTEN, "127.0.0.1:8000"), (PUBLIC_URL, "http://localhost:80")],
        "127.0.0.1:8001", "http://127.0.0.1:8001"
    )]
    #[case::another_port(Port::At(NonZero::new(4000).unwrap()), &[], "127.0.0.1:4000", "http://127.0.0.1:4000")]
    #[case::the_other_name(
        Port::Next, &[(PUBLIC_URL, "http://127.0.0.1:3000")], "127.0.0.1:3001", "http://localhost:3001"
    )]
    #[case::ipv6(
        Port::Next, &[(LISTEN, "[::1]:3000"), (PUBLIC_URL, "http://[::1]:3000")],
        "127.0.0.1:3001", "http://localhost:3001"
    )]
    #[case::in_a_container(Port::Next, &[(LISTEN, "0.0.0.0:3000")], "0.0.0.0:3001", "http://127.0.0.1:3001")]
    fn it_stands_beside_the_shop(
        #[case] port: Port,
        #[case] shop: &[(&str, &str)],
        #[case] listen: &str,
        #[case] public_url: &str,
    ) {
        let config = of(port, shop).unwrap().unwrap();
        assert_eq!(config.server.listen.to_string(), listen);
        assert_eq!(config.server.public_url.origin(), public_url);
        assert_eq!(config.server.metrics_listen, None);
        assert!(config.development());
        assert_eq!(config.shop.name, NAME);
        assert_eq!(config.shop.accent.as_str(), ACCENT);
    }

    #[rstest]
    #[case::as_it_comes(&[], "sqlite://data/portico-partner.db", "data/portico-partner.key")]
    #[case::a_file_elsewhere(
        &[(DATABASE, "sqlite:///tmp/shop/club.sqlite"), (KEY_FILE, "keys")],
        "sqlite:///tmp/shop/club-partner.sqlite", "keys-partner"
    )]
    #[case::a_server(
        &[(DATABASE, "postgres://shop@db/shop"), (KEY_FILE, "/etc/portico/portico.key")],
        "sqlite:///etc/portico/portico-partner.db", "/etc/portico/portico-partner.key"
    )]
    fn its_files_lie_beside_the_shop_s(
        #[case] shop: &[(&str, &str)],
        #[case] database: &str,
        #[case] keys: &str,
    ) {
        let config = of(Port::Next, shop).unwrap().unwrap();
        assert_eq!(config.database.url.expose_secret(), database);
        assert_eq!(config.secrets.key_file, Path::new(keys));
    }

    #[test]
    fn where_it_can_not_be() {
        assert!(of(Port::Off, &[]).unwrap().is_none());
        let fault = |shop: &[_]| of(Port::Next, shop).unwrap_err().to_string();
        assert!(fault(&[(LISTEN, "127.0.0.1:65535")]).contains("--partner"));
        assert!(fault(&[(PUBLIC_URL, "http://127.0.0.2:3000")]).contains("127.0.0.2"));
    }

    #[rstest]
    #[case("off", Ok(Port::Off))]
    #[case("3100", Ok(Port::At(NonZero::new(3100).unwrap())))]
    #[case("0", Err("takes a port, or off"))]
    #[case("65536", Err("takes a port, or off"))]
    #[case("", Err("takes a port, or off"))]
    fn ports(#[case] text: &str, #[case] expected: Result<Port, &'static str>) {
        assert_eq!(text.parse(), expected);
    }
}
