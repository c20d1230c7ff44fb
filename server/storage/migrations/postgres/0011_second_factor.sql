-- The second factor of customers and staff. `owner` is `customer:<id>` or `staff:<id>`.

CREATE TABLE second_factors (
    owner TEXT PRIMARY KEY,
    app_secret TEXT,
    app_since BIGINT,
    app_last_step BIGINT,
    mail_since BIGINT
);

CREATE TABLE recovery_codes (
    owner TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (owner, code_hash)
);

CREATE TABLE remembered_browsers (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    requester TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX remembered_browsers_token_hash ON remembered_browsers (token_hash);
CREATE INDEX remembered_browsers_owner ON remembered_browsers (owner);
CREATE INDEX remembered_browsers_created_at ON remembered_browsers (created_at);

-- What a person is in the middle of: the second step of a sign-in, or setting a factor up. Bound to the browser's
-- cookie or to the session.
CREATE TABLE factor_steps (
    id TEXT PRIMARY KEY,
    binding TEXT NOT NULL,
    owner TEXT NOT NULL,
    password_mark TEXT NOT NULL,
    return_to TEXT NOT NULL,
    keep BOOLEAN NOT NULL,
    secret TEXT,
    mail_id TEXT,
    mail_at BIGINT,
    enrols BOOLEAN NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    proof TEXT,
    codes TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE UNIQUE INDEX factor_steps_binding ON factor_steps (binding);
CREATE INDEX factor_steps_owner ON factor_steps (owner);
CREATE INDEX factor_steps_expires_at ON factor_steps (expires_at);
