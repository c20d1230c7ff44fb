//! The domain name system, as far as mail rests on it.

use async_trait::async_trait;
use hickory_resolver::{Resolver, proto::rr::RData};
use std::time::Duration;

/// The texts that stand at a name (TXT, RFC 1035 section 3.3.14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    /// These; each may be made of several strings, which belong together (RFC 7208 section 3.3).
    Here(Vec<String>),
    /// There is the name, or something below it, but no text.
    None,
    /// There is no such name, and nothing below it (RFC 8020).
    NoSuchName,
}

impl Texts {
    /// The texts; none where there is no name.
    pub fn all(&self) -> &[String] {
        match self {
            Self::Here(texts) => texts,
            Self::None | Self::NoSuchName => &[],
        }
    }
}

/// Nobody could be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name server does not answer")]
pub struct NoAnswer;

/// Somebody who knows what stands at a name.
#[async_trait]
pub trait Names: Send + Sync {
    /// The texts at the name, which has no dot at its end.
    async fn texts(&self, name: &str) -> Result<Texts, NoAnswer>;
}

/// The name servers that this machine is set up with.
pub struct SystemNames;

#[async_trait]
impl Names for SystemNames {
    async fn texts(&self, name: &str) -> Result<Texts, NoAnswer> {
        let mut builder = Resolver::builder_tokio().map_err(|_| NoAnswer)?;
        builder.options_mut().timeout = Duration::from_secs(3);
        let resolver = builder.build().map_err(|_| NoAnswer)?;
        match resolver.txt_lookup(format!("{name}.")).await {
            Ok(found) => {
                let texts = found.answers().iter().filter_map(|record| match &record.data {
                    RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
                    _ => None,
                });
                Ok(Texts::Here(texts.collect()))
            }
            Err(error) if error.is_nx_domain() => Ok(Texts::NoSuchName),
            Err(error) if error.is_no_records_found() => Ok(Texts::None),
            Err(_) => Err(NoAnswer),
        }
    }
}
