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
echo '| stories | MB | seconds | stories a second | µs of processor time each | MiB |'
echo '| ---: | ---: | ---: | ---: | ---: | ---: |'
for stories in "$@"; do
  "$bin/bench" generate --dialect wordpress --posts "$stories" --comments 0 --out "$work/export.xml" > /dev/null
  megabytes=$(($(stat -c %s "$work/export.xml") / 1000000))
  began=$(date +%s.%N)
  "$bin/dateline" import "$work/export.xml" --no-media --data "$work/paper" > /dev/null 2>&1 & import=$!
  peak=0
  while kill -0 "$import" 2> /dev/null; do
    now=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$import/status" 2> /dev/null || true)
    ticks=$(awk '{ print $14 + $15 }' "/proc/$import/stat" 2> /dev/null || true)
    peak=${now:-$peak} spent=${ticks:-${spent:-0}}
    sleep 0.1
  done
  wait "$import"
  awk -v n="$stories" -v mb="$megabytes" -v a="$began" -v b="$(date +%s.%N)" -v ticks="$spent" -v hz="$(getconf CLK_TCK)" -v kib="$peak" \
    'BEGIN { printf "| %d | %d | %.1f | %d | %.0f | %d |\n", n, mb, b - a, n / (b - a), ticks / hz / n * 1e6, kib / 1024 }'
  rm -r "$work/paper" "$work/export.xml"
done
