-- Foreign OpenID providers and whom they sign in.

CREATE TABLE providers (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    labels TEXT NOT NULL,
    logo TEXT,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_auth TEXT NOT NULL,
    client_secret TEXT,
    scopes TEXT NOT NULL,
    claims TEXT NOT NULL,
    trusts_email_verified BOOLEAN NOT NULL,
    account_code_controlled BOOLEAN NOT NULL,
    pkce BOOLEAN NOT NULL,
    enabled BOOLEAN NOT NULL,
    visible BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    metadata TEXT,
    metadata_fetched_at BIGINT,
    offers_logout BOOLEAN NOT NULL DEFAULT FALSE,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX providers_slug ON providers (slug);

-- The subject is compared exactly, as OpenID Connect Core section 2 asks.
CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    provider_id TEXT NOT NULL REFERENCES providers (id),
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    email TEXT,
    connected_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);
CREATE UNIQUE INDEX identities_provider_id_issuer_subject ON identities (provider_id, issuer, subject);
CREATE INDEX identities_customer_id ON identities (customer_id);
