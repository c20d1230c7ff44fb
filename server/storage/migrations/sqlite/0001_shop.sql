-- The shop itself: its settings, its numbers, what it offers, its own texts.

CREATE TABLE settings (
    id TEXT PRIMARY KEY CHECK (id = 'shop'),
    customer_accounts BOOLEAN NOT NULL,
    local_sign_in BOOLEAN NOT NULL,
    local_registration BOOLEAN NOT NULL,
    approval BOOLEAN NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
INSERT INTO settings (id, customer_accounts, local_sign_in, local_registration, approval)
VALUES ('shop', TRUE, TRUE, TRUE, TRUE);

-- Numbers that count up inside a transaction. Raising one locks its row, so a counter is also the guard of a
-- rule over several rows: 'ways_in' (the last way to sign in), 'administrators' (the last administrator).
-- 'catalogue' tells who keeps the offers in memory that they have changed.
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counters (name, value)
VALUES ('customer_number', 100000), ('account_code', 10000), ('ways_in', 0), ('administrators', 0),
       ('catalogue', 0);

CREATE TABLE offers (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    picture TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    member_price_minor BIGINT,
    currency TEXT NOT NULL,
    texts TEXT NOT NULL
);
CREATE UNIQUE INDEX offers_slug ON offers (slug);

CREATE TABLE legal_texts (
    kind TEXT NOT NULL,
    version BIGINT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (kind, version, language)
);
