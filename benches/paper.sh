#!/usr/bin/env bash
# Measures one paper at 1,000, 10,000 and 100,000 stories: import, memory, start, what an uncached page costs and how
# that grows, comments. Everything is generated, nothing is fetched. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/paper.sh [FOLDER]
#
# Processor time is what the kernel counted for all threads of the server (schedstat), so that it does not depend on
# how busy the machine is, though caches do: leave the machine alone. About ten minutes and 3 GB of disk.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=${1:-$(mktemp -d)}
export DATELINE_COMMENTS__PER_MINUTE=0 DATELINE_LOG__FILTER=warn
. "$here/benches/serving.sh"

# Microseconds of processor time that one page of a list of paths costs, each asked for once.
cost() {
  local before after
  before=$(nanos)
  read_each "$1"
  after=$(nanos)
  echo $(((after - before) / 1000 / $(wc -l < "$1")))
}
pages() { seq "$1" "$2" | sed 's|.*|/page/&/|'; }
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# What peers took on another day, by the packages of WordPress 6.1 and Ghost 6: seconds for the import of 10,000 posts, and
# WordPress's comments per second at 8 connections. The lab beside us runs them anew; here they only give the scale.
wordpress_import=58 ghost_import=269 wordpress_comments=86

# A paper of so many stories, and four times as many comments.
paper() {
  local stories=$1 data=$work/paper-$1 began peak=0 now took
  [ ! -d "$data" ] || return 0
  "$bin/bench" generate --posts "$stories" --comments $((stories * 4)) --out "$work/$stories.xml" --paths "$work/$stories.paths" > /dev/null
  began=$(date +%s.%N)
  "$bin/dateline" import "$work/$stories.xml" --data "$data" > /dev/null 2>&1 & local import=$!
  while kill -0 "$import" 2>/dev/null; do
    now=$(kib VmHWM "$import" 2>/dev/null || true); peak=${now:-$peak}; sleep 0.2
  done
  wait "$import"
  took=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
  row "import of $stories stories and $((stories * 4)) comments" "$took s, at most $((peak / 1024)) MiB"
  [ "$stories" != 10000 ] || row "WordPress and Ghost over Dateline, import of 10,000 posts" \
    "$(ratio $wordpress_import "$took"), $(ratio $ghost_import "$took")"
  rm "$work/$stories.xml"
}

# Medians of five fresh servers, each warmed with other pages of the same kind.
measure() {
  local stories=$1 data=$work/paper-$1 last story home deep
  last=$((stories / 12))
  shuf -n 240 --random-source=<(yes) "$work/$stories.paths" > "$work/some"
  head -120 "$work/some" > "$work/story.warm"; tail -120 "$work/some" > "$work/story"
  pages 2 20 > "$work/home.warm"; pages 21 60 > "$work/home"
  pages $((last - 60)) $((last - 42)) > "$work/deep.warm"; pages $((last - 41)) $((last - 2)) > "$work/deep"
  : > "$work/story.all"; : > "$work/home.all"; : > "$work/deep.all"
  for _ in 1 2 3 4 5; do
    for kind in story home deep; do
      serve "$data"; settle
      cost "$work/$kind.warm" > /dev/null
      cost "$work/$kind" >> "$work/$kind.all"
      stop
    done
  done
  for kind in story home deep; do median < "$work/$kind.all" > "$work/$kind.$stories"; done
  row "uncached page, $stories stories: story, list page 21 to 60, last list pages" \
    "$(cat "$work/story.$stories"), $(cat "$work/home.$stories"), $(cat "$work/deep.$stories") µs of processor time"
}

echo "| what | measured |"
echo "| --- | --- |"
for stories in 1000 10000 100000; do paper "$stories"; done
for stories in 1000 10000 100000; do measure "$stories"; done
for kind in story home deep; do
  row "growth from 1,000 to 100,000 stories: $kind" "$(ratio "$(cat "$work/$kind.100000")" "$(cat "$work/$kind.1000")")"
done
serve "$work/paper-100000"; settle
row "idle memory with 100,000 stories" "$(($(kib VmRSS "$pid") / 1024)) MiB"
stop
listen=127.0.0.1:18170
row "start to the first 200 with 100,000 stories" \
  "$("$bin/bench" start --url "http://$listen/" -- "$bin/dateline" serve --data "$work/paper-100000" --listen "$listen" | sed 's/[{}"]//g')"
for filter in on off; do
  data=$work/comments-$filter
  export DATELINE_COMMENTS__SPAM_FILTER=$filter
  printf -- '# A story\n\nWords.\n' > "$work/story.md"
  "$bin/dateline" site add '*' --data "$data" > /dev/null
  "$bin/dateline" post new --file "$work/story.md" --publish --data "$data" > /dev/null
  serve "$data"
  said=$("$bin/bench" comments --url "$url" --connections 64 --seconds 8 | sed 's/[{}"]//g')
  row "comments under one story, 64 connections, filter $filter" "$said"
  row "Dateline over WordPress, comments per second" \
    "$(ratio "$(sed -n 's/.*per_second:\([0-9.]*\).*/\1/p' <<< "$said")" $wordpress_comments)"
  stop
  rm -r "$data"
done
