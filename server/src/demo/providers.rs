//! The two sample providers, which `cargo xtask start` runs.

use crate::{
    images,
    services::{
        Outcome, Trouble,
        provider_rows::{keep_metadata, secret_place},
        providers::keep_logo,
    },
    state::Portico,
};
use app::api::ApiError;
use domain::{
    ids::{AccountId, ProviderId},
    providers::{AuthorizeParameters, ClaimMapping, ClientAuth, Field, Rule},
};
use storage::{
    ByLanguage, Tx, accounts,
    providers::{self, Provider, ProviderSettings},
};

/// Our name at every sample provider.
const CLIENT_ID: &str = "portico";
/// Its secret, known to everybody: the providers listen on this machine only.
const CLIENT_SECRET: &str = "portico-demo-secret";
/// The provider whose claims name an account.
const WITH_ACCOUNTS: &str = "northwind";
/// The account of that provider's company.
const ACCOUNT: (&str, &str) = ("K-1001", "Northwind Works");

/// A provider of the demonstration.
#[derive(Clone, Debug)]
pub struct DemoProvider {
    /// Its name in paths.
    pub slug: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Issuer URL.
    pub issuer: String,
    /// Its logo, PNG.
    pub logo: &'static [u8],
}

/// The providers as `cargo xtask start` runs them.
pub fn samples() -> [DemoProvider; 2] {
    let sample = |slug, name, port, logo| DemoProvider {
        slug,
        name,
        issuer: format!("http://127.0.0.1:{port}"),
        logo,
    };
    let (harbour, northwind) = (
        include_bytes!("../../samples/logos/harbour.png"),
        include_bytes!("../../samples/logos/northwind.png"),
    );
    [
        sample("harbour", "Harbour ID", 4001, &harbour[..]),
        sample(WITH_ACCOUNTS, "Northwind Works", 4002, &northwind[..]),
    ]
}

/// Makes the providers that are missing, enabled and visible, and looks at the discovery documents that were never
/// read. A provider that does not answer yet is asked again at its first sign-in.
pub(super) async fn seed(portico: &Portico, samples: &[DemoProvider]) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    let mut unread = Vec::new();
    for sample in samples {
        let known = providers::by_slug(&mut tx, sample.slug).await?;
        let provider = match known {
            Some(provider) => provider,
            None => create(portico, &mut tx, sample).await?,
        };
        if provider.metadata.is_none() {
            unread.push(provider);
        }
    }
    let (code, name) = ACCOUNT;
    if accounts::by_code(&mut tx, code).await?.is_none() {
        let now = portico.now();
        let account = accounts::NewAccount {
            id: AccountId::new(now, portico.random()),
            code: Some(code),
            name,
            kind: accounts::Kind::Company,
            origin: accounts::Origin::Import,
            reviewed: true,
            email: None,
            now,
        };
        accounts::insert(&mut tx, &account).await?;
    }
    tx.commit().await?;
    for provider in unread {
        discover(portico, &provider).await?;
    }
    Ok(())
}

async fn create(portico: &Portico, tx: &mut Tx, sample: &DemoProvider) -> Outcome<Provider> {
    let now = portico.now();
    let id = ProviderId::new(now, portico.random());
    let secret = portico
        .keyring
        .seal(&*portico.entropy, &secret_place(id), CLIENT_SECRET.as_bytes());
    let with_accounts = sample.slug == WITH_ACCOUNTS;
    let account_code = with_accounts.then(|| Field {
        claim: "account_code".to_owned(),
        rule: Rule::SetOnce,
    });
    let settings = ProviderSettings {
        slug: sample.slug,
        name: sample.name,
        labels: &ByLanguage::default(),
        issuer: &sample.issuer,
        client_id: CLIENT_ID,
        client_auth: ClientAuth::ClientSecretBasic,
        client_secret: Some(&secret),
        secret_expires_at: None,
        scopes: "openid profile email",
        authorize_parameters: AuthorizeParameters::default(),
        claims: &ClaimMapping {
            account_code,
            ..ClaimMapping::default()
        },
        trusts_email_verified: true,
        account_code_controlled: with_accounts,
        pkce: true,
    };
    providers::insert(tx, id, &settings, now).await?;
    if let Ok(picture) = images::logo(sample.logo) {
        keep_logo(tx, id, &picture).await?;
    }
    let made = find(tx, id).await?;
    providers::set_flags(tx, id, made.version, true, true, now).await?;
    find(tx, id).await
}

async fn find(tx: &mut Tx, id: ProviderId) -> Outcome<Provider> {
    providers::by_id(tx, id).await?.ok_or(Trouble(ApiError::Internal))
}

/// Keeps what a provider says about itself, when it answers.
async fn discover(portico: &Portico, provider: &Provider) -> Outcome<()> {
    let metadata = match portico.openid.discover(&provider.issuer).await {
        Ok(metadata) => metadata,
        Err(fault) => {
            tracing::info!(provider = %provider.slug, %fault, "the sample provider does not answer yet");
            return Ok(());
        }
    };
    let mut tx = portico.database.begin().await?;
    keep_metadata(&mut tx, provider.id, &metadata).await?;
    Ok(tx.commit().await?)
}
