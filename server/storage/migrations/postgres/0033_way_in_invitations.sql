-- An invitation that is done stays: it says when everybody was mailed, and the same change begins it anew.
ALTER TABLE way_in_invitations ADD COLUMN done_at BIGINT;
