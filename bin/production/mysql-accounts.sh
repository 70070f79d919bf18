#!/bin/bash
# Run once by the MySQL image, on an empty data folder (docker-compose.yml): one database and user for the hospital's record,
# its owner for migrations, and two databases for Temporal. No user can reach what it does not need. What the application may
# change in the record is granted table by table by the migrate job, so that audit and ledger history stay out of its reach.
set -euo pipefail

# Passwords end up inside single quotes in SQL.
for name in CAREWAY_DB_PASSWORD CAREWAY_DB_OWNER_PASSWORD TEMPORAL_DB_PASSWORD; do
  value=${!name:?$name is not set}
  case $value in *[\'\\]*) echo "$name must not contain a quote or a backslash" >&2; exit 1 ;; esac
done

mysql --protocol=socket -uroot -p"$MYSQL_ROOT_PASSWORD" <<SQL
CREATE DATABASE careway CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER 'careway_owner'@'%' IDENTIFIED BY '$CAREWAY_DB_OWNER_PASSWORD';
GRANT ALL PRIVILEGES ON careway.* TO 'careway_owner'@'%' WITH GRANT OPTION;
GRANT SELECT (User, Host) ON mysql.user TO 'careway_owner'@'%';
-- For backups: a scratch database to restore into, commits held for a moment, and where the binary log stands.
GRANT ALL PRIVILEGES ON \`careway\_%\`.* TO 'careway_owner'@'%';
GRANT RELOAD, PROCESS, REPLICATION CLIENT ON *.* TO 'careway_owner'@'%';
CREATE USER 'careway'@'%' IDENTIFIED BY '$CAREWAY_DB_PASSWORD';
GRANT SELECT, INSERT, EXECUTE, CREATE TEMPORARY TABLES ON careway.* TO 'careway'@'%';
CREATE DATABASE temporal;
CREATE DATABASE temporal_visibility;
CREATE USER 'temporal'@'%' IDENTIFIED BY '$TEMPORAL_DB_PASSWORD';
GRANT ALL PRIVILEGES ON temporal.* TO 'temporal'@'%';
GRANT ALL PRIVILEGES ON temporal_visibility.* TO 'temporal'@'%';
SQL
