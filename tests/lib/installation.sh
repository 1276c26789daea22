#!/bin/sh
# A whole installation for tests, without web server: database, accounts, keys, configuration, schema, demo organisation.
#
#   installation.sh make DIR REDRESS   make it with this program; prints the path of the configuration
#   installation.sh stop DIR           stop its database
set -eu
[ $# -ge 2 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
mkdir -p "$2"
dir=$(cd "$2" && pwd)

case $1 in
stop) exec "$here/mariadb.sh" stop "$dir/mariadb" ;;
make) ;;
*) exit 2 ;;
esac
redress=$3
build=$(cd "$(dirname "$redress")" && pwd)
socket=$("$here/mariadb.sh" start "$dir/mariadb")
mkdir -p "$dir/run" "$dir/secrets"
{
    echo "DROP DATABASE IF EXISTS redress; CREATE DATABASE redress CHARACTER SET utf8mb4;"
    for who in owner public staff jobs; do
        [ -s "$dir/secrets/db-$who" ] || (umask 277 && head -c 24 /dev/urandom | base64 | tr -d '/+=' >"$dir/secrets/db-$who")
        echo "CREATE OR REPLACE USER redress_$who@localhost IDENTIFIED BY '$(cat "$dir/secrets/db-$who")';"
    done
    echo "GRANT ALL ON redress.* TO redress_owner@localhost WITH GRANT OPTION;"
} | "$here/mariadb.sh" sql "$dir/mariadb"
cat >"$dir/redress.yaml" <<EOF
site:
  public_url: http://localhost:8080
  staff_url: http://localhost:8080/staff/
  texts_age_ms: 1
paths:
  templates: $top/templates
  locale: $build/locale
  migrations: $top/sql/migrations
  keys: $dir/keys
  run: $dir/run
database:
  socket: $socket
  name: redress
  public_pool:
    password_file: $dir/secrets/db-public
  staff_pool:
    password_file: $dir/secrets/db-staff
  jobs:
    password_file: $dir/secrets/db-jobs
  owner:
    password_file: $dir/secrets/db-owner
public_pool:
  listen: unix:$dir/run/public.sock
staff_pool:
  listen: unix:$dir/run/staff.sock
security:
  filings_per_hour: 1000000
  lookups_per_hour: 1000000
  upload_mib_per_hour: 1000000
  notices_per_address: 1000000
  argon_passes: 1
  argon_memory_kib: 1024
EOF
"$redress" keys generate --dir "$dir/keys" >&2
"$redress" migrate --grants --config "$dir/redress.yaml" >&2
"$redress" demo --complaints "${DEMO_COMPLAINTS:-60}" --seed 7 --config "$dir/redress.yaml" >&2
echo "$dir/redress.yaml"
