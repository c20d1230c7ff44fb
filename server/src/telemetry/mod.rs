//! What the program tells its operators: logs and metrics.

mod logging;
mod metrics;
mod panics;
mod scrub;

pub use logging::init;
pub use metrics::{Metrics, MetricsFault};
pub use panics::log_panic;
pub use scrub::scrub;
