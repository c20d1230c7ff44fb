-- The browsers that a customer has signed in with: a long-lived cookie, hashed, so that a new one can be told to them.
CREATE TABLE devices (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    token_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, token_hash)
);
CREATE INDEX devices_last_seen_at ON devices (last_seen_at);

-- Logout tokens of providers that were carried out, until they are too old to be taken again.
CREATE TABLE logout_tokens (
    provider_id TEXT NOT NULL REFERENCES providers (id),
    jti TEXT NOT NULL,
    spent_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, jti)
);
CREATE INDEX logout_tokens_spent_at ON logout_tokens (spent_at);
CREATE INDEX sessions_provider_id_upstream_sid ON sessions (provider_id, upstream_sid);
