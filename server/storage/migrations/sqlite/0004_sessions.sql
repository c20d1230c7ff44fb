-- Who is signed in, and what a browser has begun at a provider.

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    sid TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    began TEXT NOT NULL,
    provider_id TEXT REFERENCES providers (id),
    identity_id TEXT REFERENCES identities (id),
    upstream_sid TEXT,
    id_token TEXT,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    keep BOOLEAN NOT NULL,
    user_agent TEXT NOT NULL,
    requester TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_because TEXT
);
CREATE UNIQUE INDEX sessions_token_hash ON sessions (token_hash);
CREATE UNIQUE INDEX sessions_sid ON sessions (sid);
CREATE INDEX sessions_customer_id ON sessions (customer_id);
CREATE INDEX sessions_provider_id ON sessions (provider_id);
CREATE INDEX sessions_created_at ON sessions (created_at);

CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    state_hash TEXT NOT NULL,
    flow_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    provider_id TEXT NOT NULL REFERENCES providers (id),
    nonce TEXT,
    verifier TEXT,
    return_to TEXT,
    language TEXT NOT NULL,
    link_id TEXT,
    pending TEXT,
    receipt TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE UNIQUE INDEX attempts_state_hash ON attempts (state_hash);
CREATE INDEX attempts_flow_hash ON attempts (flow_hash);
CREATE INDEX attempts_expires_at ON attempts (expires_at);
