#!/bin/sh
# Runs once, when compose.yaml's PostgreSQL is new: after roles.sql, before the first migration.
set -eu
psql --username postgres --set=ON_ERROR_STOP=1 --set=owner="$REGISTRY_OWNER_PASSWORD" --set=service="$REGISTRY_SERVICE_PASSWORD" --set=auditor="$REGISTRY_AUDITOR_PASSWORD" \
  --set=retention="$REGISTRY_RETENTION_PASSWORD" <<'SQL'
alter role registry_owner password :'owner';
alter role registry_service password :'service';
alter role registry_auditor password :'auditor';
alter role registry_retention password :'retention';
create database registry owner registry_owner;
SQL
