#!/bin/sh
# A private MariaDB for tests: its own data directory and socket, no network. Several may run side by side.
#
#   mariadb.sh start DIR     make DIR/data when it is missing, start, wait, print the socket
#   mariadb.sh kill DIR      end it as a power cut would (SIGKILL); start recovers
#   mariadb.sh stop DIR      end it cleanly
#   mariadb.sh remove DIR    stop and delete DIR/data
#   mariadb.sh sql DIR ...   the mariadb client as root; arguments are passed on
#
# MARIADB_OPTIONS holds further mariadbd options.
set -eu

usage() {
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
[ $# -ge 2 ] || usage
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2

data=$dir/data
socket=$dir/db.sock
log=$dir/mariadbd.log
pidfile=$dir/mariadbd.pid
PATH=$PATH:/usr/sbin
as_root=
[ "$(id -u)" -ne 0 ] || as_root=--user=root

fail() {
    echo "mariadb.sh: $1" >&2
    [ ! -f "$log" ] || tail -n 20 "$log" >&2
    exit 1
}

# A pid of an earlier boot may be another program's by now.
is_ours() {
    [ -n "$1" ] && [ -r "/proc/$1/cmdline" ] && tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -qxF -- "--datadir=$data"
}

server_pid() {
    [ -f "$pidfile" ] || return 1
    pid=$(cat "$pidfile")
    is_ours "$pid"
}

answers() {
    mariadb-admin --no-defaults --socket="$socket" --user=root --connect-timeout=2 ping >/dev/null 2>&1
}

# end SIGNAL: a server takes its pid file away before it has ended, so wait for the process.
end() {
    if server_pid; then
        kill "-$1" "$pid"
        i=0
        while is_ours "$pid"; do
            i=$((i + 1))
            [ $i -le 300 ] || fail "process $pid does not end"
            sleep 0.1
        done
    fi
    rm -f "$pidfile" "$socket"
}

# A directory of its own for temporary tables: a server that starts clears leftovers of others in a shared one.
mkdir -p "$dir/tmp"

install_data() {
    rm -rf "$data.new"
    mariadb-install-db --no-defaults $as_root --datadir="$data.new" --tmpdir="$dir/tmp" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve --innodb-log-file-size=32M >"$dir/install.log" 2>&1 ||
        { cat "$dir/install.log" >&2; fail "mariadb-install-db failed"; }
    mv "$data.new" "$data"
}

start() {
    # A socket's path is limited to 107 bytes; say so rather than fail with a riddle.
    [ ${#socket} -le 107 ] || fail "the path of the socket is too long: $socket"
    if server_pid && answers; then
        echo "$socket"
        return
    fi
    [ -d "$data" ] || install_data
    # shellcheck disable=SC2086
    nohup mariadbd --no-defaults $as_root --datadir="$data" --tmpdir="$dir/tmp" --socket="$socket" --pid-file="$pidfile" --log-error="$log" \
        --skip-networking --skip-name-resolve --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_520_ci \
        --innodb-flush-log-at-trx-commit=1 --innodb-buffer-pool-size=96M --innodb-log-file-size=32M \
        --innodb-snapshot-isolation=ON --local-infile=0 --max-allowed-packet=16M --table-open-cache=400 \
        --max-connections=100 --max-prepared-stmt-count=200000 --performance-schema=OFF \
        --sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION \
        ${MARIADB_OPTIONS:-} </dev/null >"$dir/mariadbd.out" 2>&1 &
    child=$!
    i=0
    until answers; do
        i=$((i + 1))
        [ $i -le 300 ] || fail "the server does not answer within 30 s"
        kill -0 $child 2>/dev/null || fail "the server ended while starting"
        sleep 0.1
    done
    echo "$socket"
}

case $action in
start) start ;;
stop) end TERM ;;
kill) end KILL ;;
remove)
    end TERM
    rm -rf "$data" "$data.new"
    ;;
sql) exec mariadb --no-defaults --socket="$socket" --user=root --default-character-set=utf8mb4 "$@" ;;
*) usage ;;
esac
