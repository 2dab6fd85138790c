-- The three group roles of an installation, and what they may do. Everything here can be repeated.
--   corsgate_owner    owns the tables and runs the migrations
--   corsgate_app      what `corsgate api` and `corsgate serve` log in as a member of
--   corsgate_gateway  what `corsgate gateway` logs in as a member of
-- None of them can log in. Roles belong to the whole server, so two runs may meet: the other one's role serves as well.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['corsgate_owner', 'corsgate_app', 'corsgate_gateway'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
    -- To give tables to a role one has to be able to become it.
    IF NOT pg_has_role('corsgate_owner',
                       CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END) THEN
        EXECUTE format('GRANT corsgate_owner TO %I', current_user);
    END IF;
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO corsgate_owner', current_schema());
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO corsgate_app, corsgate_gateway', current_schema());
    -- Sequences and indexes follow their tables.
    FOREACH name IN ARRAY ARRAY['meta', 'subscriptions', 'resource_groups', 'workspaces', 'services', 'tombstones', 'audit',
                                'schema_migrations'] LOOP
        EXECUTE format('ALTER TABLE IF EXISTS %I OWNER TO corsgate_owner', name);
    END LOOP;
END
$$;
