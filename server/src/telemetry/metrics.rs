//! Metrics in the form of Prometheus.

use std::fmt;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the buckets for durations, in seconds: from a cached page to a slow provider.
const SECONDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// The recorder cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("metrics: {0}")]
pub struct MetricsFault(String);

/// What the macros of the crate `metrics` recorded. Names begin with `portico_`, durations are seconds. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Begins to record, once for each process.
    ///
    /// # Errors
    /// When something records already.
    pub fn install() -> Result<Metrics, MetricsFault> {
        let handle = builder()?.install_recorder().map_err(fault)?;
        describe();
        Ok(Metrics(handle))
    }

    /// A recorder that nobody writes to: for tests, where several servers live in one process.
    ///
    /// # Errors
    /// Never in practice; the buckets are constants.
    pub fn unused() -> Result<Metrics, MetricsFault> {
        Ok(Metrics(builder()?.build_recorder().handle()))
    }

    /// The text of `/metrics` (Prometheus text format 0.0.4).
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds recorded durations into their buckets. Call it now and then: nobody may ask for `/metrics`.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

fn builder() -> Result<PrometheusBuilder, MetricsFault> {
    let durations = Matcher::Suffix("_seconds".to_owned());
    PrometheusBuilder::new()
        .set_buckets_for_metric(durations, SECONDS)
        .map_err(fault)
}

fn describe() {
    metrics::describe_counter!("portico_http_requests_total", "Answered requests by status.");
    metrics::describe_histogram!(
        "portico_http_request_seconds",
        "Time from a request to its answer, in seconds."
    );
    metrics::describe_counter!(
        "portico_sessions_begun_total",
        "Sessions of customers by how they began: password, provider."
    );
    metrics::describe_counter!("portico_mails_total", "Mails by result: sent, put_off, failed.");
    metrics::describe_counter!(
        "portico_jobs_total",
        "Runs of periodic jobs by job and result: done, failed."
    );
}

fn fault(error: impl fmt::Display) -> MetricsFault {
    MetricsFault(error.to_string())
}
