-- What an administrator says about a provider beyond the connection, and what is known of its health.

ALTER TABLE providers ADD COLUMN secret_expires_at BIGINT;
ALTER TABLE providers ADD COLUMN authorize_parameters TEXT NOT NULL DEFAULT '[]';
ALTER TABLE providers ADD COLUMN discovery_failing_since BIGINT;
ALTER TABLE providers ADD COLUMN keys_failing_since BIGINT;
ALTER TABLE providers ADD COLUMN signatures_failing_since BIGINT;

-- A logo is named by the hash of its content from now on; it used to be a picture of the program.
UPDATE providers SET logo = NULL;

CREATE TABLE provider_logos (
    provider_id TEXT PRIMARY KEY REFERENCES providers (id),
    hash TEXT NOT NULL,
    content TEXT NOT NULL
);

-- Our own keys for private_key_jwt.
CREATE TABLE provider_keys (
    provider_id TEXT PRIMARY KEY REFERENCES providers (id),
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- A domain leads to one provider.
CREATE TABLE provider_domains (
    domain TEXT NOT NULL,
    provider_id TEXT NOT NULL REFERENCES providers (id)
);
CREATE UNIQUE INDEX provider_domains_domain ON provider_domains (domain);
CREATE INDEX provider_domains_provider_id ON provider_domains (provider_id);

-- Warnings that operations were told of, so that none is told twice.
CREATE TABLE provider_warnings (
    provider_id TEXT NOT NULL REFERENCES providers (id),
    warning TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, warning)
);
