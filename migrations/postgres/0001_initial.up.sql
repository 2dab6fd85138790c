-- A file is one message to the server, and so one transaction. Its last statement says in meta.schema how far the schema
-- has come: a migration that was interrupted has either happened, and says so, or has not.
-- Every table with records has tenant_id: a query that forgets it is easier to see than one that cannot have it.
-- Key columns are COLLATE "C": they compare byte by byte, as in the other store, so that both page alike.
-- Times are in microseconds.

-- One row. The epoch is random; together with the server's identity and timeline it names one history. The revision is a
-- counter rather than a sequence: its row is locked until the commit, so it has no gaps and is ordered as the commits
-- are. Changes up to compacted may be missing deletions.
CREATE TABLE meta (
    single    boolean  PRIMARY KEY CHECK (single),
    epoch     text     NOT NULL CHECK (epoch <> ''),
    revision  bigint   NOT NULL,
    compacted bigint   NOT NULL,
    schema    integer  NOT NULL
);

-- A subscription belongs to one tenant; everything below it does too.
CREATE TABLE subscriptions (
    id        text COLLATE "C" PRIMARY KEY CHECK (id <> ''),
    tenant_id text COLLATE "C" NOT NULL CHECK (tenant_id <> '')
);

-- Key columns are in lower case; id is the spelling to display. Documents are text: they come back byte for byte.
CREATE TABLE resource_groups (
    subscription_id  text COLLATE "C" NOT NULL REFERENCES subscriptions (id),
    name             text COLLATE "C" NOT NULL CHECK (name <> ''),
    tenant_id        text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    id               text        NOT NULL,
    location         text        NOT NULL,
    document         text        NOT NULL,
    etag             text        NOT NULL,
    created_by       text        NOT NULL,
    created_by_type  text        NOT NULL,
    created_at       timestamptz NOT NULL,
    modified_by      text        NOT NULL,
    modified_by_type text        NOT NULL,
    modified_at      timestamptz NOT NULL,
    revision         bigint      NOT NULL,
    PRIMARY KEY (subscription_id, name)
);

-- The name is unique in the whole installation, because it is part of a host name.
CREATE TABLE workspaces (
    subscription_id  text COLLATE "C" NOT NULL,
    group_name       text COLLATE "C" NOT NULL,
    name             text COLLATE "C" NOT NULL CHECK (name <> ''),
    tenant_id        text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    id               text        NOT NULL,
    location         text        NOT NULL,
    document         text        NOT NULL,
    etag             text        NOT NULL,
    created_by       text        NOT NULL,
    created_by_type  text        NOT NULL,
    created_at       timestamptz NOT NULL,
    modified_by      text        NOT NULL,
    modified_by_type text        NOT NULL,
    modified_at      timestamptz NOT NULL,
    revision         bigint      NOT NULL,
    PRIMARY KEY (subscription_id, group_name, name),
    CONSTRAINT workspaces_name_taken UNIQUE (name),
    FOREIGN KEY (subscription_id, group_name) REFERENCES resource_groups (subscription_id, name)
);

-- The label is stored rather than put together on demand: two different keys may give the same one, and the gateway
-- looks it up. cors, upstream and gateway are JSON of {value, meta}, or null where that resource does not exist.
CREATE TABLE services (
    subscription_id  text COLLATE "C" NOT NULL,
    group_name       text COLLATE "C" NOT NULL,
    workspace_name   text COLLATE "C" NOT NULL,
    name             text COLLATE "C" NOT NULL CHECK (name <> ''),
    tenant_id        text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    label            text COLLATE "C" NOT NULL,
    id               text        NOT NULL,
    location         text        NOT NULL,
    document         text        NOT NULL,
    etag             text        NOT NULL,
    created_by       text        NOT NULL,
    created_by_type  text        NOT NULL,
    created_at       timestamptz NOT NULL,
    modified_by      text        NOT NULL,
    modified_by_type text        NOT NULL,
    modified_at      timestamptz NOT NULL,
    cors             text,
    upstream         text,
    gateway          text,
    revision         bigint      NOT NULL,
    PRIMARY KEY (subscription_id, group_name, workspace_name, name),
    CONSTRAINT services_label_taken UNIQUE (label),
    FOREIGN KEY (subscription_id, group_name, workspace_name)
        REFERENCES workspaces (subscription_id, group_name, name)
);

-- Followers read what has a greater revision than their cursor.
CREATE INDEX services_by_revision ON services (revision);

-- A deleted service leaves its label here, so that a follower that was away learns of it. A service made anew takes
-- its tombstone away: a label is in one of the two tables at most.
CREATE TABLE tombstones (
    label      text COLLATE "C" PRIMARY KEY,
    tenant_id  text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    revision   bigint      NOT NULL,
    deleted_at timestamptz NOT NULL
);

CREATE INDEX tombstones_by_revision ON tombstones (revision);

-- Who changed what: written in the change's own transaction, never updated. before and after are the whole record as
-- JSON. revision may be null for an attempt that changed nothing. prev_hash and hash are null until rows are chained.
CREATE TABLE audit (
    number         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id      text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    principal      text        NOT NULL,
    client_address text        NOT NULL,
    correlation_id text        NOT NULL,
    action         text        NOT NULL,
    scope          text COLLATE "C" NOT NULL,
    outcome        text        NOT NULL,
    revision       bigint,
    before         text,
    after          text,
    prev_hash      text,
    hash           text,
    at             timestamptz NOT NULL
);

-- The history of one record, in order.
CREATE INDEX audit_by_scope ON audit (scope, revision);

INSERT INTO meta (single, epoch, revision, compacted, schema) VALUES (true, gen_random_uuid(), 0, 0, 1);
