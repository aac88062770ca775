# Runs one throw-away PostgreSQL for as long as standard input stays open.
#
#   sh supervise.sh BIN DIR OWNER COMMAND…
#
# BIN     folder of initdb, postgres and pg_isready
# DIR     an empty folder of our own; removed at the end, the socket lies in it
# OWNER   account that will own DIR, or "" when the caller's own account is used
# COMMAND the words to put before a PostgreSQL program (it refuses to run as root)
#
# Says "ready" on standard output once connections are answered, or "failed" and the end of
# the server's log. Whoever started it holds the other end of standard input, so even
# after kill -9 of the test run the pipe closes and the server goes away.
set -u
trap '' INT TERM HUP
bin=$1 dir=$2 owner=$3
shift 3
server=

finish() {
    [ -n "$server" ] && kill -QUIT "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$dir"
    exit "$1"
}

fail() {
    echo failed
    tail -n 20 "$dir/log"
    finish 1
}

unset PGDATA PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGOPTIONS PGSERVICE
[ -z "$owner" ] || chown "$owner" "$dir" || exit 1
: >"$dir/log"
cd "$dir" || exit 1

# A default order that is not the order of bytes shows at once where a table forgot its COLLATE "C".
initialise() {
    "$@" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >>"$dir/log" 2>&1 </dev/null
}
initialise "$@" "$bin/initdb" --locale-provider=icu --icu-locale=en || {
    rm -rf "$dir/data"
    initialise "$@" "$bin/initdb"
} || fail

"$@" "$bin/postgres" -D "$dir/data" -k "$dir" \
    -c listen_addresses= -c max_connections=300 -c shared_buffers=64MB \
    -c fsync=off -c full_page_writes=off -c autovacuum=off -c log_min_messages=fatal \
    >>"$dir/log" 2>&1 </dev/null &
server=$!

tries=0
until "$bin/pg_isready" -q -h "$dir" -U postgres; do
    tries=$((tries + 1))
    { [ "$tries" -lt 300 ] && kill -0 "$server" 2>/dev/null; } || fail
    sleep 0.1
done
echo ready
cat >/dev/null
finish 0
