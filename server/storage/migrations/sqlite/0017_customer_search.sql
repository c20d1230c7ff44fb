-- The words by which staff find a customer, made in Rust (domain::customers::search) in the transaction of every change
-- of the customer. Compared octet by octet, so that a beginning is a range of the index.
CREATE TABLE customer_words (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    word TEXT NOT NULL,
    PRIMARY KEY (customer_id, word)
);
CREATE UNIQUE INDEX customer_words_word_customer_id ON customer_words (word, customer_id);
-- Which version of the words is stored; `portico migrate` makes those of earlier versions anew.
INSERT INTO counters (name, value) VALUES ('customer_words', 0);

-- The lists of the back office go by key: each filter is a range of an index.
CREATE INDEX customers_status ON customers (status, id);
CREATE INDEX identities_provider_id_customer_id ON identities (provider_id, customer_id);
CREATE INDEX history_action ON history (action, id);
CREATE INDEX history_actor_id ON history (actor_id, id);
CREATE INDEX mails_status_id ON mails (status, id);

-- The key of the recipient's address (domain::values::AddressKey), for the search in the back office.
ALTER TABLE mails ADD COLUMN recipient_key TEXT;
CREATE INDEX mails_recipient_key ON mails (recipient_key, id);
