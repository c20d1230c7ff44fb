-- Whether a person with this role must show that they are no program: for the default role, when they register.
ALTER TABLE roles ADD COLUMN needs_bot_check BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE roles SET needs_bot_check = TRUE WHERE is_default;

-- Proofs of work that were taken, until their challenges are too old to be shown again.
CREATE TABLE bot_proofs (
    challenge TEXT PRIMARY KEY,
    taken_at BIGINT NOT NULL,
    spent_at BIGINT NOT NULL
);
CREATE INDEX bot_proofs_taken_at ON bot_proofs (taken_at);
CREATE INDEX bot_proofs_spent_at ON bot_proofs (spent_at);
