//! `[log]`: what is logged, and in which form.

use std::str::FromStr;

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::keys::{Key, Section};
use super::sources::from_text;

pub(super) const SECTION: Section = Section {
    name: "log",
    meaning: "What is logged to the standard error output, and in which form.",
    keys: &[
        Key::text(
            "filter",
            "info",
            "`error`, `warn`, `info`, `debug` or `trace`, also per module: `info,storage=debug`.",
        ),
        Key::text(
            "format",
            "auto",
            "`text`, `json`, or `auto`: text in a terminal, else JSON.",
        ),
    ],
};

/// What is logged, and in which form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Directives of `tracing`'s filter.
    pub filter: String,
    /// Form of a line.
    #[serde(deserialize_with = "from_text")]
    pub format: LogFormat,
}

/// Form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text in a terminal, else JSON.
    Auto,
    /// One line of text.
    Text,
    /// One JSON object.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<LogFormat, Self::Err> {
        match text {
            "auto" => Ok(LogFormat::Auto),
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("must be auto, text or json"),
        }
    }
}

impl Log {
    pub(super) fn validate(&self) -> Vec<(&'static str, String)> {
        match EnvFilter::try_new(&self.filter) {
            Ok(_) => Vec::new(),
            Err(error) => vec![("log.filter", error.to_string())],
        }
    }
}
