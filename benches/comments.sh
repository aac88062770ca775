#!/usr/bin/env bash
# Measures what many comments do to readers: one story with 100,000 of them, and a flood of 5,000 a second from
# 1,000 addresses. Everything is generated, nothing is fetched. Prints one Markdown table.
#
#   cargo build --release -p dateline -p dateline-bench && benches/comments.sh [FOLDER]
#
# Times are of whole answers, so the first byte came earlier. Leave the machine alone. About two minutes.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
bin=${CARGO_TARGET_DIR:-$here/target}/release
work=${1:-$(mktemp -d)}
comments=${COMMENTS:-100000}
export DATELINE_LOG__FILTER=warn
. "$here/benches/serving.sh"

# Reads each path of a file once, one reader after the other: the median, the slowest of a hundred, the slowest.
read_once() {
  read_each "$1"
  sed -E 's/.*"p50_ms":([0-9.]+).*"p99_ms":([0-9.]+).*"max_ms":([0-9.]+).*/\1, \2, \3 ms/' "$work/pages"
}

if [ ! -d "$work/thread" ]; then
  "$bin/bench" generate --posts 1 --comments "$comments" --out "$work/thread.xml" --paths "$work/story" > /dev/null
  "$bin/dateline" import "$work/thread.xml" --data "$work/thread" > /dev/null 2>&1
  rm "$work/thread.xml"
fi
story=$(head -1 "$work/story")
pages=$((comments / 200))
seq 1 $((pages > 100 ? pages / 100 : 1)) "$pages" | sed "s|.*|$story?commentPage=&|" > "$work/all"

echo "| what | median, slowest of a hundred, slowest |"
echo "| --- | --- |"
DATELINE_SERVER__PAGE_CACHE_MIB=0 serve "$work/thread"
for _ in $(seq 100); do echo "$story"; done > "$work/first"
row "the story with $comments comments, uncached" "$(read_once "$work/first")"
row "its pages of comments from the first to the last, uncached" "$(read_once "$work/all")"
stop
serve "$work/thread"
read_once "$work/first" > /dev/null
row "the story, cached" "$(read_once "$work/first")"
stop

printf '# A story\n\nWords.\n' > "$work/story.md"
rm -rf "$work/flooded"
"$bin/dateline" site add '*' --data "$work/flooded" > /dev/null
"$bin/dateline" post new --file "$work/story.md" --publish --data "$work/flooded" > /dev/null
serve "$work/flooded"
"$bin/bench" flood --url "$url/a-story/" > "$work/flood"
echo
cat "$work/flood"
