#!/usr/bin/env bash
# Measures how fast and how small a WordPress export moves in: generated files of the given numbers of stories, 4 KB each,
# without comments. The default goes from 10 MB to 1 GB. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/moving.sh [STORIES…]
#
# Leave the machine alone while it runs: stories a second are by the clock on the wall. 3 GB of disk for 1 GB of export.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- 2500 10000 250000
# Microseconds of processor time that everything this script has waited for has taken.
spent() {
  times > "$work/times"
  awk 'NR == 2 { for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); total += part[1] * 60 + part[2] } printf "%d", total * 1e6 }' "$work/times"
}
echo '| stories | MB | seconds | stories a second | µs of processor time each | MiB |'
echo '| ---: | ---: | ---: | ---: | ---: | ---: |'
for stories in "$@"; do
  "$bin/bench" generate --dialect wordpress --posts "$stories" --comments 0 --out "$work/export.xml" > /dev/null
  megabytes=$(($(stat -c %s "$work/export.xml") / 1000000))
  # The disk still writes the export for a while, which a newsroom's has behind it.
  sync -f "$work/export.xml"
  spent > "$work/before"
  began=$(date +%s.%N)
  "$bin/dateline" import "$work/export.xml" --no-media --data "$work/paper" > /dev/null 2>&1 & import=$!
  while peak=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$import/status" 2> /dev/null) && [ -n "$peak" ]; do
    echo "$peak" > "$work/peak"
    sleep 0.1
  done & watch=$!
  # 1: it is in, and there is something to read about it.
  wait "$import" || [ $? -eq 1 ]
  ended=$(date +%s.%N)
  spent > "$work/after"
  wait "$watch"
  awk -v n="$stories" -v mb="$megabytes" -v a="$began" -v b="$ended" -v spent="$(($(cat "$work/after") - $(cat "$work/before")))" -v kib="$(cat "$work/peak")" \
    'BEGIN { printf "| %d | %d | %.1f | %d | %.0f | %d |\n", n, mb, b - a, n / (b - a), spent / n, kib / 1024 }'
  rm -r "$work/paper" "$work/export.xml"
done
