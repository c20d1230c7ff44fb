-- How an application looks: its colour, and its logo, named by the hash of its content.
ALTER TABLE clients ADD COLUMN colour TEXT;

CREATE TABLE client_logos (
    client_id TEXT PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    content TEXT NOT NULL
);
