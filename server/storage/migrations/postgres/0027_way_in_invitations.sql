-- Who is being invited to another way in, change by change; a job mails them in batches and removes the row.
CREATE TABLE way_in_invitations (
    id TEXT PRIMARY KEY,
    change TEXT NOT NULL,
    done_up_to TEXT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX way_in_invitations_change ON way_in_invitations (change);
