-- A database of schema 2, with golang-migrate's own table. It stays as it is.

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

CREATE TABLE schema_migrations (
    version bigint NOT NULL,
    dirty boolean NOT NULL
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
    tenant_id text COLLATE "C" NOT NULL
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

INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('1', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one', 'Succeeded', '1', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"ZWWMTQWKICFKXZ73OKUFFWL67F","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('10', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two', 'Succeeded', '10', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"UMFEL46EUGZF4NXGOPTAG3BI3J","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"S3X67P7UXJ4LNAQCVPQLJT7BKI","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('11', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house', 'Succeeded', '11', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"MLRDFMNEDT63OW3GUGPD23PFL6","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"NBLDEWBBZY2CWWJNMNY4AZI4FT","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('12', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away', 'Succeeded', '12', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"QDLFKEADINKCRALR6HDYEZY2OS","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"IINUD3IGRH2V6H55ZDXLK6DBT4","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('13', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/forgotten', 'Succeeded', '13', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"YJQ3OBXNZVVSNX54TCYYIQNZM2","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, NULL, '2026-11-19 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('14', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/gone', 'Succeeded', '14', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"SRGHDY5TPE2EGF7OGIWPMN66JD","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('15', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/full', 'Succeeded', '15', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"FDP4W7LX4MKUBEIYEH3OWZDB7M","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"WFU7TTQ3B7NZOMA3GV7TL76YVI","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"EO4I3LLD2EAVIPFKZR3GA4PKZK","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"TWL6NHIZ6MTAD55G5RXN3CU744","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"IJHZDGDAQ4T56EGTM2LBC7ZVY2","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"WFU7TTQ3B7NZOMA3GV7TL76YVI","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"EO4I3LLD2EAVIPFKZR3GA4PKZK","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"TWL6NHIZ6MTAD55G5RXN3CU744","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('16', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away/bare', 'Succeeded', '16', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"L34M3ZZKDJ6B22WSDZM6SNKZCY","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"S323Q3V4K25PNMC4K2XK5JCB7U","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('2', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two', 'Succeeded', '2', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"UMFEL46EUGZF4NXGOPTAG3BI3J","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('3', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house', 'Succeeded', '3', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"MLRDFMNEDT63OW3GUGPD23PFL6","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('4', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away', 'Succeeded', '4', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"QDLFKEADINKCRALR6HDYEZY2OS","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('5', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/forgotten', 'Succeeded', '5', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"YJQ3OBXNZVVSNX54TCYYIQNZM2","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-19 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('6', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/gone', 'Succeeded', '6', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"SRGHDY5TPE2EGF7OGIWPMN66JD","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('7', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/full', 'Succeeded', '7', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"FDP4W7LX4MKUBEIYEH3OWZDB7M","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"WFU7TTQ3B7NZOMA3GV7TL76YVI","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"EO4I3LLD2EAVIPFKZR3GA4PKZK","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"TWL6NHIZ6MTAD55G5RXN3CU744","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('8', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away/bare', 'Succeeded', '8', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"L34M3ZZKDJ6B22WSDZM6SNKZCY","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('9', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one', 'Succeeded', '9', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"ZWWMTQWKICFKXZ73OKUFFWL67F","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"TMN5DBFR7DVYUIWCIDRBAGP32C","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', NULL, NULL, '2026-11-21 22:08:03.863182+00');

SELECT setval(pg_get_serial_sequence('audit', 'number'), max(number)) FROM audit;

INSERT INTO meta (single, epoch, revision, compacted, schema)
    VALUES ('true', 'a2832394-be35-4f0b-a7ec-212e980c6103', '16', '13', '2');

INSERT INTO resource_groups (subscription_id, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-a', 'one', 'tenant of sub-a', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'TMN5DBFR7DVYUIWCIDRBAGP32C', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', '9');
INSERT INTO resource_groups (subscription_id, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-b', 'two', 'tenant of sub-b', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'S3X67P7UXJ4LNAQCVPQLJT7BKI', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', '10');

INSERT INTO schema_migrations (version, dirty)
    VALUES ('2', 'false');

INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
    VALUES ('sub-a', 'one', 'house', 'full', 'tenant of sub-a', 'house-full', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'IJHZDGDAQ4T56EGTM2LBC7ZVY2', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"WFU7TTQ3B7NZOMA3GV7TL76YVI","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"EO4I3LLD2EAVIPFKZR3GA4PKZK","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', E'{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"TWL6NHIZ6MTAD55G5RXN3CU744","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-21T22:08:03.863182Z"}}}', '15');
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
    VALUES ('sub-b', 'two', 'away', 'bare', 'tenant of sub-b', 'away-bare', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'S323Q3V4K25PNMC4K2XK5JCB7U', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', NULL, NULL, NULL, '16');

INSERT INTO subscriptions (id, tenant_id)
    VALUES ('sub-a', 'tenant of sub-a');
INSERT INTO subscriptions (id, tenant_id)
    VALUES ('sub-b', 'tenant of sub-b');

INSERT INTO tombstones (label, tenant_id, revision, deleted_at)
    VALUES ('house-gone', 'tenant of sub-a', '14', '2026-11-21 22:08:03.863182+00');

INSERT INTO workspaces (subscription_id, group_name, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-a', 'one', 'house', 'tenant of sub-a', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'NBLDEWBBZY2CWWJNMNY4AZI4FT', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', '11');
INSERT INTO workspaces (subscription_id, group_name, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-b', 'two', 'away', 'tenant of sub-b', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'IINUD3IGRH2V6H55ZDXLK6DBT4', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', E'someone''s \\ "id"', 'User', '2026-11-21 22:08:03.863182+00', '12');

ALTER TABLE audit ADD CONSTRAINT audit_pkey PRIMARY KEY (number);
ALTER TABLE audit ADD CONSTRAINT audit_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE meta ADD CONSTRAINT meta_epoch_check CHECK (epoch <> ''::text);
ALTER TABLE meta ADD CONSTRAINT meta_pkey PRIMARY KEY (single);
ALTER TABLE meta ADD CONSTRAINT meta_single_check CHECK (single);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_name_check CHECK (name <> ''::text);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_pkey PRIMARY KEY (subscription_id, name);
ALTER TABLE resource_groups ADD CONSTRAINT resource_groups_tenant_id_check CHECK (tenant_id <> ''::text);
ALTER TABLE schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
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
CREATE INDEX tombstones_by_deletion ON tombstones USING btree (deleted_at);
CREATE INDEX tombstones_by_revision ON tombstones USING btree (revision);
