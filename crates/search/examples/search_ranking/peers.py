"""Asks SQLite's FTS5 and a search with WordPress's rules what search_ranking asks, and prints their nDCG@10.

WordPress (WP_Query::parse_search and parse_search_order): every term, except its stop words, must stand somewhere in
title, excerpt or text as a substring; more than nine terms, or none, are one sentence. Ordered by: the sentence in the
title, all terms in the title, any term in the title, the sentence in the excerpt, then in the text; then the newest first.
Where WORDPRESS names the folder of a WordPress that holds the same stories, it is asked too (tests/peers/search.mjs).
"""

import json
import math
import os
import re
import sqlite3
import subprocess
import sys

STOP = set(
    "about an are as at be by com for from how in is it of on or that the this to was what when where who will with www".split()
)
told = json.load(open(sys.argv[1], encoding="utf-8"))
stories = told["stories"]
questions = told["questions"]

db = sqlite3.connect(":memory:")
db.execute("CREATE VIRTUAL TABLE fts USING fts5(id UNINDEXED, title, excerpt, body, tokenize = 'porter unicode61')")
db.executemany("INSERT INTO fts VALUES (?, ?, ?, ?)", [story[:4] for story in stories])
lowered = [(s[0], s[1].lower(), s[2].lower(), s[3].lower(), s[4]) for s in stories]


def fts(query, weights, joined):
    words = re.findall(r"\w+", query)
    if not words:
        return []
    match = joined.join('"%s"' % word for word in words)
    order = "bm25(fts, 0, %s)" % weights
    return [row[0] for row in db.execute("SELECT id FROM fts WHERE fts MATCH ? ORDER BY " + order + " LIMIT 10", (match,))]


def wordpress(query):
    sentence = query.lower().strip()
    terms = re.split(r'[\t ",+]+', sentence)
    terms = [t for t in terms if t and not (len(t) == 1 and "a" <= t <= "z") and t not in STOP]
    if not terms or len(terms) > 9:
        terms = [sentence]
    found = []
    for id, title, excerpt, body, date in lowered:
        if not all(t in title or t in excerpt or t in body for t in terms):
            continue
        if len(terms) > 1:
            in_title = [t in title for t in terms]
            rank = 1 if sentence in title else 2 if all(in_title) else 3 if any(in_title) else 4 if sentence in excerpt else 5 if sentence in body else 6
        else:
            rank = 0 if terms[0] in title else 1
        found.append((rank, -date, id))
    return [id for _, _, id in sorted(found)[:10]]


def ndcg(answer):
    gain = 0.0
    for id, query in questions:
        hits = answer(query)
        if id in hits:
            gain += 1 / math.log2(2 + hits.index(id))
    return gain / max(len(questions), 1)


print("  nDCG@10 %.3f SQLite FTS5, all words, equal weights" % ndcg(lambda q: fts(q, "1, 1, 1", " ")))
print("  nDCG@10 %.3f SQLite FTS5, any word, the title 5 times" % ndcg(lambda q: fts(q, "5, 2, 1", " OR ")))
print("  nDCG@10 %.3f WordPress's rules of ?s=" % ndcg(wordpress), flush=True)
if "WORDPRESS" in os.environ:
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wordpress.php")
    asked = subprocess.run(["php", script, os.environ["WORDPRESS"], sys.argv[1]], capture_output=True, check=True)
    said = json.loads(asked.stdout)
    # It numbers stories anew; the headlines that are asked for are each one story's alone.
    ids = {title: id for id, title, *_ in stories}
    held = dict(zip([query for _, query in questions], said["answers"]))
    score = ndcg(lambda query: [ids.get(title) for title in held[query]])
    print("  nDCG@10 %.3f WordPress %s, asked" % (score, said["version"]), flush=True)
