-- STRICT: SQLite would otherwise store a text in an integer column without a word.
-- Every table with records has tenant_id: a query that forgets it is easier to see than one that cannot have it.
-- Text compares byte by byte (BINARY, the default), as COLLATE "C" does elsewhere, so that all stores page alike.

-- One row. The epoch is random, so that a file that was deleted and made anew is never taken for the old one. The
-- revision is a counter rather than a row id, so that it has no gaps and is ordered as the commits are. Changes up to
-- compacted may be missing deletions.
CREATE TABLE meta (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    epoch     TEXT    NOT NULL CHECK (epoch <> ''),
    revision  INTEGER NOT NULL,
    compacted INTEGER NOT NULL
) STRICT;

INSERT INTO meta (only, epoch, revision, compacted) VALUES (1, lower(hex(randomblob(16))), 0, 0);

-- A subscription belongs to one tenant; everything below it does too.
CREATE TABLE subscriptions (
    id        TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
    tenant_id TEXT NOT NULL CHECK (tenant_id <> '')
) STRICT;

-- Key columns are in lower case; id is the spelling to display.
CREATE TABLE resource_groups (
    subscription_id  TEXT    NOT NULL REFERENCES subscriptions (id),
    name             TEXT    NOT NULL CHECK (name <> ''),
    tenant_id        TEXT    NOT NULL CHECK (tenant_id <> ''),
    id               TEXT    NOT NULL,
    location         TEXT    NOT NULL,
    document         TEXT    NOT NULL,
    etag             TEXT    NOT NULL,
    created_by       TEXT    NOT NULL,
    created_by_type  TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    modified_by      TEXT    NOT NULL,
    modified_by_type TEXT    NOT NULL,
    modified_at      TEXT    NOT NULL,
    revision         INTEGER NOT NULL,
    PRIMARY KEY (subscription_id, name)
) STRICT;

-- The name is unique in the whole installation, because it is part of a host name.
CREATE TABLE workspaces (
    subscription_id  TEXT    NOT NULL,
    group_name       TEXT    NOT NULL,
    name             TEXT    NOT NULL UNIQUE CHECK (name <> ''),
    tenant_id        TEXT    NOT NULL CHECK (tenant_id <> ''),
    id               TEXT    NOT NULL,
    location         TEXT    NOT NULL,
    document         TEXT    NOT NULL,
    etag             TEXT    NOT NULL,
    created_by       TEXT    NOT NULL,
    created_by_type  TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    modified_by      TEXT    NOT NULL,
    modified_by_type TEXT    NOT NULL,
    modified_at      TEXT    NOT NULL,
    revision         INTEGER NOT NULL,
    PRIMARY KEY (subscription_id, group_name, name),
    FOREIGN KEY (subscription_id, group_name) REFERENCES resource_groups (subscription_id, name)
) STRICT;

-- The label is stored rather than put together on demand: two different keys may give the same one, and the gateway
-- looks it up. cors, upstream and gateway are JSON of {value, meta}, or null where that resource does not exist.
CREATE TABLE services (
    subscription_id  TEXT    NOT NULL,
    group_name       TEXT    NOT NULL,
    workspace_name   TEXT    NOT NULL,
    name             TEXT    NOT NULL CHECK (name <> ''),
    tenant_id        TEXT    NOT NULL CHECK (tenant_id <> ''),
    label            TEXT    NOT NULL UNIQUE,
    id               TEXT    NOT NULL,
    location         TEXT    NOT NULL,
    document         TEXT    NOT NULL,
    etag             TEXT    NOT NULL,
    created_by       TEXT    NOT NULL,
    created_by_type  TEXT    NOT NULL,
    created_at       TEXT    NOT NULL,
    modified_by      TEXT    NOT NULL,
    modified_by_type TEXT    NOT NULL,
    modified_at      TEXT    NOT NULL,
    cors             TEXT,
    upstream         TEXT,
    gateway          TEXT,
    revision         INTEGER NOT NULL,
    PRIMARY KEY (subscription_id, group_name, workspace_name, name),
    FOREIGN KEY (subscription_id, group_name, workspace_name)
        REFERENCES workspaces (subscription_id, group_name, name)
) STRICT;

-- Followers read what has a greater revision than their cursor.
CREATE INDEX services_by_revision ON services (revision);

-- A deleted service leaves its label here, so that a follower that was away learns of it. A service made anew takes
-- its tombstone away: a label is in one of the two tables at most.
CREATE TABLE tombstones (
    label      TEXT    NOT NULL PRIMARY KEY,
    tenant_id  TEXT    NOT NULL CHECK (tenant_id <> ''),
    revision   INTEGER NOT NULL,
    deleted_at TEXT    NOT NULL
) STRICT;

CREATE INDEX tombstones_by_revision ON tombstones (revision);

-- Who changed what: written in the change's own transaction, never updated. before and after are the whole record as
-- JSON. revision may be null for an attempt that changed nothing. prev_hash and hash are null until rows are chained.
CREATE TABLE audit (
    number         INTEGER PRIMARY KEY,
    tenant_id      TEXT NOT NULL CHECK (tenant_id <> ''),
    principal      TEXT NOT NULL,
    client_address TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    action         TEXT NOT NULL,
    scope          TEXT NOT NULL,
    outcome        TEXT NOT NULL,
    revision       INTEGER,
    before         TEXT,
    after          TEXT,
    prev_hash      TEXT,
    hash           TEXT,
    at             TEXT NOT NULL
) STRICT;

-- The history of one record, in order.
CREATE INDEX audit_by_scope ON audit (scope, revision);
