-- A database of schema 3, with golang-migrate's own table. It stays as it is.

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

INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('1', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a', 'Succeeded', '1', NULL, E'{"id":"/Spelt/As It Was","location":"","document":{"last":"westeurope"},"meta":{"etag":"2CLS5FIIG4H3PT2OLXSOZ3545I","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('10', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away/bare', 'Succeeded', '10', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"7EFIZPS2AQ24Q64GVOMVX7JCID","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('11', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a', 'Succeeded', '11', E'{"id":"/Spelt/As It Was","location":"","document":{"last":"westeurope"},"meta":{"etag":"2CLS5FIIG4H3PT2OLXSOZ3545I","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"","document":{"last":"northeurope"},"meta":{"etag":"Y7GM36OA7BJTWZ33ANVLK7WWBR","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('12', 'tenant of sub-c', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-c', 'Succeeded', '12', E'{"id":"/Spelt/As It Was","location":"","document":{"last":"westeurope"},"meta":{"etag":"LTEZV52YGZPIFYE2UHQAB2QMNF","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"","document":{"last":"northeurope"},"meta":{"etag":"24XGNTM636HOLYXSN3QPXOKPLB","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('13', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one', 'Succeeded', '13', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"ZK6ESL5J47XTIFKWFSY2EZTHLE","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"FYHCZ6RSMJR34BHR3OMLNFBOFE","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('14', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two', 'Succeeded', '14', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"M5YHBLQI65DRPJ5M6GAOJXJRYN","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"SRJTJUPDHEKZNONKYGVXQCYKGP","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('15', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house', 'Succeeded', '15', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"NEBYU2QMPX2H7WVFS2RG4A4OQB","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"TBLNYLHOYQ2OSWTWRTXTAU4664","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('16', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away', 'Succeeded', '16', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"Z3VGJ2GYOW3FV6YOQPBHJ4PMM3","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"AUHI7OR72WZUTYZFE6YMUVTF5K","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('17', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/forgotten', 'Succeeded', '17', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"YPAWR4XILZ2IIOSPFVOZOBWL3O","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, NULL, '2026-11-20 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('18', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/gone', 'Succeeded', '18', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"EQPUFMSCL6Y3GAZKRKSUGM2NKP","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('19', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/full', 'Succeeded', '19', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"4GUAMUVCHFHQOYQ2WW5S4FSSRS","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"YJP4Y7IPCSOZTCPEH3M6PAZ2UG","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"T5G2IXDB3ZT5H7FBRQHWZGHFCJ","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"DQDV6MK6V2C2Y6G7XCKP3E4O7H","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"CUJDLDWQGFFMCDYWTGPQKEWNTZ","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"YJP4Y7IPCSOZTCPEH3M6PAZ2UG","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"T5G2IXDB3ZT5H7FBRQHWZGHFCJ","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"DQDV6MK6V2C2Y6G7XCKP3E4O7H","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('2', 'tenant of sub-c', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-c', 'Succeeded', '2', NULL, E'{"id":"/Spelt/As It Was","location":"","document":{"last":"westeurope"},"meta":{"etag":"LTEZV52YGZPIFYE2UHQAB2QMNF","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('20', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away/bare', 'Succeeded', '20', E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"7EFIZPS2AQ24Q64GVOMVX7JCID","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"id":"/Spelt/As It Was","location":"northeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"GPZ76NJP7ANMLINSJ7RT3K3U5B","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('3', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one', 'Succeeded', '3', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"ZK6ESL5J47XTIFKWFSY2EZTHLE","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('4', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two', 'Succeeded', '4', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"M5YHBLQI65DRPJ5M6GAOJXJRYN","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('5', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house', 'Succeeded', '5', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"NEBYU2QMPX2H7WVFS2RG4A4OQB","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('6', 'tenant of sub-b', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-b/two/away', 'Succeeded', '6', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"Z3VGJ2GYOW3FV6YOQPBHJ4PMM3","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('7', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/forgotten', 'Succeeded', '7', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"YPAWR4XILZ2IIOSPFVOZOBWL3O","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-20 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('8', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/gone', 'Succeeded', '8', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"EQPUFMSCL6Y3GAZKRKSUGM2NKP","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');
INSERT INTO audit (number, tenant_id, principal, client_address, correlation_id, action, scope, outcome, revision, before, after, prev_hash, hash, at) OVERRIDING SYSTEM VALUE
    VALUES ('9', 'tenant of sub-a', E'someone''s \\ "id"', '2001:db8::1', 'c0ffee', 'some/write', 'sub-a/one/house/full', 'Succeeded', '9', NULL, E'{"id":"/Spelt/As It Was","location":"westeurope","document":{"tags":{"ä":"\\u00e4 ''x'' \\\\"}},"meta":{"etag":"4GUAMUVCHFHQOYQ2WW5S4FSSRS","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}},"cors":{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"YJP4Y7IPCSOZTCPEH3M6PAZ2UG","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"upstream":{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"T5G2IXDB3ZT5H7FBRQHWZGHFCJ","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}},"gateway":{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"DQDV6MK6V2C2Y6G7XCKP3E4O7H","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}}', NULL, NULL, '2026-11-22 04:26:55.751683+00');

SELECT setval(pg_get_serial_sequence('audit', 'number'), max(number)) FROM audit;

INSERT INTO meta (single, epoch, revision, compacted, schema)
    VALUES ('true', 'd122715c-8e7a-47f6-8f66-c8ee1d2eee3d', '20', '17', '3');

INSERT INTO resource_groups (subscription_id, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-a', 'one', 'tenant of sub-a', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'FYHCZ6RSMJR34BHR3OMLNFBOFE', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '13');
INSERT INTO resource_groups (subscription_id, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-b', 'two', 'tenant of sub-b', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'SRJTJUPDHEKZNONKYGVXQCYKGP', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '14');

INSERT INTO schema_migrations (version, dirty)
    VALUES ('3', 'false');

INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
    VALUES ('sub-a', 'one', 'house', 'full', 'tenant of sub-a', 'house-full', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'CUJDLDWQGFFMCDYWTGPQKEWNTZ', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'{"value":{"origins":["https://App.example","http://localhost:3000"],"headers":[],"methods":["GET"],"maxAge":0},"meta":{"etag":"YJP4Y7IPCSOZTCPEH3M6PAZ2UG","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"value":{"url":"https://u.example/fhir"},"meta":{"etag":"T5G2IXDB3ZT5H7FBRQHWZGHFCJ","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', E'{"value":{"enforcement":"enforce","discovery":"configuredOrigins"},"meta":{"etag":"DQDV6MK6V2C2Y6G7XCKP3E4O7H","created":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"},"modified":{"by":"someone''s \\\\ \\"id\\"","byType":"User","at":"2026-11-22T04:26:55.751683Z"}}}', '19');
INSERT INTO services (subscription_id, group_name, workspace_name, name, tenant_id, label, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
    VALUES ('sub-b', 'two', 'away', 'bare', 'tenant of sub-b', 'away-bare', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'GPZ76NJP7ANMLINSJ7RT3K3U5B', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', NULL, NULL, NULL, '20');

INSERT INTO subscriptions (id, tenant_id, display_id, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-a', 'tenant of sub-a', '/Spelt/As It Was', '{ "last" : "northeurope" }', 'Y7GM36OA7BJTWZ33ANVLK7WWBR', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '11');
INSERT INTO subscriptions (id, tenant_id, display_id, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-b', 'tenant of sub-b', NULL, '{}', 'ISBTWKXVVGDLYSGMSG7MHAEJEF', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '4');
INSERT INTO subscriptions (id, tenant_id, display_id, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-c', 'tenant of sub-c', '/Spelt/As It Was', '{ "last" : "northeurope" }', '24XGNTM636HOLYXSN3QPXOKPLB', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '12');

INSERT INTO tombstones (label, tenant_id, revision, deleted_at)
    VALUES ('house-gone', 'tenant of sub-a', '18', '2026-11-22 04:26:55.751683+00');

INSERT INTO workspaces (subscription_id, group_name, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-a', 'one', 'house', 'tenant of sub-a', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'TBLNYLHOYQ2OSWTWRTXTAU4664', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '15');
INSERT INTO workspaces (subscription_id, group_name, name, tenant_id, id, location, document, etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, revision)
    VALUES ('sub-b', 'two', 'away', 'tenant of sub-b', '/Spelt/As It Was', 'northeurope', E'{ "tags" : {"ä":"\\u00e4 ''x'' \\\\"} }', 'AUHI7OR72WZUTYZFE6YMUVTF5K', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', E'someone''s \\ "id"', 'User', '2026-11-22 04:26:55.751683+00', '16');

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
CREATE INDEX subscriptions_by_tenant ON subscriptions USING btree (tenant_id, id);
CREATE INDEX tombstones_by_deletion ON tombstones USING btree (deleted_at);
CREATE INDEX tombstones_by_revision ON tombstones USING btree (revision);
