-- The back office: when staff signed in last, and the history by the kind of thing and by the kind of actor.

ALTER TABLE staff ADD COLUMN last_sign_in_at BIGINT;
UPDATE staff SET last_sign_in_at = (SELECT MAX(auth_time) FROM staff_sessions WHERE staff_id = staff.id);
CREATE INDEX history_subject_kind ON history (subject_kind, id);
CREATE INDEX history_actor_kind ON history (actor_kind, id);
