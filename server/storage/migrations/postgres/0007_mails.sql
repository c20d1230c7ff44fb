-- The outbox: a mail is written in the transaction that causes it, as template and parameters.

CREATE TABLE mails (
    id TEXT PRIMARY KEY,
    message_id TEXT NOT NULL,
    template TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient TEXT NOT NULL,
    params TEXT NOT NULL,
    customer_id TEXT REFERENCES customers (id),
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    locked_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE UNIQUE INDEX mails_message_id ON mails (message_id);
CREATE INDEX mails_status ON mails (status, next_attempt_at);
CREATE INDEX mails_customer_id ON mails (customer_id);

-- The built-in mailbox of a demonstration. A mail delivered again replaces its earlier copy.
CREATE TABLE demo_mails (
    id TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    received_at BIGINT NOT NULL
);
CREATE INDEX demo_mails_recipient ON demo_mails (recipient, id);
