-- Whether the provider has told when somebody authenticated: it is held to it from then on.
ALTER TABLE providers ADD COLUMN tells_auth_time BOOLEAN NOT NULL DEFAULT FALSE;
