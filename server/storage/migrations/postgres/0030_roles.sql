-- Roles of customers. Exactly one is what new customers get.
CREATE TABLE roles (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    is_default BOOLEAN NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX roles_name ON roles (name);
CREATE UNIQUE INDEX roles_is_default ON roles (is_default) WHERE is_default;
INSERT INTO roles (id, name, is_default, created_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'Customer', TRUE, 0);

ALTER TABLE customers ADD COLUMN role_id TEXT REFERENCES roles (id);
UPDATE customers SET role_id = '00000000-0000-7000-8000-000000000001';
CREATE INDEX customers_role_id ON customers (role_id);
