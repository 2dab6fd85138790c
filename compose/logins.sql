-- Run by psql as the superuser when the database is made. Each process logs in as itself and may do what its group may;
-- `corsgate migrate roles` says what that is. The passwords are in the environment of the container.
\set ON_ERROR_STOP on
\getenv migrator_password MIGRATOR_PASSWORD
\getenv api_password API_PASSWORD
\getenv gateway_password GATEWAY_PASSWORD

CREATE ROLE corsgate_owner NOLOGIN;
CREATE ROLE corsgate_app NOLOGIN;
CREATE ROLE corsgate_gateway NOLOGIN;

CREATE ROLE migrator LOGIN PASSWORD :'migrator_password' IN ROLE corsgate_owner;
CREATE ROLE api LOGIN PASSWORD :'api_password' IN ROLE corsgate_app;
CREATE ROLE gateway LOGIN PASSWORD :'gateway_password' IN ROLE corsgate_gateway;

ALTER DATABASE corsgate OWNER TO migrator;
REVOKE ALL ON DATABASE corsgate FROM PUBLIC;
GRANT CONNECT ON DATABASE corsgate TO api, gateway;
