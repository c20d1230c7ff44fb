//! Mails: does the server take them from us, and will others believe them?

use super::{
    Finding,
    mail_records::{dkim, dmarc, spf},
    names::{Names, NoAnswer, Texts},
};
use crate::{config::Config, mail::Smtp};

const ABOUT: &str = "mail";

/// The server, and what stands in the name system about the sender's domain.
pub(super) async fn examine(config: &Config, names: &dyn Names) -> Vec<Finding> {
    let mut findings = vec![server(config).await];
    if config.mail.operations.is_none() {
        let text = "mail.operations is empty: nobody is told about new requests and failing providers";
        findings.push(Finding::warning(ABOUT, text));
    }
    let domain = config.mail.from.email.domain();
    if domain != "localhost" {
        let records = published(domain, names).await;
        findings.extend(records.unwrap_or_else(|NoAnswer| {
            let text = format!("{NoAnswer}, so that SPF, DKIM and DMARC of {domain} were not looked at");
            vec![Finding::warning(ABOUT, text)]
        }));
    }
    findings
}

async fn server(config: &Config) -> Finding {
    let smtp = match Smtp::new(&config.mail, config.server.public_url.host()) {
        Ok(Some(smtp)) => smtp,
        Ok(None) => {
            return Finding::warning(
                ABOUT,
                "mail.smtp_url is not set: mails wait in the database until it is",
            );
        }
        Err(fault) => return Finding::fault(ABOUT, fault.to_string()),
    };
    match smtp.reach().await {
        Ok(()) => Finding::ok(ABOUT, "the server takes mails from us"),
        Err(fault) => {
            let text = format!("{fault}: check mail.smtp_url, and that this machine reaches the server");
            Finding::fault(ABOUT, text)
        }
    }
}

async fn published(domain: &str, names: &dyn Names) -> Result<Vec<Finding>, NoAnswer> {
    Ok(vec![
        spf(domain, &names.texts(domain).await?),
        dkim(domain, &names.texts(&format!("_domainkey.{domain}")).await?),
        dmarc(domain, &nearest_dmarc(domain, names).await?),
    ])
}

/// The texts at `_dmarc.` before the domain, or before the first domain above it that has some (RFC 7489 section 6.6.3
/// asks the organisation's domain only; those between hold none as a rule).
async fn nearest_dmarc(domain: &str, names: &dyn Names) -> Result<Texts, NoAnswer> {
    let mut here = domain;
    loop {
        let texts = names.texts(&format!("_dmarc.{here}")).await?;
        match here.split_once('.') {
            Some((_, above)) if texts.all().is_empty() && above.contains('.') => here = above,
            _ => return Ok(texts),
        }
    }
}
