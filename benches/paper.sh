#!/usr/bin/env bash
# Measures one paper at 1,000, 10,000 and 100,000 stories, or at the SIZES that are named: import, memory, start, what a page
# costs that nobody keeps and how that grows, comments. Everything is generated, nothing is fetched. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/paper.sh [FOLDER]
#
# Processor time is what the kernel counted for all threads of the server (schedstat), so that it does not depend on
# how busy the machine is, though caches do: leave the machine alone. The sizes are asked
# for a kind of pages one right after the other, in ROUNDS. About ten minutes and 3 GB
# of disk; with `SIZES="1000 1000000" COMMENTS_EACH=1` half an hour and 20 GB.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=${1:-$(mktemp -d)}
sizes=${SIZES:-1000 10000 100000}
# Comments for each story.
each=${COMMENTS_EACH:-4}
export DATELINE_COMMENTS__PER_MINUTE=0 DATELINE_SEARCH__PER_MINUTE=1000000 DATELINE_LOG__FILTER=warn
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

# The pages of each kind that one size is asked for, with a server that keeps none and goes on running.
prepare() {
  local stories=$1 at=$work/at-$1 old
  mkdir -p "$at"
  DATELINE_SERVER__PAGE_CACHE_MIB=0 serve "$work/paper-$stories"; settle
  servers[$stories]=$pid; urls[$stories]=$url
  old=$(sed -n "$((stories / 2))p" "$work/$stories.paths")
  repeated / > "$at/home"; repeated /feeds/posts/default > "$at/feed"; repeated "${old%/*/*}/" > "$at/archive"
  repeated "$(last_page /page/ /)" > "$at/last-of-all"
  repeated "$(last_page '/search/label/Harbour?page=' '')" > "$at/last-of-a-tag"
  shuf --random-source=<(yes) "$work/$stories.paths" | awk 'NR <= 20000' > "$at/stories"
}
# What one page of each kind costs at each size, one size right after the other, because a machine's speed drifts from second to second; a
# line more for each. Each round asks for stories that none has asked for, as far as there are any, and for others of the same kind before.
measure() {
  local round=$1 kind stories
  for kind in $kinds; do
    for stories in $sizes; do
      pid=${servers[$stories]} url=${urls[$stories]}
      local at=$work/at-$stories
      if [ $kind = story ]; then
        some_stories "$stories" $((2 * round)) > "$at/warm"; some_stories "$stories" $((2 * round + 1)) > "$at/story"
      else
        cp "$at/$kind" "$at/warm"
      fi
      cost "$at/warm" > /dev/null
      cost "$at/$kind" >> "$work/$kind.$stories"
    done
  done
}
# The so-manyth 120 stories of a size, from the beginning again when they were all.
some_stories() {
  awk -v first=$(($2 * 120)) '{ all[NR - 1] = $0 } END { for (n = first; n < first + 120; n++) print all[n % NR] }' "$work/at-$1/stories"
}
# How much more than at the first size: the median of the rounds' ratios, because a machine's speed drifts from round to round.
growth() { paste "$work/$1.$2" "$work/$1.$3" | awk '{ printf "%.2f\n", $2 / $1 }' | median; }
repeated() { for _ in $(seq 60); do echo "$1"; done; }

echo "| what | measured |"
echo "| --- | --- |"
for stories in $sizes; do paper "$stories"; done
for stories in $sizes; do for kind in $kinds; do : > "$work/$kind.$stories"; done; done
declare -A servers urls
trap 'stop; kill "${servers[@]}" 2> /dev/null || true' EXIT
for stories in $sizes; do prepare "$stories"; done
for round in $(seq "${ROUNDS:-5}"); do measure "$round"; done
for stories in $sizes; do pid=${servers[$stories]}; stop; done
servers=()
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
