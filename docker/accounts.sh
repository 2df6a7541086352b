#!/usr/bin/env bash
# Run once by the MariaDB image, when it has created an empty data folder: the database and the three accounts that use it.
# ardoise_owner migrates; ardoise_app serves and ardoise_sequencer orders and signs the audit log: neither has a right but
# those which the program grants it, table by table, when it migrates.
set -eu

for password in "$ARDOISE_OWNER_PASSWORD" "$ARDOISE_APP_PASSWORD" "$ARDOISE_SEQUENCER_PASSWORD"; do
  if [[ ! $password =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
    echo 'ARDOISE_{OWNER,APP,SEQUENCER}_PASSWORD need 16 or more letters, digits, "-" or "_".' >&2
    exit 1
  fi
done

MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --protocol=socket --user=root <<SQL
CREATE DATABASE IF NOT EXISTS ardoise CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER ardoise_owner@'%' IDENTIFIED BY '$ARDOISE_OWNER_PASSWORD';
CREATE USER ardoise_app@'%' IDENTIFIED BY '$ARDOISE_APP_PASSWORD';
CREATE USER ardoise_sequencer@'%' IDENTIFIED BY '$ARDOISE_SEQUENCER_PASSWORD';
GRANT ALL PRIVILEGES ON ardoise.* TO ardoise_owner@'%' WITH GRANT OPTION;
SQL
