-- A file is one transaction. Its last statement says in user_version how far the schema has come: a migration that was
-- interrupted has either happened, and says so, or has not. The number is that of the same step elsewhere; there is none
-- between the first one and this.

-- A subscription becomes a record of its own. display_id is null until somebody has spelt the id. A column that is added
-- has to have a constant default; every INSERT gives all of them.
ALTER TABLE subscriptions ADD display_id       TEXT;
ALTER TABLE subscriptions ADD document         TEXT    NOT NULL DEFAULT '{}';
ALTER TABLE subscriptions ADD etag             TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD created_by       TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD created_by_type  TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD created_at       TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD modified_by      TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD modified_by_type TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD modified_at      TEXT    NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD revision         INTEGER NOT NULL DEFAULT 0;

UPDATE subscriptions SET etag = hex(randomblob(16)), created_at = strftime('%Y-%m-%dT%H:%M:%f000Z'),
    modified_at = strftime('%Y-%m-%dT%H:%M:%f000Z');

-- Until now its first group made it known. The oldest one that is left is the best witness.
UPDATE subscriptions SET (created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at) = (
    SELECT created_by, created_by_type, created_at, created_by, created_by_type, created_at
    FROM resource_groups WHERE subscription_id = subscriptions.id ORDER BY created_at, name LIMIT 1)
WHERE EXISTS (SELECT 1 FROM resource_groups WHERE subscription_id = subscriptions.id);

-- The list of a tenant's.
CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant_id, id);

PRAGMA user_version = 3;
