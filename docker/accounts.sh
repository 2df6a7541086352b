#!/usr/bin/env bash
# Run once by the MariaDB image, when it has created an empty data folder: the database and the two accounts that use it.
# ardoise_owner migrates; ardoise_app serves, and has no right but those which migrations grant it table by table.
set -eu

for password in "$ARDOISE_OWNER_PASSWORD" "$ARDOISE_APP_PASSWORD"; do
  if [[ ! $password =~ ^[A-Za-z0-9_-]{16,}$ ]]; then
    echo 'ARDOISE_OWNER_PASSWORD and ARDOISE_APP_PASSWORD need 16 or more letters, digits, "-" or "_".' >&2
    exit 1
  fi
done

MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --protocol=socket --user=root <<SQL
CREATE DATABASE IF NOT EXISTS ardoise CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER ardoise_owner@'%' IDENTIFIED BY '$ARDOISE_OWNER_PASSWORD';
CREATE USER ardoise_app@'%' IDENTIFIED BY '$ARDOISE_APP_PASSWORD';
GRANT ALL PRIVILEGES ON ardoise.* TO ardoise_owner@'%' WITH GRANT OPTION;
SQL
