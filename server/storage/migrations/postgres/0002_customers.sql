-- Businesses and the people who sign in.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    reviewed BOOLEAN NOT NULL,
    email TEXT,
    address_key TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_code ON accounts (code);
CREATE INDEX accounts_address_key ON accounts (address_key);

CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL,
    account_id TEXT REFERENCES accounts (id),
    status TEXT NOT NULL,
    email TEXT,
    address_key TEXT,
    address_proven_at BIGINT,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    phone TEXT,
    language TEXT NOT NULL,
    time_zone TEXT,
    contact_by_email BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash TEXT,
    password_set_at BIGINT,
    terms_version BIGINT,
    terms_accepted_at BIGINT,
    activated_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX customers_number ON customers (number);
CREATE UNIQUE INDEX customers_address_key ON customers (address_key);
CREATE INDEX customers_account_id ON customers (account_id);

-- Every acceptance of a legal text, the earlier ones too; customers.terms_version is the latest.
CREATE TABLE consents (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, kind, version)
);
