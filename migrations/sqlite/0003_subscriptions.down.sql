DROP INDEX subscriptions_by_tenant;

ALTER TABLE subscriptions DROP display_id;
ALTER TABLE subscriptions DROP document;
ALTER TABLE subscriptions DROP etag;
ALTER TABLE subscriptions DROP created_by;
ALTER TABLE subscriptions DROP created_by_type;
ALTER TABLE subscriptions DROP created_at;
ALTER TABLE subscriptions DROP modified_by;
ALTER TABLE subscriptions DROP modified_by_type;
ALTER TABLE subscriptions DROP modified_at;
ALTER TABLE subscriptions DROP revision;

PRAGMA user_version = 0;
