-- What all replicas share: attempts counted per bucket, and when a periodic job is due.

CREATE TABLE throttles (
    bucket TEXT PRIMARY KEY,
    count BIGINT NOT NULL,
    window_ends_at BIGINT NOT NULL
);
CREATE INDEX throttles_window_ends_at ON throttles (window_ends_at);

CREATE TABLE periodic_jobs (
    name TEXT PRIMARY KEY,
    next_run_at BIGINT NOT NULL
);
