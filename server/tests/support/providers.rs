//! A provider's row that points at a fake provider, and the way through it.

use super::{
    browser::Browser,
    fake_provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider},
    page::Page,
    test_app::TestApp,
};
use domain::{
    ids::ProviderId,
    providers::{AuthorizeParameters, ClaimMapping, ClientAuth, Field, Rule},
    time::Clock,
};
use std::ops::Deref;
use storage::{ByLanguage, providers::ProviderSettings};
use url::Url;

/// A provider of the shop and the program behind it.
pub struct Provider {
    pub id: ProviderId,
    pub slug: String,
    fake: FakeProvider,
}

impl Deref for Provider {
    type Target = FakeProvider;

    fn deref(&self) -> &FakeProvider {
        &self.fake
    }
}

/// What an administrator says about a provider.
#[derive(Clone, Copy, Debug)]
pub struct Trust {
    /// Its `email_verified` counts.
    pub email: bool,
    /// It controls the claim `account`, which bears the account code.
    pub account_code: bool,
}

impl TestApp {
    /// A provider that is enabled, visible and trusted for addresses.
    pub async fn provider(&self, slug: &str) -> Provider {
        self.provider_with(
            slug,
            Trust {
                email: true,
                account_code: false,
            },
        )
        .await
    }

    /// A provider that is enabled and visible.
    pub async fn provider_with(&self, slug: &str, trust: Trust) -> Provider {
        let fake = FakeProvider::start(self.time.clone()).await;
        let portico = &self.portico;
        let id = ProviderId::new(self.time.now(), portico.random());
        let secret = portico.keyring.seal(
            &*portico.entropy,
            &storage::sealed::Column::ProviderSecret.place(id),
            CLIENT_SECRET.as_bytes(),
        );
        let label = |language: &str| format!("{slug} login ({language})");
        let account_code = serde_json::json!({ "claim": "account", "rule": "set_once" });
        let claims = ClaimMapping {
            account_code: serde_json::from_value(account_code).unwrap(),
            ..ClaimMapping::default()
        };
        let settings = ProviderSettings {
            slug,
            name: slug,
            labels: &ByLanguage {
                en: label("en"),
                de: label("de"),
                el: label("el"),
            },
            issuer: fake.issuer(),
            client_id: CLIENT_ID,
            client_auth: ClientAuth::ClientSecretBasic,
            client_secret: Some(&secret),
            secret_expires_at: None,
            scopes: "openid email profile",
            authorize_parameters: AuthorizeParameters::default(),
            claims: &claims,
            trusts_email_verified: trust.email,
            account_code_controlled: trust.account_code,
            pkce: true,
        };
        let mut tx = portico.database.begin().await.unwrap();
        storage::providers::insert(&mut tx, id, &settings, self.time.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let provider = Provider {
            id,
            slug: slug.to_owned(),
            fake,
        };
        self.switch(&provider, true, true).await;
        provider
    }

    /// Gives every field of a provider's mapping this rule.
    pub async fn rule(&self, provider: &Provider, rule: Rule) {
        let field = |claim: &str| {
            Some(Field {
                claim: claim.to_owned(),
                rule,
            })
        };
        let claims = ClaimMapping {
            email: field("email"),
            given_name: field("given_name"),
            family_name: field("family_name"),
            phone: field("phone_number"),
            language: field("locale"),
            ..ClaimMapping::default()
        };
        self.map(provider, &claims).await;
    }

    /// Has the provider's identities go by another claim than `sub`.
    pub async fn subject_claim(&self, provider: &Provider, claim: &str) {
        let claims = ClaimMapping {
            subject: claim.to_owned(),
            ..ClaimMapping::default()
        };
        self.map(provider, &claims).await;
    }

    async fn map(&self, provider: &Provider, claims: &ClaimMapping) {
        let claims = serde_json::to_string(claims).unwrap();
        let sql = format!(
            "UPDATE providers SET claims = '{claims}' WHERE id = '{}'",
            provider.id
        );
        self.database.execute(&sql).await;
    }

    /// Switches a provider, as an administrator of another replica does.
    pub async fn switch(&self, provider: &Provider, enabled: bool, visible: bool) {
        let mut tx = self.portico.database.begin().await.unwrap();
        let row = storage::providers::by_id(&mut tx, provider.id)
            .await
            .unwrap()
            .unwrap();
        let now = self.time.now();
        assert!(
            storage::providers::set_flags(&mut tx, row.id, row.version, enabled, visible, now)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
    }
}

impl Browser {
    /// Out to the provider: the address that the browser is sent to. A page that goes on by itself is followed.
    pub async fn start(&mut self, path: &str) -> Url {
        let mut page = self.get(path).await;
        if page.code() == 200 {
            let links = page.all("a");
            let mut ways = links.iter().filter_map(|a| a.get("href"));
            let start = ways.find(|href| href.starts_with("/providers/"));
            page = self
                .get(start.unwrap_or_else(|| panic!("{path}: {}", page.text())))
                .await;
        }
        Url::parse(page.location()).unwrap()
    }

    /// Signs in through a provider: out, agrees to everything, back. Gives the answer of our callback.
    pub async fn through(&mut self, provider: &Provider) -> Page {
        self.through_to(provider, "/").await
    }

    /// The same, on the way to a page.
    pub async fn through_to(&mut self, provider: &Provider, next: &str) -> Page {
        let path = app::routes::with_next(&format!("/providers/{}/start", provider.slug), Some(next));
        self.through_from(provider, &path).await
    }

    /// The same, by a link of a page.
    pub async fn through_from(&mut self, provider: &Provider, path: &str) -> Page {
        let authorize = self.start(path).await;
        let callback = provider.browse(&authorize);
        self.get(callback.as_str()).await
    }
}
