// Writes the corpus that every server of the lab holds: `node corpus.mjs FOLDER [STORIES]`. The same bytes for the same number.
// posts.jsonl has one story a line; ghost-NNN.json are the same stories as Ghost's exports of 500 each, which Ghost and Dateline import.
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, wanted = "10000"] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node corpus.mjs FOLDER [STORIES]");
  process.exit(2);
}
const STORIES = Number(wanted);
const PART = 500;
const [AUTHORS, TAGS] = [20, 200];
const NEWEST = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

// A generator of numbers by George Marsaglia (xorshift, 2003), so that no library decides what the words are.
let state = 0x2545f491;
const chance = (below) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};
const SYLLABLES = "ar bel cor dan el far gor han il jun kel lor mar nel or per quin ros sal tor ul ver wen yar zel".split(" ");
const word = (most) => Array.from({ length: 1 + chance(most) }, () => SYLLABLES[chance(SYLLABLES.length)]).join("");
// Few words are frequent and many are rare, as in a language.
const WORDS = Array.from({ length: 8_000 }, () => word(4));
const common = () => WORDS[Math.floor(WORDS.length ** (chance(1_000) / 1_000)) - 1];
const large = (text) => text[0].toUpperCase() + text.slice(1);
const sentence = () => `${large(Array.from({ length: 8 + chance(14) }, common).join(" "))}.`;
const slug = (text) => text.toLowerCase().replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "");

const named = (count, prefix) => Array.from({ length: count }, (_, at) => ({ id: `${prefix}${at}`, name: `${large(word(3))} ${large(word(3))} ${at}`, slug: `${prefix}-${at}` }));
const [authors, tags] = [named(AUTHORS, "author"), named(TAGS, "tag")];

function story(number) {
  const title = large(Array.from({ length: 5 + chance(6) }, common).join(" "));
  const paragraphs = Array.from({ length: 6 + chance(10) }, () => `<p>${Array.from({ length: 3 + chance(4) }, sentence).join(" ")}</p>`);
  const html = paragraphs.join("\n");
  return {
    id: number, title, slug: `${slug(title)}-${number}`, author: authors[chance(AUTHORS)].slug, tags: [...new Set(Array.from({ length: 1 + chance(4) }, () => tags[chance(TAGS)].slug))],
    published_at: `${new Date(NEWEST - (STORIES - number) * 7 * HOUR).toISOString().slice(0, 19)}Z`, excerpt: sentence(), words: html.split(/\s+/).length, html,
  };
}

function ghostExport(stories) {
  const ids = (list, wantedSlug) => list.find((one) => one.slug === wantedSlug).id;
  const posts = stories.map(({ id, title, slug: own, html, excerpt, published_at: at }) => ({ id: `p${id}`, title, slug: own, html, custom_excerpt: excerpt.slice(0, 300), status: "published", visibility: "public", published_at: at, created_at: at, updated_at: at }));
  return {
    db: [{ meta: { exported_on: NEWEST, version: "6.0.0" }, data: {
      users: authors.map((author) => ({ ...author, email: `${author.slug}@example.org` })), tags, posts,
      posts_authors: stories.map((one) => ({ post_id: `p${one.id}`, author_id: ids(authors, one.author), sort_order: 0 })),
      posts_tags: stories.flatMap((one) => one.tags.map((tag, at) => ({ post_id: `p${one.id}`, tag_id: ids(tags, tag), sort_order: at }))),
    } }],
  };
}

mkdirSync(folder, { recursive: true });
const lines = createWriteStream(join(folder, "posts.jsonl"));
for (let from = 0; from < STORIES; from += PART) {
  const stories = Array.from({ length: Math.min(PART, STORIES - from) }, (_, at) => story(from + at + 1));
  stories.forEach((one) => lines.write(`${JSON.stringify(one)}\n`));
  writeFileSync(join(folder, `ghost-${String(from / PART).padStart(3, "0")}.json`), JSON.stringify(ghostExport(stories)));
}
lines.end();
writeFileSync(join(folder, "meta.json"), JSON.stringify({ stories: STORIES, authors, tags }));
