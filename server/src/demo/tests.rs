//! The sample data, written into a database of its own.

use super::{partner::Port, *};
use crate::{
    config::{Config, from_sources},
    crypto::{Keyring, PasswordHasher, SystemClock, SystemEntropy, sha256_hex},
    http::assets::Site,
    mail::{Outbox, Renderer},
    providers::{AddressPolicy, HttpClient, OpenIdClient},
    state::Parts,
};
use domain::{approvals::Status, time::Clock};
use secrecy::ExposeSecret;
use std::{collections::BTreeMap, num::NonZero, path::PathBuf, sync::Arc};
use storage::{
    Database, Options,
    clients::{self, Client, secrets},
    customers, legal_texts, offers,
    providers::{self, Provider},
    registration_requests, staff,
};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A shop without pages, and the folder of its database.
async fn shop() -> (Portico, Folder) {
    let cheap = [
        ("PORTICO_PASSWORDS__MEMORY_KIB", "64"),
        ("PORTICO_PASSWORDS__ITERATIONS", "1"),
    ];
    let variables: BTreeMap<_, _> = cheap
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    open(from_sources(None, &variables).unwrap()).await
}

/// Its partner, to which nobody listens.
async fn partner_of(shop: &Portico) -> (Portico, Folder) {
    let config = partner::config(&shop.config, Port::At(NonZero::new(9).unwrap()));
    open(config.unwrap().unwrap()).await
}

async fn open(config: Config) -> (Portico, Folder) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy = Arc::new(SystemEntropy::default());
    let name = format!(
        "portico-{}",
        domain::ids::OfferId::new(clock.now(), crate::crypto::Entropy::random10(&*entropy))
    );
    let folder = Folder(std::env::temp_dir().join(name));
    let url = format!("sqlite://{}", folder.0.join("portico.db").display());
    let database = Database::connect(&url, &Options::default()).await.unwrap();
    database.migrate().await.unwrap();
    let client = HttpClient::new(AddressPolicy::new(&[], true).unwrap()).unwrap();
    let parts = Parts {
        outbox: Outbox::new(config.server.public_url.host(), entropy.clone()),
        renderer: Arc::new(Renderer::new(&config.shop, &config.server.public_url).unwrap()),
        openid: Arc::new(OpenIdClient::new(client, clock.clone(), entropy.clone())),
        site: Arc::new(Site::default()),
        passwords: PasswordHasher::new(&config.passwords, 1, entropy.clone()).unwrap(),
        refused: config.passwords.refused().unwrap(),
        keyring: Keyring::generate(&*entropy),
        config,
        database,
        clock,
        entropy,
        catalogue: crate::state::Catalogue::default(),
        keys: crate::signing::Keys::default(),
        discovery: crate::kept::Kept::default(),
        logouts: tokio::sync::Notify::new(),
        demo: true,
    };
    (Portico::new(parts), folder)
}

/// What stands there: numbers of offers, staff, waiting and unproven requests, mails.
async fn stock(portico: &Portico) -> [usize; 5] {
    let mut conn = portico.database.read().await.unwrap();
    let waiting = registration_requests::count(&mut conn, Status::Waiting)
        .await
        .unwrap();
    let unproven = registration_requests::count(&mut conn, Status::Unproven)
        .await
        .unwrap();
    [
        offers::list(&mut conn).await.unwrap().len(),
        staff::list::all(&mut conn, None).await.unwrap().len(),
        usize::try_from(waiting).unwrap(),
        usize::try_from(unproven).unwrap(),
        usize::try_from(storage::mails::list::counts(&mut conn, 100).await.unwrap().queued).unwrap(),
    ]
}

#[tokio::test]
async fn seeding_twice_changes_nothing() {
    let (portico, _folder) = shop().await;
    for _ in 0..2 {
        seed(&portico).await.unwrap();
        assert_eq!(stock(&portico).await, [12, 2, 3, 1, 0]);
    }
    let mut conn = portico.database.read().await.unwrap();
    let terms = legal_texts::current_version(&mut conn, legal_texts::Kind::Terms)
        .await
        .unwrap();
    assert_eq!(terms, Some(catalogue::TERMS_VERSION));
}

/// The provider that the partner is, and the client that the shop is.
async fn introduced(shop: &Portico, partner: &Portico) -> (Provider, Client) {
    partner::introduce(shop, partner).await.unwrap();
    let mut conn = shop.database.read().await.unwrap();
    let provider = providers::by_slug(&mut conn, "partner").await.unwrap().unwrap();
    let mut conn = partner.database.read().await.unwrap();
    let mut clients = clients::list(&mut conn).await.unwrap();
    assert_eq!(clients.len(), 1);
    let client = clients.remove(0);
    assert_eq!(provider.client_id, client.id.to_string());
    let config = crate::services::provider_rows::config(shop, &provider).unwrap();
    assert_eq!(
        config.issuer,
        partner.config.server.public_url.origin(),
        "exactly the issuer of its tokens"
    );
    assert!(client.redirect_uris[0].accepts(config.redirect_uri.as_str()));
    let shown = sha256_hex(config.client_secret.unwrap().expose_secret().as_bytes());
    let open = secrets::open(&mut conn, client.id, partner.now()).await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].hash, shown, "the partner knows the shop's secret");
    (provider, client)
}

#[tokio::test]
async fn shop_and_partner_know_each_other_and_stay_as_they_are() {
    let ((shop, _shop), (partner, _partner)) = pair().await;
    for _ in 0..2 {
        partner::seed(&partner).await.unwrap();
        assert_eq!(stock(&partner).await, [0, 1, 0, 0, 0]);
    }
    let (provider, client) = introduced(&shop, &partner).await;
    assert!(provider.enabled && provider.visible && provider.logo.is_some());
    assert!(!client.trusted && client.pkce && client.active);
    assert_eq!(
        client.back_channel_logout_uri.as_deref(),
        Some("http://localhost:3000/providers/partner/back-channel-logout")
    );
    assert_eq!(
        client.post_logout_redirect_uris[0].as_str(),
        "http://localhost:3000/providers/partner/logged-out"
    );
    assert_eq!(
        introduced(&shop, &partner).await,
        (provider.clone(), client.clone())
    );

    // What somebody chose stays.
    let mut tx = partner.database.begin().await.unwrap();
    let off = clients::set_active(&mut tx, client.id, client.version, false, partner.now()).await;
    assert!(off.unwrap());
    tx.commit().await.unwrap();
    let mut tx = shop.database.begin().await.unwrap();
    let hidden = providers::set_flags(&mut tx, provider.id, provider.version, true, false, shop.now()).await;
    assert!(hidden.unwrap());
    tx.commit().await.unwrap();
    let (provider, client) = introduced(&shop, &partner).await;
    assert!(!provider.visible && !client.active);
}

#[tokio::test]
async fn whichever_database_is_lost_they_find_each_other_again() {
    let ((shop, _shop), (partner, _partner)) = pair().await;
    let (before, client) = introduced(&shop, &partner).await;
    let (fresh_partner, _folder) = partner_of(&shop).await;
    let (after, _) = introduced(&shop, &fresh_partner).await;
    assert_eq!(after.id, before.id);
    assert_ne!(after.client_id, before.client_id);

    let (fresh_shop, _folder) = self::shop().await;
    let (_, found) = introduced(&fresh_shop, &partner).await;
    assert_eq!(found.id, client.id, "known by its redirect URI");
}

async fn pair() -> ((Portico, Folder), (Portico, Folder)) {
    let shop = shop().await;
    let partner = partner_of(&shop.0).await;
    (shop, partner)
}

#[tokio::test]
async fn people_of_the_partner_sign_in_without_more_ado() {
    let ((_, _shop), (partner, _partner)) = pair().await;
    partner::seed(&partner).await.unwrap();
    let mut conn = partner.database.read().await.unwrap();
    let settings = storage::settings::load(&mut conn).await.unwrap();
    assert!(settings.shop.local_sign_in && !settings.shop.approval);
    let terms = legal_texts::current_version(&mut conn, legal_texts::Kind::Terms)
        .await
        .unwrap();
    let key = Email::parse("nora@partner.example").unwrap().key();
    let nora = customers::by_address_key(&mut conn, &key).await.unwrap().unwrap();
    assert_eq!(nora.terms_version, terms, "no terms stand in the way");
    assert!(nora.address_proven_at.is_some());
    let banner = partner::banner(&partner);
    assert!(banner.contains("http://127.0.0.1:9") && banner.contains("nora@partner.example"));
}

#[tokio::test]
async fn everybody_in_the_banner_has_that_password() {
    let (portico, _folder) = shop().await;
    seed(&portico).await.unwrap();
    let banner = banner(&portico);
    let mut conn = portico.database.read().await.unwrap();
    for (_, email, password, _) in PEOPLE {
        assert!(banner.contains(email) && banner.contains(password), "{banner}");
        let key = domain::values::Email::parse(email).unwrap().key();
        let customer = customers::by_address_key(&mut conn, &key)
            .await
            .unwrap()
            .map(|customer| customer.password_hash);
        let member = staff::by_address_key(&mut conn, &key)
            .await
            .unwrap()
            .map(|member| member.password_hash);
        let hash = customer.or(member).flatten().unwrap();
        assert!(
            portico
                .passwords
                .verify(&(*password).into(), &hash)
                .await
                .unwrap()
                .matches,
            "{email}"
        );
    }
}

#[tokio::test]
async fn whoever_tries_it_needs_no_app_and_may_ask_for_one() {
    let (portico, _folder) = shop().await;
    seed(&portico).await.unwrap();
    let kept = async || {
        let mut conn = portico.database.read().await.unwrap();
        policies::load::<SecondFactorPolicy>(&mut conn).await.unwrap()
    };
    let spared = kept().await;
    assert!(spared.policy.factor_roles.is_empty());
    let mut tx = portico.database.begin().await.unwrap();
    let chosen = SecondFactorPolicy::default();
    assert!(policies::save(&mut tx, &chosen, spared.version).await.unwrap());
    tx.commit().await.unwrap();
    seed(&portico).await.unwrap();
    assert_eq!(kept().await.policy, chosen, "what somebody changed since stays");
}

#[tokio::test]
async fn providers_of_old_demonstrations_leave_the_login_page() {
    let (portico, _folder) = shop().await;
    let old = [
        ("harbour", "http://127.0.0.1:4001"),
        ("mine", "http://127.0.0.1:4002"),
        ("northwind", "https://id.northwind.example"),
    ];
    let now = portico.now();
    let mut tx = portico.database.begin().await.unwrap();
    for (slug, issuer) in old {
        let settings = providers::ProviderSettings {
            slug,
            name: slug,
            labels: &storage::ByLanguage::default(),
            issuer,
            client_id: "shop",
            client_auth: domain::providers::ClientAuth::None,
            client_secret: None,
            secret_expires_at: None,
            scopes: "openid",
            authorize_parameters: domain::providers::AuthorizeParameters::default(),
            claims: &domain::providers::ClaimMapping::default(),
            trusts_email_verified: false,
            account_code_controlled: false,
            pkce: true,
        };
        let id = domain::ids::ProviderId::new(now, portico.random());
        providers::insert(&mut tx, id, &settings, now).await.unwrap();
        let made = providers::by_id(&mut tx, id).await.unwrap().unwrap();
        let shown = providers::set_flags(&mut tx, id, made.version, true, true, now).await;
        assert!(shown.unwrap());
    }
    tx.commit().await.unwrap();
    seed(&portico).await.unwrap();
    let mut conn = portico.database.read().await.unwrap();
    let enabled = providers::list_enabled(&mut conn).await.unwrap();
    let slugs: Vec<_> = enabled.iter().map(|provider| provider.slug.as_str()).collect();
    assert_eq!(slugs, ["mine", "northwind"], "only those that the samples made");
}
