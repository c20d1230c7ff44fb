//! Metrics as Prometheus reads them.

use server::telemetry::Metrics;

#[test]
fn metrics_are_told_in_the_form_of_prometheus() {
    let metrics = Metrics::install().unwrap();
    metrics::counter!("portico_mails_total", "result" => "sent").increment(2);
    metrics::histogram!("portico_test_seconds").record(0.03);
    metrics.upkeep();
    let text = metrics.render();
    assert!(text.contains("# TYPE portico_mails_total counter"), "{text}");
    assert!(text.contains("portico_mails_total{result=\"sent\"}"), "{text}");
    assert!(
        text.contains("portico_test_seconds_bucket{le=\"0.05\"} 1"),
        "{text}"
    );
    assert!(Metrics::install().is_err(), "once for each process");
}
