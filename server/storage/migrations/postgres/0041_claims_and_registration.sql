-- Claims that a client named one by one, beside those of its scopes.
ALTER TABLE grants ADD COLUMN claims TEXT NOT NULL DEFAULT '{"id_token":[],"userinfo":[]}';

-- With one of these an application registers itself, once (RFC 7591 section 3, initial access token).
CREATE TABLE registration_tokens (
    token_hash TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX registration_tokens_expires_at ON registration_tokens (expires_at);
