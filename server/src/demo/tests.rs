//! The sample data, written into a database of its own.

use super::*;
use crate::{
    config::from_sources,
    crypto::{Keyring, PasswordHasher, SystemClock, SystemEntropy},
    http::assets::Site,
    mail::{Outbox, Renderer},
    providers::{AddressPolicy, HttpClient, OpenIdClient},
    state::Parts,
};
use domain::{approvals::Status, time::Clock};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};
use storage::{Database, Options, customers, legal_texts, offers, providers, registration_requests, staff};

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
    let config = from_sources(None, &variables).unwrap();
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
        demo: true,
    };
    (Portico::new(parts), folder)
}

/// What stands there: numbers of offers, providers, staff, waiting and unproven requests, mails.
async fn stock(portico: &Portico) -> [usize; 6] {
    let mut conn = portico.database.read().await.unwrap();
    let waiting = registration_requests::count(&mut conn, Status::Waiting)
        .await
        .unwrap();
    let unproven = registration_requests::count(&mut conn, Status::Unproven)
        .await
        .unwrap();
    [
        offers::list(&mut conn).await.unwrap().len(),
        providers::list_enabled(&mut conn)
            .await
            .unwrap()
            .iter()
            .filter(|provider| provider.visible)
            .count(),
        staff::list::all(&mut conn, None).await.unwrap().len(),
        usize::try_from(waiting).unwrap(),
        usize::try_from(unproven).unwrap(),
        usize::try_from(storage::mails::list::counts(&mut conn, 100).await.unwrap().queued).unwrap(),
    ]
}

#[tokio::test]
async fn seeding_twice_changes_nothing() {
    let (portico, _folder) = shop().await;
    // Nobody listens there: the shop starts all the same.
    let absent = DemoProvider {
        slug: "harbour",
        name: "Harbour ID",
        logo: include_bytes!("../../samples/logos/harbour.png"),
        issuer: "http://127.0.0.1:9".to_owned(),
    };
    for _ in 0..2 {
        seed_with(&portico, std::slice::from_ref(&absent)).await.unwrap();
        assert_eq!(stock(&portico).await, [12, 1, 2, 3, 1, 0]);
    }
    let mut conn = portico.database.read().await.unwrap();
    let terms = legal_texts::current_version(&mut conn, legal_texts::Kind::Terms)
        .await
        .unwrap();
    assert_eq!(terms, Some(catalogue::TERMS_VERSION));
    let harbour = providers::by_slug(&mut conn, "harbour").await.unwrap().unwrap();
    assert!(!harbour.offers_logout);
    assert!(
        crate::services::provider_rows::config(&portico, &harbour).is_ok(),
        "the secret opens again"
    );
}

#[tokio::test]
async fn everybody_in_the_banner_has_that_password() {
    let (portico, _folder) = shop().await;
    seed_with(&portico, &[]).await.unwrap();
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
    seed_with(&portico, &[]).await.unwrap();
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
    seed_with(&portico, &[]).await.unwrap();
    assert_eq!(kept().await.policy, chosen, "what somebody changed since stays");
}
