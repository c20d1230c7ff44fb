//! Log lines on the standard error output.

use std::io::IsTerminal;

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use super::panics::log_panics;
use crate::config::{Log, LogFormat};

/// Begins to log, panics too, as the configuration says. A second call changes nothing, so tests may call it.
pub fn init(config: &Log) {
    // The configuration was checked; a filter that does not parse is there only in a test.
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let terminal = std::io::stderr().is_terminal();
    let json = match config.format {
        LogFormat::Auto => !terminal,
        LogFormat::Text => false,
        LogFormat::Json => true,
    };
    let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(terminal);
    let layer = if json {
        layer.json().flatten_event(true).boxed()
    } else {
        layer.compact().boxed()
    };
    // Fails only when there is a subscriber already.
    let begun = tracing_subscriber::registry()
        .with(layer.with_filter(filter))
        .try_init();
    if begun.is_ok() {
        log_panics();
    }
}
