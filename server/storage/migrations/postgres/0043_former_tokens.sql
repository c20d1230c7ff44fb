-- The token that a browser brought to its last sign-in. It opens nothing, and finds the session once more when it is brought
-- again within a moment.
ALTER TABLE sessions ADD COLUMN former_token_hash TEXT;
CREATE INDEX sessions_former_token_hash ON sessions (former_token_hash);
