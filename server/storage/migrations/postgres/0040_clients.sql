-- Applications whose users sign in here, and what they were given.

CREATE TABLE clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    logo TEXT,
    policy_uri TEXT,
    tos_uri TEXT,
    auth_method TEXT NOT NULL,
    public_keys TEXT,
    response_types TEXT NOT NULL,
    grant_types TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    post_logout_redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    trusted BOOLEAN NOT NULL,
    pkce BOOLEAN NOT NULL,
    back_channel_logout_uri TEXT,
    front_channel_logout_uri TEXT,
    id_token_algorithm TEXT NOT NULL,
    access_token_minutes BIGINT NOT NULL,
    refresh_token_days BIGINT NOT NULL,
    sector_identifier TEXT,
    active BOOLEAN NOT NULL,
    last_used_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE client_secrets (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    -- The secret itself, sealed, until the one who made it has noted it.
    shown TEXT,
    shown_to TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX client_secrets_client_id ON client_secrets (client_id);

-- One row for each code, which all tokens that came of it point to.
CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    session_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    auth_time BIGINT NOT NULL,
    amr TEXT NOT NULL,
    nonce TEXT,
    redirect_uri TEXT NOT NULL,
    challenge TEXT,
    code_hash TEXT NOT NULL,
    code_expires_at BIGINT NOT NULL,
    code_used_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX grants_code_hash ON grants (code_hash);
CREATE INDEX grants_customer_id ON grants (customer_id);
CREATE INDEX grants_client_id ON grants (client_id);
CREATE INDEX grants_session_id ON grants (session_id);
CREATE INDEX grants_expires_at ON grants (expires_at);

CREATE TABLE access_tokens (
    token_hash TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    grant_id TEXT REFERENCES grants (id) ON DELETE CASCADE,
    session_id TEXT,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_grant_id ON access_tokens (grant_id);
CREATE INDEX access_tokens_client_id ON access_tokens (client_id);
CREATE INDEX access_tokens_expires_at ON access_tokens (expires_at);

CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    rotated_at BIGINT
);
CREATE INDEX refresh_tokens_grant_id ON refresh_tokens (grant_id);

-- What a customer lets an application know without being asked again.
CREATE TABLE client_consents (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, client_id)
);
CREATE INDEX client_consents_client_id ON client_consents (client_id);

-- A request that waits for the person: its parameters as they came, or as they were pushed (RFC 9126).
CREATE TABLE authorize_requests (
    token_hash TEXT PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    parameters TEXT NOT NULL,
    pushed BOOLEAN NOT NULL,
    chosen_session TEXT,
    agreed_session TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX authorize_requests_client_id ON authorize_requests (client_id);
CREATE INDEX authorize_requests_expires_at ON authorize_requests (expires_at);

-- Keys that sign what we give to clients. One of each algorithm signs; those before stand in the key set for a while.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    retired_at BIGINT
);

-- Assertions by which clients showed who they are: each is taken once (RFC 7523 section 3).
CREATE TABLE client_assertions (
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    jti_hash TEXT NOT NULL,
    spent_at BIGINT NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX client_assertions_spent_at ON client_assertions (spent_at);

-- Sessions that are over, and the clients that have to be told (OpenID Connect Back-Channel Logout 1.0).
CREATE TABLE client_logouts (
    client_id TEXT NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    sid TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    status TEXT NOT NULL DEFAULT 'waiting',
    attempts BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    locked_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (client_id, sid)
);
CREATE INDEX client_logouts_due ON client_logouts (status, next_attempt_at);
CREATE INDEX client_logouts_sid ON client_logouts (sid);
CREATE INDEX client_logouts_customer_id ON client_logouts (customer_id);

-- What a browser is shown after it logged out, whether or not a provider took part.
CREATE TABLE receipts (
    flow_hash TEXT PRIMARY KEY,
    receipt TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX receipts_expires_at ON receipts (expires_at);
ALTER TABLE attempts DROP COLUMN receipt;
