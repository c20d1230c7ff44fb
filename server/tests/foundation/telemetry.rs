//! Metrics as Prometheus reads them.

use server::telemetry::Metrics;

#[test]
fn metrics_are_told_in_the_form_of_prometheus() {
    let metrics = Metrics::install().unwrap();
    metrics::counter!("portico_mails_total", "result" => "sent").increment(2);
    metrics::counter!("portico_http_requests_total", "status" => "200").increment(1);
    metrics::histogram!("portico_http_request_seconds").record(0.03);
    metrics::counter!("portico_sessions_begun_total", "began" => "password").increment(1);
    metrics::counter!("portico_jobs_total", "job" => "housekeeping", "result" => "done").increment(1);
    metrics.upkeep();
    let text = metrics.render();
    assert!(text.contains("# TYPE portico_mails_total counter"), "{text}");
    assert!(text.contains("portico_mails_total{result=\"sent\"}"), "{text}");
    assert!(
        text.contains("portico_http_request_seconds_bucket{le=\"0.05\"} 1"),
        "{text}"
    );
    let named = |line: &str| {
        line.starts_with("# TYPE ")
            .then(|| line.split(' ').nth(2).map(str::to_owned))
    };
    let names: Vec<String> = text.lines().filter_map(named).flatten().collect();
    assert_eq!(names.len(), 5, "{text}");
    for name in names {
        assert!(name.starts_with("portico_"), "{name}");
        assert!(
            text.contains(&format!("# HELP {name} ")),
            "{name} is not described"
        );
    }
    assert!(Metrics::install().is_err(), "once for each process");
}
