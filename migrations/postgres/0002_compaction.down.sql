DROP INDEX tombstones_by_deletion;

UPDATE meta SET schema = 1;
