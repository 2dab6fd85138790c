-- Compaction asks for the oldest deletions, every hour in every API process.
CREATE INDEX tombstones_by_deletion ON tombstones (deleted_at);

UPDATE meta SET schema = 2;
