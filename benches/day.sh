#!/usr/bin/env bash
# Measures the day that matters at a paper of 100,000 stories: one new story that 512 readers open at the same moment, and a
# mixed day: reading by Zipf's law, one comment in a hundred requests, a new story every second. Everything is generated, nothing
# is fetched. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/day.sh [FOLDER]
#
# Server and load share the processors, and neither is pinned. Leave the machine alone. About seven minutes and 2 GB of disk; a
# second run on the same FOLDER takes the paper that is there, with the comments of the first under its hottest stories: for
# figures of the mixed day take a new one.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=${1:-$(mktemp -d)}
stories=${STORIES:-100000}
status=127.0.0.1:18171
export DATELINE_COMMENTS__PER_MINUTE=0 DATELINE_COMMENTS__SPAM_FILTER=off DATELINE_LOG__FILTER=warn DATELINE_SERVER__STATUS_LISTEN=$status
. "$here/benches/serving.sh"
email=editor@example.org password=the-day-that-matters

if [ ! -d "$work/day" ]; then
  "$bin/bench" generate --posts "$stories" --comments 0 --out "$work/day.xml" --paths "$work/day.paths" > /dev/null
  "$bin/dateline" import "$work/day.xml" --data "$work/day" > /dev/null 2>&1
  rm "$work/day.xml"
  echo "$password" | "$bin/dateline" user add --data "$work/day" --email $email --name Editor --role editor > /dev/null
fi
# The first value of that name in what is said, and what is said from a name on.
field() { grep -oE "\"$1\":([0-9.]+|null|\{[^}]*\})" | head -1 | cut -d: -f2-; }
from() { sed -E "s/.*\"$1\"://"; }

echo "| what | measured |"
echo "| --- | --- |"
# Memory of a server at rest, and with 10,000 hot pages: eight readers read all of them twice, and there is room for them.
head -10000 "$work/day.paths" > "$work/hot"
DATELINE_SERVER__PAGE_CACHE_MIB=160 serve "$work/day"; settle
row "memory at rest" "$(($(kib RssAnon "$pid") / 1024)) MiB of its own"
for _ in 1 2; do "$bin/bench" pages --url "$url" --paths "$work/hot" --once --connections 8 --encoding gzip > /dev/null; done
cached=$(curl -s "http://$status/metrics" | sed -n 's/^dateline_cache_bytes //p')
row "memory with 10,000 hot pages" "$(($(kib RssAnon "$pid") / 1024)) MiB of its own, of which $((cached / 1048576)) MiB are pages that are kept"
stop
serve "$work/day"; settle
# Stories that nobody has opened since the start, from the middle of the list.
for story in $(sed -n "$((stories / 2)),$((stories / 2 + 4))p" "$work/day.paths"); do
  "$bin/bench" spike --url "$url$story" --status "http://$status" > "$work/spike"
  row "512 readers open a story that nobody has opened" \
    "$(field pages_made < "$work/spike") page made, p50 $(field p50_ms < "$work/spike") ms, p99 $(field p99_ms < "$work/spike") ms, $(field statuses < "$work/spike"), $(field broken < "$work/spike") broken"
done
# From the server's start, when no page is at hand, and of a day that has been going on for two minutes.
for warm in 0 120; do
  "$bin/bench" mixed --url "$url" --paths "$work/day.paths" --email $email --password "$password" --warm-seconds $warm > "$work/mixed"
  row "mixed day after $warm s, as fast as it goes" "$(field peak_per_second < "$work/mixed") requests a second"
  reads=$(from half_of_it < "$work/mixed" | from reads) comments=$(from half_of_it < "$work/mixed" | from comments)
  row "at half of that, readers" "$(field per_second <<< "$reads")/s, p50 $(field p50_ms <<< "$reads") ms, p99 $(field p99_ms <<< "$reads") ms"
  row "at half of that, comments" "$(field per_second <<< "$comments")/s, p99 $(field p99_ms <<< "$comments") ms"
  row "at half of that, stories published" "$(from half_of_it < "$work/mixed" | field published)"
done
