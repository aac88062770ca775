# What the measuring scripts of this folder share: one server at a time, and rows of a table. Sourced by them; expects
# `bin`, the folder of the binaries, and `work`, a folder for what is said. Sets `pid` and `url`.
pid= url=

stop() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; }; }
trap stop EXIT

# Starts a server on a data folder and waits until it says where it listens.
serve() {
  rm -f "$work/said"
  "$bin/dateline" serve --data "$1" --listen 127.0.0.1:0 > "$work/said" 2> "$work/log" & pid=$!
  until grep -qs '^listening on' "$work/said"; do sleep 0.05; kill -0 "$pid"; done
  url=$(sed -n 's/^listening on //p' "$work/said")
}
# A thread may end while it is asked; %d ends at two thousand million where awk is an older mawk.
nanos() { { cat /proc/"$pid"/task/*/schedstat 2>/dev/null || true; } | awk '{ sum += $1 } END { printf "%.0f", sum }'; }
kib() { awk -v name="$1:" '$1 == name { print $2 }' /proc/"$2"/status; }
# Waits until the server has nothing to do: the index of 100,000 stories is being made at first.
settle() {
  local before after
  while :; do
    before=$(nanos); sleep 3; after=$(nanos)
    [ $((after - before)) -gt 30000000 ] || return 0
  done
}
row() { printf '| %s | %s |\n' "$1" "$2"; }
# Reads each path of a file once, one reader after the other, into `$work/pages`; all of them must answer 200.
read_each() {
  "$bin/bench" pages --url "$url" --paths "$1" --once --connections 1 > "$work/pages"
  grep -q '"statuses":{"200":'"$(wc -l < "$1")"'}' "$work/pages" || { echo "not all pages answered 200" >&2; cat "$work/pages" >&2; exit 1; }
}
