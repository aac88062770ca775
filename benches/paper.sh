#!/usr/bin/env bash
# Measures one paper at 1,000, 10,000 and 100,000 stories, or at the SIZES that are named: import, memory, start, what a page
# costs that nobody keeps and how that grows, comments. Everything is generated, nothing is fetched. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/paper.sh [FOLDER]
#
# Processor time is what the kernel counted for all threads of the server (schedstat), so that it does not depend on
# how busy the machine is, though caches do: leave the machine alone. The sizes take turns in ROUNDS. About ten minutes and 3 GB
# of disk; with `SIZES="1000 1000000" COMMENTS_EACH=1` half an hour and 20 GB.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=${1:-$(mktemp -d)}
sizes=${SIZES:-1000 10000 100000}
# Comments for each story.
each=${COMMENTS_EACH:-4}
export DATELINE_COMMENTS__PER_MINUTE=0 DATELINE_LOG__FILTER=warn
. "$here/benches/serving.sh"

# Microseconds of processor time that one page of a list of paths costs.
cost() {
  local before after
  before=$(nanos)
  read_each "$1"
  after=$(nanos)
  echo $(((after - before) / 1000 / $(wc -l < "$1")))
}
is_there() { [ "$(curl -s -o /dev/null -w '%{http_code}' "$url$1")" = 200 ]; }
# The last page of a list, by halving; the list's pages are named by what stands before and after their number.
last_page() {
  local there=1 beyond=2 middle
  while is_there "$1$beyond$2"; do there=$beyond beyond=$((beyond * 2)); done
  while [ $((beyond - there)) -gt 1 ]; do
    middle=$(((there + beyond) / 2))
    if is_there "$1$middle$2"; then there=$middle; else beyond=$middle; fi
  done
  echo "$1$there$2"
}
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# What peers took on another day, by the packages of WordPress 6.1 and Ghost 6: seconds for the import of 10,000 posts, and
# WordPress's comments per second at 8 connections. The lab beside us runs them anew; here they only give the scale.
wordpress_import=58 ghost_import=269 wordpress_comments=86

# A paper of so many stories, with comments.
paper() {
  local stories=$1 data=$work/paper-$1 began peak=0 now took
  [ ! -d "$data" ] || return 0
  "$bin/bench" generate --posts "$stories" --comments $((stories * each)) --out "$work/$stories.xml" --paths "$work/$stories.paths" > /dev/null
  began=$(date +%s.%N)
  "$bin/dateline" import "$work/$stories.xml" --data "$data" > /dev/null 2>&1 & local import=$!
  while kill -0 "$import" 2>/dev/null; do
    now=$(kib VmHWM "$import" 2>/dev/null || true); peak=${now:-$peak}; sleep 0.2
  done
  wait "$import"
  took=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
  row "import of $stories stories and $((stories * each)) comments" "$took s, at most $((peak / 1024)) MiB"
  [ "$stories" != 10000 ] || row "WordPress and Ghost over Dateline, import of 10,000 posts" \
    "$(ratio $wordpress_import "$took"), $(ratio $ghost_import "$took")"
  rm "$work/$stories.xml"
}

# What grows, or should not: the same kinds of pages as the issue of any newspaper has them.
# The archive is that of a year, because a month of a small paper does not fill a page.
kinds="story home last-of-all last-of-a-tag feed archive"

# What one page costs at a fresh server that keeps none, warmed with pages of the same kind; a line more for each kind.
measure() {
  local stories=$1 data=$work/paper-$1 kind old
  shuf -n 240 --random-source=<(yes) "$work/$stories.paths" > "$work/some"
  DATELINE_SERVER__PAGE_CACHE_MIB=0 serve "$data"; settle
  head -120 "$work/some" > "$work/story.warm"; tail -120 "$work/some" > "$work/story"
  repeated / > "$work/home"; repeated /feeds/posts/default > "$work/feed"; old=$(sed -n "$((stories / 2))p" "$work/$stories.paths")
  repeated "${old%/*/*}/" > "$work/archive"
  repeated "$(last_page /page/ /)" > "$work/last-of-all"
  repeated "$(last_page '/search/label/Harbour?page=' '')" > "$work/last-of-a-tag"
  for kind in $kinds; do
    [ $kind = story ] || cp "$work/$kind" "$work/$kind.warm"
    cost "$work/$kind.warm" > /dev/null
    cost "$work/$kind" >> "$work/$kind.$stories"
  done
  stop
}
# How much more than at the first size: the median of the rounds' ratios, because a machine's speed drifts from round to round.
growth() { paste "$work/$1.$2" "$work/$1.$3" | awk '{ printf "%.2f\n", $2 / $1 }' | median; }
repeated() { for _ in $(seq 60); do echo "$1"; done; }

echo "| what | measured |"
echo "| --- | --- |"
for stories in $sizes; do paper "$stories"; done
for stories in $sizes; do for kind in $kinds; do : > "$work/$kind.$stories"; done; done
for _ in $(seq "${ROUNDS:-5}"); do for stories in $sizes; do measure "$stories"; done; done
for stories in $sizes; do
  for kind in $kinds; do row "$kind, made anew, $stories stories" "$(median < "$work/$kind.$stories") µs of processor time"; done
done
first=${sizes%% *} last=${sizes##* }
for kind in $kinds; do
  row "growth from $first to $last stories: $kind" "$(growth $kind "$first" "$last")"
done
serve "$work/paper-$last"; settle
row "idle memory with $last stories" "$(($(kib VmRSS "$pid") / 1024)) MiB, of which $(($(kib RssAnon "$pid") / 1024)) MiB its own"
stop
listen=127.0.0.1:18170
row "start to the first 200 with $last stories" \
  "$("$bin/bench" start --url "http://$listen/" -- "$bin/dateline" serve --data "$work/paper-$last" --listen "$listen" | sed 's/[{}"]//g')"
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
