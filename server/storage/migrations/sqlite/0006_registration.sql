-- Applications for access, and the links that mails carry.

CREATE TABLE registration_requests (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    customer_id TEXT REFERENCES customers (id),
    account_id TEXT REFERENCES accounts (id),
    matched BOOLEAN NOT NULL,
    entry TEXT NOT NULL,
    provider_id TEXT REFERENCES providers (id),
    issuer TEXT,
    subject TEXT,
    claims TEXT NOT NULL,
    email TEXT,
    address_key TEXT,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    company TEXT,
    phone TEXT,
    message TEXT,
    language TEXT NOT NULL,
    return_to TEXT,
    status_token_hash TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    address_proven_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT REFERENCES staff (id),
    decided_by_name TEXT,
    reason TEXT,
    expires_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX registration_requests_status_token_hash ON registration_requests (status_token_hash);
CREATE INDEX registration_requests_status ON registration_requests (status, id);
CREATE INDEX registration_requests_address_key ON registration_requests (address_key);
CREATE INDEX registration_requests_customer_id ON registration_requests (customer_id);
CREATE INDEX registration_requests_subject ON registration_requests (subject);
CREATE INDEX registration_requests_expires_at ON registration_requests (expires_at);

CREATE TABLE links (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    customer_id TEXT REFERENCES customers (id),
    request_id TEXT REFERENCES registration_requests (id),
    staff_id TEXT REFERENCES staff (id),
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE UNIQUE INDEX links_token_hash ON links (token_hash);
CREATE INDEX links_customer_id ON links (customer_id);
CREATE INDEX links_request_id ON links (request_id);
CREATE INDEX links_staff_id ON links (staff_id);
CREATE INDEX links_expires_at ON links (expires_at);
