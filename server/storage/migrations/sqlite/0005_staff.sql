-- People who work in the back office.

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    backend TEXT NOT NULL,
    identifier TEXT NOT NULL,
    email TEXT NOT NULL,
    address_key TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_address_key ON staff (address_key);
CREATE UNIQUE INDEX staff_backend_identifier ON staff (backend, identifier);

CREATE TABLE staff_sessions (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    auth_time BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    requester TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX staff_sessions_token_hash ON staff_sessions (token_hash);
CREATE INDEX staff_sessions_staff_id ON staff_sessions (staff_id);
CREATE INDEX staff_sessions_created_at ON staff_sessions (created_at);
