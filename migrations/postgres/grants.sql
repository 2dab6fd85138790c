-- What the roles of roles.sql may do with the tables, from nothing upwards. It runs again after each migration.
REVOKE ALL ON meta, subscriptions, resource_groups, workspaces, services, tombstones, audit
    FROM PUBLIC, corsgate_app, corsgate_gateway;

-- The app writes records, moves the revision, and adds to the history, which it cannot change.
GRANT SELECT, INSERT, UPDATE, DELETE ON resource_groups, workspaces, services, tombstones TO corsgate_app;
GRANT SELECT, INSERT, DELETE ON subscriptions TO corsgate_app;
GRANT SELECT, INSERT ON audit TO corsgate_app;
GRANT SELECT, UPDATE (epoch, revision, compacted) ON meta TO corsgate_app;

-- A subscription never changes its tenant. Before schema 3 there is nothing else that could change.
DO $$
BEGIN
    IF (SELECT schema FROM meta) >= 3 THEN
        GRANT UPDATE (display_id, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type,
                      modified_at, revision) ON subscriptions TO corsgate_app;
    END IF;
END
$$;

-- A gateway reads what it enforces: neither documents, nor who changed what. Everybody may LISTEN.
GRANT SELECT ON meta, tombstones TO corsgate_gateway;
GRANT SELECT (revision, label, tenant_id, cors, upstream, gateway) ON services TO corsgate_gateway;
