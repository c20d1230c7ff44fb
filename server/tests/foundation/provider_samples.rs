//! `docs/providers/*.toml`: every value is one that Portico takes, and every key one that a provider has.

use domain::providers::{AuthorizeParameters, ClientAuth};
use domain::values::{CompanyName, MailDomain, Slug};
use figment::{
    Figment,
    providers::{Format, Toml},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    providers: Vec<Provider>,
}

/// The settings of spec 02, by the names that `portico apply` reads.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a switch is right when it is one")]
struct Provider {
    name: String,
    slug: String,
    labels: Labels,
    issuer: String,
    client_id: String,
    client_auth: String,
    client_secret_env: Option<String>,
    scopes: String,
    pkce: bool,
    trusts_email_verified: bool,
    account_code_controlled: bool,
    #[serde(default)]
    authorize_parameters: BTreeMap<String, String>,
    #[serde(default)]
    domains: Vec<String>,
    enabled: bool,
    visible: bool,
    claims: Claims,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    en: String,
    de: String,
    el: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the names of claims are any text")]
struct Claims {
    subject: String,
    email: String,
    given_name: String,
    family_name: String,
    full_name: String,
    phone: Option<String>,
    language: Option<String>,
    account_code: Option<String>,
}

fn read(path: &Path) -> Provider {
    let file: File = Figment::from(Toml::file(path))
        .extract()
        .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    let [provider] =
        <[Provider; 1]>::try_from(file.providers).unwrap_or_else(|_| panic!("one provider in each"));
    provider
}

#[test]
fn every_sample_holds_what_a_provider_takes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/providers");
    let mut slugs = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "toml") {
            continue;
        }
        let provider = read(&path);
        let name = path.display();
        let text = std::fs::read_to_string(&path).unwrap();
        let back = format!("https://shop.example/providers/{}/callback", provider.slug);
        assert!(text.contains(&back), "{name}: says which redirect URI to enter");
        Slug::parse(&provider.slug).unwrap();
        for label in [
            &provider.name,
            &provider.labels.en,
            &provider.labels.de,
            &provider.labels.el,
        ] {
            CompanyName::parse(label).unwrap();
        }
        assert_eq!(
            url::Url::parse(&provider.issuer).unwrap().scheme(),
            "https",
            "{name}"
        );
        let auth: ClientAuth = provider.client_auth.parse().unwrap();
        assert_eq!(
            auth.needs_secret(),
            provider.client_secret_env.is_some(),
            "{name}"
        );
        assert!(
            provider.scopes.split(' ').any(|scope| scope == "openid"),
            "{name}"
        );
        assert!(provider.pkce && !provider.client_id.is_empty(), "{name}");
        AuthorizeParameters::new(provider.authorize_parameters).unwrap();
        for domain in &provider.domains {
            MailDomain::parse(domain).unwrap();
        }
        slugs.push(provider.slug);
    }
    slugs.sort();
    assert_eq!(slugs, ["auth0", "entra", "google", "keycloak", "okta", "portico"]);
}
