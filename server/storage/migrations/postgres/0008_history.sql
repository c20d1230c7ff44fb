-- Who did what, from where. Rows are added and never changed.

CREATE TABLE history (
    id TEXT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    old_value TEXT,
    new_value TEXT,
    requester TEXT,
    request_id TEXT
);
CREATE INDEX history_subject ON history (subject_kind, subject_id, id);

CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only';
END;
$$;
CREATE TRIGGER history_keeps_rows BEFORE DELETE ON history
FOR EACH ROW EXECUTE FUNCTION history_refuse();
CREATE TRIGGER history_keeps_values BEFORE UPDATE ON history
FOR EACH ROW EXECUTE FUNCTION history_refuse();
