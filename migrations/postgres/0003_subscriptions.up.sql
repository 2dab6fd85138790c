-- A subscription becomes a record of its own. A program of the schema before this one may still be running; it inserts only
-- id and tenant_id, so the other columns have defaults. display_id is null until somebody has spelt the id.
ALTER TABLE subscriptions
    ADD display_id       text,
    ADD document         text        NOT NULL DEFAULT '{}',
    ADD etag             text        NOT NULL DEFAULT gen_random_uuid()::text,
    ADD created_by       text        NOT NULL DEFAULT '',
    ADD created_by_type  text        NOT NULL DEFAULT '',
    ADD created_at       timestamptz NOT NULL DEFAULT now(),
    ADD modified_by      text        NOT NULL DEFAULT '',
    ADD modified_by_type text        NOT NULL DEFAULT '',
    ADD modified_at      timestamptz NOT NULL DEFAULT now(),
    ADD revision         bigint      NOT NULL DEFAULT 0;

-- Until now its first group made it known. The oldest one that is left is the best witness.
UPDATE subscriptions SET (created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at) =
    ROW (g.created_by, g.created_by_type, g.created_at, g.created_by, g.created_by_type, g.created_at)
FROM (SELECT DISTINCT ON (subscription_id) * FROM resource_groups ORDER BY subscription_id, created_at, name) AS g
WHERE g.subscription_id = subscriptions.id;

-- The list of a tenant's.
CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant_id, id);

UPDATE meta SET schema = 3;
