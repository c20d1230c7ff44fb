-- The provider's own name for the person of a session: a logout token names them by it, whatever claim the identity
-- goes by. Sessions from before bear the identity's.
ALTER TABLE sessions ADD COLUMN upstream_subject TEXT;
UPDATE sessions SET upstream_subject = (SELECT subject FROM identities WHERE identities.id = sessions.identity_id);

-- How old, in seconds, a sign-in at the provider may be where that was asked for.
ALTER TABLE attempts ADD COLUMN max_age BIGINT;
