-- What an identity brought last, what a browser goes to a provider for, and links to accounts that were made by themselves.

ALTER TABLE identities ADD COLUMN claimed TEXT NOT NULL DEFAULT '{}';
ALTER TABLE attempts ADD COLUMN trip TEXT;
ALTER TABLE attempts ADD COLUMN report TEXT;

CREATE TABLE account_links (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    linked_at BIGINT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (customer_id, account_id)
);
CREATE INDEX account_links_account_id ON account_links (account_id);
