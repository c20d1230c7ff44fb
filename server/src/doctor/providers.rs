//! Each provider: discovery document, keys, and what we prove ourselves with.

use super::{Finding, Level, Tools, clock::Compared};
use crate::{
    crypto::Keyring,
    providers::{
        client::OpenIdClient,
        discovery::{DiscoveryFault, Metadata},
        http::HttpClient,
    },
    services::provider_health,
};
use domain::providers::{ClientAuth, Warning};
use std::sync::Arc;
use storage::{
    Database, StorageError,
    providers::{self, Provider, keys},
    sealed::Column,
};

/// Every provider; one that is not enabled yet gives warnings at most. Also what the enabled ones say of the time.
pub(super) async fn examine(
    tools: &Tools,
    database: &Database,
    http: HttpClient,
    keyring: Option<&Keyring>,
) -> (Vec<Finding>, Vec<Compared>) {
    let client = OpenIdClient::new(http.clone(), Arc::clone(&tools.clock), Arc::clone(&tools.entropy));
    let doctor = Doctor {
        tools,
        http,
        client,
        keyring,
    };
    match doctor.all(database).await {
        Ok(found) => found,
        Err(error) => (vec![Finding::fault("database", error.to_string())], Vec::new()),
    }
}

struct Doctor<'a> {
    tools: &'a Tools,
    http: HttpClient,
    client: OpenIdClient,
    keyring: Option<&'a Keyring>,
}

impl Doctor<'_> {
    async fn all(&self, database: &Database) -> Result<(Vec<Finding>, Vec<Compared>), StorageError> {
        let mut conn = database.read().await?;
        let mut stored = Vec::new();
        for provider in providers::list(&mut conn).await? {
            let key = keys::of(&mut conn, provider.id).await?;
            stored.push((provider, key));
        }
        // No connection is held while providers answer.
        drop(conn);
        let (mut findings, mut dates) = (Vec::new(), Vec::new());
        for (provider, key) in &stored {
            findings.extend(self.one(provider, key.as_ref()).await);
            if provider.enabled && dates.is_empty() {
                dates.extend(self.date(provider).await);
            }
        }
        Ok((findings, dates))
    }

    async fn one(&self, provider: &Provider, key: Option<&keys::Key>) -> Vec<Finding> {
        let about = format!("provider {}", provider.slug);
        let mut findings = self.connection(&about, provider).await;
        findings.extend(self.secrets(&about, provider, key));
        let noted = provider_health::of(provider, self.tools.clock.now());
        findings.extend(
            noted
                .into_iter()
                .filter_map(|warning| remembered(&about, warning)),
        );
        if findings.is_empty() {
            return vec![Finding::ok(
                &about,
                format!("{} answers, with keys", provider.issuer),
            )];
        }
        let gravest = if provider.enabled {
            Level::Fault
        } else {
            Level::Warning
        };
        findings
            .into_iter()
            .map(|finding| finding.at_most(gravest))
            .collect()
    }

    /// What the provider says now.
    async fn connection(&self, about: &str, provider: &Provider) -> Vec<Finding> {
        let issuer = &provider.issuer;
        let metadata = match self.client.discover(issuer).await {
            Ok(metadata) => metadata,
            Err(fault) => {
                let text = format!("discovery at {issuer}: {fault}: {}", advice(fault));
                return vec![Finding::fault(about, text)];
            }
        };
        let mut findings = Vec::new();
        if let Err(fault) = self.client.refresh_keys(&metadata).await {
            let text = format!("keys at {}: {fault}: ask who runs it", metadata.jwks_uri);
            findings.push(Finding::fault(about, text));
        }
        findings.extend(taken(about, provider.client_auth, &metadata));
        findings
    }

    /// Whether what we prove ourselves with is there and can be opened.
    fn secrets(&self, about: &str, provider: &Provider, key: Option<&keys::Key>) -> Vec<Finding> {
        let secret = provider.client_secret.as_deref();
        let private = key.map(|key| key.private_key.as_str());
        let mut findings = Vec::new();
        if provider.client_auth.needs_secret() && secret.is_none() {
            let text = format!(
                "has no client secret: enter it at /office/providers/{}",
                provider.id
            );
            findings.push(Finding::fault(about, text));
        }
        let both = [
            ("client secret", Column::ProviderSecret.place(provider.id), secret),
            ("private key", Column::ProviderKey.place(provider.id), private),
        ];
        for (what, place, sealed) in both {
            let Some(sealed) = sealed else { continue };
            let opened = match self.keyring {
                Some(keyring) => keyring
                    .open_sealed(&place, sealed)
                    .map_err(|fault| fault.to_string()),
                None => Err("there are no keys".to_owned()),
            };
            if let Err(reason) = opened {
                let text =
                    format!("{what}: {reason}: put the missing key back from its copy, or save it again");
                findings.push(Finding::fault(about, text));
            }
        }
        findings
    }

    /// What the provider's clock says, if it answers.
    async fn date(&self, provider: &Provider) -> Option<Compared> {
        let issuer = provider.issuer.trim_end_matches('/');
        let request = http::Request::get(format!("{issuer}/.well-known/openid-configuration"));
        let answer = self.http.send(request.body(Vec::new()).ok()?).await.ok()?;
        Compared::read(&provider.slug, answer.headers(), &*self.tools.clock)
    }
}

/// Whether the provider still takes what we prove ourselves with.
fn taken(about: &str, auth: ClientAuth, metadata: &Metadata) -> Option<Finding> {
    if auth == ClientAuth::None || metadata.supports(auth) {
        return None;
    }
    let others = metadata.client_auths.join(", ");
    let text = format!("takes no {auth}: choose one of {others}");
    Some(Finding::fault(about, text))
}

/// What the shop has noted that does not show by asking now.
fn remembered(about: &str, warning: Warning) -> Option<Finding> {
    let day = warning.at().to_day();
    match warning {
        Warning::SecretExpires(_) => Some(Finding::warning(
            about,
            format!("client secret: expires on {day}: make a new one at the provider and enter it"),
        )),
        Warning::SecretExpired(_) => Some(Finding::fault(
            about,
            format!("client secret: expired on {day}: make a new one at the provider and enter it"),
        )),
        Warning::SignaturesFail(_) => Some(Finding::fault(
            about,
            format!("its keys have verified no ID token since {day}: ask who runs it"),
        )),
        Warning::DiscoveryFails(_) | Warning::KeysFail(_) => None,
    }
}

/// What to do about a discovery document.
const fn advice(fault: DiscoveryFault) -> &'static str {
    match fault {
        DiscoveryFault::Unreachable => "check the issuer, and that this machine reaches it",
        DiscoveryFault::PrivateAddress => "list its address in outgoing.allow",
        DiscoveryFault::HttpOutsideDevelopment => "a public shop takes https only",
        DiscoveryFault::NotAUrl | DiscoveryFault::IssuerDiffers => "enter the issuer as its document has it",
        DiscoveryFault::TooLarge | DiscoveryFault::NotJson => {
            "something else answers there than a provider: check the issuer"
        }
        DiscoveryFault::MissingAuthorizationEndpoint
        | DiscoveryFault::MissingTokenEndpoint
        | DiscoveryFault::MissingJwks
        | DiscoveryFault::NoCodeResponseType
        | DiscoveryFault::NoClientAuthentication => "ask who runs it: Portico needs this",
    }
}
