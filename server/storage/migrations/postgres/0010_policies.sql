-- Groups of settings, each saved by itself as one JSON value. A missing row means the group's defaults.

CREATE TABLE policies (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    version BIGINT NOT NULL
);
