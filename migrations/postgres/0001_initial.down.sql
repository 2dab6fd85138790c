-- Children before parents.
DROP TABLE audit;
DROP TABLE tombstones;
DROP TABLE services;
DROP TABLE workspaces;
DROP TABLE resource_groups;
DROP TABLE subscriptions;
DROP TABLE meta;
