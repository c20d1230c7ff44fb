-- Mails in the back office: found by what they are for, and the copy that was sent in the place of one.

ALTER TABLE mails ADD COLUMN copy_id TEXT;
CREATE INDEX mails_template_id ON mails (template, id);
