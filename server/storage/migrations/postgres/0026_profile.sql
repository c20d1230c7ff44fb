-- Whether a customer may be called, beside news by mail.
ALTER TABLE customers ADD COLUMN contact_by_phone BOOLEAN NOT NULL DEFAULT FALSE;

-- The next version of a text of the shop, before it is published: one for each kind, all languages in it.
CREATE TABLE legal_drafts (
    kind TEXT PRIMARY KEY,
    texts TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
