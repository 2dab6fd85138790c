-- What the migrations make. TestSchema writes it with -update.

CREATE TABLE audit (
    number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    tenant_id text COLLATE "C" NOT NULL,
    principal text NOT NULL,
    client_address text NOT NULL,
    correlation_id text NOT NULL,
    action text NOT NULL,
    scope text COLLATE "C" NOT NULL,
    outcome text NOT NULL,
    revision bigint,
    before text,
    after text,
    prev_hash text,
    hash text,
    at timestamp with time zone NOT NULL
);

CREATE TABLE meta (
    single boolean NOT NULL,
    epoch text NOT NULL,
    revision bigint NOT NULL,
    compacted bigint NOT NULL,
    schema integer NOT NULL
);

CREATE TABLE resource_groups (
    subscription_id text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    id text NOT NULL,
    location text NOT NULL,
    document text NOT NULL,
    etag text NOT NULL,
    created_by text NOT NULL,
    created_by_type text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_by text NOT NULL,
    modified_by_type text NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE services (
    subscription_id text COLLATE "C" NOT NULL,
    group_name text COLLATE "C" NOT NULL,
    workspace_name text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    label text COLLATE "C" NOT NULL,
    id text NOT NULL,
    location text NOT NULL,
    document text NOT NULL,
    etag text NOT NULL,
    created_by text NOT NULL,
    created_by_type text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_by text NOT NULL,
    modified_by_type text NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    cors text,
    upstream text,
    gateway text,
    revision bigint NOT NULL
);

CREATE TABLE subscriptions (
    id text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    display_id text,
    document text NOT NULL DEFAULT '{}'::text,
    etag text NOT NULL DEFAULT (gen_random_uuid())::text,
    created_by text NOT NULL DEFAULT ''::text,
    created_by_type text NOT NULL DEFAULT ''::text,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    modified_by text NOT NULL DEFAULT ''::text,
    modified_by_type text NOT NULL DEFAULT ''::text,
    modified_at timestamp with time zone NOT NULL DEFAULT now(),
    revision bigint NOT NULL DEFAULT 0
);

CREATE TABLE tombstones (
    label text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    deleted_at timestamp with time zone NOT NULL
);

CREATE TABLE workspaces (
    subscription_id text COLLATE "C" NOT NULL,
    group_name text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    id text NOT NULL,
    location text NOT NULL,
    document text NOT NULL,
    etag text NOT NULL,
    created_by text NOT NULL,
    created_by_type text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    modified_by text NOT NULL,
    modified_by_type text NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    revision bigint NOT NULL
);

ALTER TABLE audit ADD CONSTRAINT audit_pkey PRIMARY KEY (number);
ALTER TABLE audit ADD CONSTRAINT audit_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE meta ADD CONSTRAINT meta_epoch_check CHECK (epoch <> ''::text);
ALTER TABLE meta ADD CONSTRAINT meta_pkey PRIMARY KEY (single);
ALTER TABLE meta ADD CONSTRAINT meta_single_check CHECK (single);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_name_check CHECK (name <> ''::text);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_pkey PRIMARY KEY (subscription_id, name);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE services ADD CONSTRAINT services_label_taken UNIQUE (label);
ALTER TABLE services ADD CONSTRAINT services_name_check CHECK (name <> ''::text);
ALTER TABLE services ADD CONSTRAINT services_pkey PRIMARY KEY (subscription_id, group_name, workspace_name, name);
ALTER TABLE services ADD CONSTRAINT services_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_id_check CHECK (id <> ''::text);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_pkey PRIMARY KEY (id);
ALTER TABLE subscriptions ADD CONSTRAINT subscriptions_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE tombstones ADD CONSTRAINT tombstones_pkey PRIMARY KEY (label);
ALTER TABLE tombstones ADD CONSTRAINT tombstones_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_name_check CHECK (name <> ''::text);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_name_taken UNIQUE (name);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_pkey PRIMARY KEY (subscription_id, group_name, name);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscriptions(id);
ALTER TABLE services ADD CONSTRAINT services_subscription_id_group_name_workspace_name_fkey FOREIGN KEY (subscription_id, group_name, workspace_name) REFERENCES workspaces(subscription_id, group_name, name);
ALTER TABLE workspaces ADD CONSTRAINT workspaces_subscription_id_group_name_fkey FOREIGN KEY (subscription_id, group_name) REFERENCES resource_groups(subscription_id, name);

CREATE INDEX audit_by_scope ON audit USING btree (scope, revision);
CREATE INDEX services_by_revision ON services USING btree (revision);
CREATE INDEX subscriptions_by_tenant ON subscriptions USING btree (tenant_id, id);
CREATE INDEX tombstones_by_deletion ON tombstones USING btree (deleted_at);
CREATE INDEX tombstones_by_revision ON tombstones USING btree (revision);
