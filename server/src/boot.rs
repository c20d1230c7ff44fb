//! Puts the running shop together from its configuration, and serves it until told to stop.

use crate::{
    config::Config,
    crypto::{Keyring, PasswordHasher, SystemClock, SystemEntropy},
    demo, http, jobs,
    mail::{self, Outbox, Renderer, Transport, transport},
    providers::{address::AddressPolicy, client::OpenIdClient, http::HttpClient},
    services,
    signing::Keys,
    state::{Catalogue, Parts, Portico},
    telemetry,
};
use anyhow::{Context, ensure};
use axum::{Router, routing::get};
use domain::time::Clock;
use secrecy::ExposeSecret;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use storage::{Database, Options};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};

/// What `portico serve` was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// Sample data, the built-in mailbox, sample people.
    pub demo: bool,
    /// The port of the second Portico, which signs people in to the demonstration.
    pub partner: demo::partner::Port,
    /// Don't run migrations first.
    pub no_migrate: bool,
}

/// Opens the database of the configuration.
///
/// # Errors
/// A database that does not answer.
pub async fn open_database(config: &Config) -> anyhow::Result<Database> {
    let url = config.database.url.expose_secret();
    Database::connect(url, &Options::default())
        .await
        .context("the database can't be opened")
}

/// Where outgoing requests may go.
pub(crate) fn policy(config: &Config) -> anyhow::Result<AddressPolicy> {
    let allow: Vec<String> = config.outgoing.allow.iter().map(ToString::to_string).collect();
    Ok(AddressPolicy::new(&allow, config.development())?)
}

/// Puts the parts together; starts nothing.
///
/// # Errors
/// Whatever keeps the shop from running, with the reason.
pub async fn build(config: Config, demo: bool) -> anyhow::Result<Portico> {
    ensure!(
        !demo || config.development(),
        "--demo is for a public URL on this machine only"
    );
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy = Arc::new(SystemEntropy::default());
    let database = open_database(&config).await?;
    let keyring = Keyring::load(&config.secrets, &*entropy).context("the keys for secrets can't be read")?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let passwords = PasswordHasher::new(&config.passwords, cores, entropy.clone())?;
    let refused = config.passwords.refused()?;
    let client = HttpClient::new(policy(&config)?)?;
    let site = http::assets::Site::load(&config.shop)?;
    Ok(Portico::new(Parts {
        outbox: Outbox::new(config.server.public_url.host(), entropy.clone()),
        renderer: Arc::new(Renderer::new(&config.shop, &config.server.public_url)?),
        openid: Arc::new(OpenIdClient::new(client, clock.clone(), entropy.clone())),
        site: Arc::new(site),
        config,
        database,
        clock,
        entropy,
        passwords,
        refused,
        keyring,
        catalogue: Catalogue::default(),
        keys: Keys::default(),
        discovery: crate::kept::Kept::default(),
        logouts: Notify::new(),
        demo,
    }))
}

/// Serves until `stop` says so, then lets running requests finish. A demonstration has its partner beside it, in the
/// same process.
///
/// # Errors
/// A port that is taken, a database that can't be migrated.
pub async fn serve(config: Config, wishes: Wishes, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    let metrics = telemetry::Metrics::install()?;
    let metrics_listen = config.server.metrics_listen;
    let partner = match wishes.demo {
        true => demo::partner::config(&config, wishes.partner)?,
        false => None,
    };
    let shop = Ready::new(config, wishes).await?;
    let partner = match partner {
        Some(config) => Some(begin_partner(config, wishes, stop.clone()).await?),
        None => None,
    };
    if wishes.demo {
        seed(&shop.portico, partner.as_ref().map(|(partner, _)| partner))
            .await
            .map_err(|trouble| anyhow::anyhow!("the sample data can't be written: {trouble}"))?;
    }
    announce(&shop.portico, partner.as_ref().map(|(partner, _)| partner)).await?;
    let mut beside = vec![tokio::spawn(keep_up(metrics.clone(), stop.clone()))];
    if let Some(address) = metrics_listen {
        beside.push(tokio::spawn(serve_metrics(address, metrics, stop.clone())));
    }
    shop.serve(stop).await?;
    if let Some((_, task)) = partner {
        task.await??;
    }
    for task in beside {
        task.await?;
    }
    Ok(())
}

/// A Portico whose database is up to date and whose address is its own.
struct Ready {
    portico: Portico,
    listener: TcpListener,
}

impl Ready {
    async fn new(config: Config, wishes: Wishes) -> anyhow::Result<Self> {
        let listen = config.server.listen;
        let portico = build(config, wishes.demo).await?;
        if !wishes.no_migrate {
            portico
                .database
                .migrate()
                .await
                .context("the migrations failed")?;
        }
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("can't listen on {listen}"))?;
        Ok(Self { portico, listener })
    }

    /// Answers requests and does what is to be done beside them, until `stop` says so.
    async fn serve(self, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
        let Self { portico, listener } = self;
        let background = background(&portico, &stop)?;
        let service = http::router(portico.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let stopped = async move {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        axum::serve(listener, service)
            .with_graceful_shutdown(stopped)
            .await?;
        for task in background {
            task.await?;
        }
        portico.database.close().await;
        Ok(())
    }
}

/// Opens the partner of a demonstration, so that the shop can ask it who it is.
async fn begin_partner(
    config: Config,
    wishes: Wishes,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<(Portico, JoinHandle<anyhow::Result<()>>)> {
    let ready = Ready::new(config, wishes)
        .await
        .context("the demonstration's partner (--partner takes another port, or off)")?;
    let portico = ready.portico.clone();
    Ok((portico, tokio::spawn(ready.serve(stop))))
}

async fn seed(shop: &Portico, partner: Option<&Portico>) -> services::Outcome<()> {
    demo::seed(shop).await?;
    if let Some(partner) = partner {
        demo::partner::seed(partner).await?;
        demo::partner::introduce(shop, partner).await?;
    }
    Ok(())
}

/// What a person who starts the shop needs to know, on the console.
#[expect(
    clippy::print_stdout,
    reason = "the one-time link belongs to the person at the console, not into a log"
)]
async fn announce(portico: &Portico, partner: Option<&Portico>) -> anyhow::Result<()> {
    println!(
        "{} is open at {}",
        portico.config.shop.name,
        portico.config.server.public_url.origin()
    );
    let link = match portico.demo {
        true => demo::administrator_link(portico).await,
        false => services::staff::first_link(portico).await,
    };
    if let Some(link) = link.map_err(|trouble| anyhow::anyhow!("{trouble}"))? {
        println!("Become an administrator, once: {link}");
    }
    if portico.demo {
        print!("{}", demo::banner(portico));
    }
    if let Some(partner) = partner {
        print!("{}", demo::partner::banner(partner));
    }
    Ok(())
}

/// Mails and periodic jobs beside the requests.
fn background(portico: &Portico, stop: &watch::Receiver<bool>) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let mut tasks = Vec::new();
    if let Some(transport) = transport::from_config(&portico.config, portico.demo, &portico.database)? {
        let worker = mail_worker(portico, transport);
        tasks.push(tokio::spawn(worker.run(stop.clone())));
    } else {
        tracing::warn!("mail.smtp_url is not set: mails wait until it is");
    }
    let runner = jobs::Runner::new(
        portico.database.clone(),
        portico.clock.clone(),
        portico.entropy.clone(),
        portico.outbox.clone(),
    )
    .with_shop(portico.clone());
    tasks.push(tokio::spawn(runner.run(stop.clone())));
    tasks.push(tokio::spawn(services::oidc::back_channel::run(
        portico.clone(),
        stop.clone(),
    )));
    Ok(tasks)
}

/// The worker that sends what the outbox holds.
pub fn mail_worker(portico: &Portico, transport: Arc<dyn Transport>) -> mail::Worker {
    mail::Worker {
        database: portico.database.clone(),
        outbox: portico.outbox.clone(),
        renderer: Arc::clone(&portico.renderer),
        tokens: portico.keyring.links(),
        transport,
        clock: portico.clock.clone(),
        entropy: portico.entropy.clone(),
    }
}

/// Drains histograms now and then, so that they do not grow while nobody reads them.
async fn keep_up(metrics: telemetry::Metrics, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        metrics.upkeep();
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// `/metrics` on a listener of its own, so that it is not public by accident.
async fn serve_metrics(address: SocketAddr, metrics: telemetry::Metrics, mut stop: watch::Receiver<bool>) {
    let router = Router::new().route("/metrics", get(move || std::future::ready(metrics.render())));
    match TcpListener::bind(address).await {
        Ok(listener) => {
            let stopped = async move {
                let _ = stop.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the metrics listener failed");
            }
        }
        Err(error) => tracing::error!(%error, %address, "the metrics listener can't be opened"),
    }
}
