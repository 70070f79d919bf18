#!/bin/sh
# Brings Temporal's two MySQL schemas up to date; safe to repeat, and what an upgrade of Temporal runs first.
# SQL_PASSWORD, SQL_USER and SQL_HOST come from docker-compose.yml.
set -eu

tool() {
  database=$1
  shift
  temporal-sql-tool --plugin mysql8 --ep "$SQL_HOST" -p 3306 -u "$SQL_USER" --db "$database" "$@"
}

for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  # A schema that exists already knows its version: setting it up again would fail and is not needed.
  tool "$database" setup-schema -v 0.0 2>/dev/null || true
  tool "$database" update-schema -d "/etc/temporal/schema/mysql/v8/${pair##*:}/versioned"
done
