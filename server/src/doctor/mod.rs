//! `portico doctor`: looks at everything that the shop rests on and says in a line each what is in order, what somebody
//! should know, and what does not work, with what to do about it. It changes nothing and shows no secret.

mod clock;
mod database;
mod finding;
mod keys;
mod mail;
mod mail_records;
mod names;
mod providers;
mod public_url;

pub use finding::{Finding, Level, Report};
pub use mail_records::{dkim, dmarc, spf};
pub use names::{Names, NoAnswer, SystemNames, Texts};

use crate::{
    boot,
    config::{Config, Faults},
    crypto::{Entropy, SystemClock, SystemEntropy},
    http::assets::Site,
    providers::http::HttpClient,
};
use domain::time::Clock;
use std::sync::Arc;

/// What the doctor looks with.
pub struct Tools {
    /// The clock of this machine.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The domain name system.
    pub names: Arc<dyn Names>,
}

impl Tools {
    /// Those of this machine.
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy::default()),
            names: Arc::new(SystemNames),
        }
    }
}

/// What a configuration comes to that can't be read; nothing else can be looked at then.
pub fn unreadable(faults: &Faults) -> Report {
    let each = faults.0.iter();
    Report(
        each.map(|fault| Finding::fault("configuration", fault.to_string()))
            .collect(),
    )
}

/// Looks at everything, one thing after the other; what does not answer takes some seconds.
pub async fn examine(config: &Config, tools: &Tools) -> Report {
    let mut findings = vec![Finding::ok("configuration", "in order")];
    let (public_url, date) = public_url::examine(config, &*tools.clock).await;
    findings.push(public_url);
    findings.push(match Site::load(&config.shop) {
        Ok(_) => Finding::ok("site files", "complete"),
        Err(fault) => Finding::fault("site files", fault.to_string()),
    });
    let (keys, keyring) = keys::examine(config);
    findings.extend(keys);
    let (found, database) = database::examine(config).await;
    findings.push(found);
    findings.extend(mail::examine(config, &*tools.names).await);

    let mut dates = Vec::new();
    if let Some(database) = database {
        match keys::sealed(&database, keyring.as_ref(), tools.clock.now()).await {
            Ok(found) => findings.extend(found),
            Err(error) => findings.push(Finding::fault("database", error.to_string())),
        }
        match client(config) {
            Ok(client) => {
                let (providers, of_providers) =
                    providers::examine(tools, &database, client, keyring.as_ref()).await;
                findings.extend(providers);
                dates = of_providers;
            }
            Err(error) => findings.push(Finding::fault("providers", format!("{error:#}"))),
        }
        database.close().await;
    }
    // A provider's clock is what tokens are judged by; the shop's own address is often this very machine.
    dates.extend(date);
    findings.push(clock::judge(dates.first()));
    Report(findings)
}

/// The client with which the shop asks its providers.
fn client(config: &Config) -> anyhow::Result<HttpClient> {
    Ok(HttpClient::new(boot::policy(config)?)?)
}
