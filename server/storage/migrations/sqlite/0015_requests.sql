-- Looking after the queue: who has taken a request on, why it was rejected, what its applicant corrected, when it came
-- to its end, and by what it is found.

ALTER TABLE registration_requests ADD COLUMN assigned_to TEXT REFERENCES staff (id);
ALTER TABLE registration_requests ADD COLUMN assigned_name TEXT;
ALTER TABLE registration_requests ADD COLUMN reason_code TEXT;
ALTER TABLE registration_requests ADD COLUMN corrected_at BIGINT;
ALTER TABLE registration_requests ADD COLUMN ended_at BIGINT;
ALTER TABLE registration_requests ADD COLUMN indexed BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX registration_requests_assigned_to ON registration_requests (assigned_to);
CREATE INDEX registration_requests_indexed ON registration_requests (indexed, id);

-- Words for the search, and values that requests of the same person share. Compared octet by octet.
CREATE TABLE request_keys (
    request_id TEXT NOT NULL REFERENCES registration_requests (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, value, request_id)
);
CREATE INDEX request_keys_request_id ON request_keys (request_id);
