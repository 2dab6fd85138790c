DROP INDEX subscriptions_by_tenant;

ALTER TABLE subscriptions
    DROP display_id,
    DROP document,
    DROP etag,
    DROP created_by,
    DROP created_by_type,
    DROP created_at,
    DROP modified_by,
    DROP modified_by_type,
    DROP modified_at,
    DROP revision;

UPDATE meta SET schema = 2;
