// Our exports, taken in by those they are made for: Ghost JSON by a running Ghost, WXR by Debian's WordPress, the static
// site by a browser that opens it from the file system. `node exports.mjs [ghost|wordpress|static] [--from FILE]…`; without
// files it moves in the small papers of our own tests and the seed of ../themes. GHOST_DIR and GHOST_NODE as fetch.sh prints them, DATELINE_BIN
// the binary, WORDPRESS_DIR where Debian's package lies (/usr/share/wordpress); MariaDB and PHP are started as they are
// installed. WORDPRESS_IMPORTER may name a folder with WordPress's own importer plugin, which Debian does not package.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { startGhost } from "../themes/ghost.mjs";
import { seed } from "../themes/seed.mjs";
import { datelineAt } from "./dateline.mjs";
import { startMariadb } from "./mariadb.mjs";
import { loadWordpress, wordpressAt } from "./wordpress.mjs";

const { values: wish, positionals: [only] } = parseArgs({ allowPositionals: true, options: { from: { type: "string", multiple: true, default: [] } } });
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "dateline-exports-"));
const stops = [];
const failures = [];
const wanted = (name) => only === undefined || only === name;
/** Pages that the browser opens of one static site; every link of all pages is followed on the disk. */
const PAGES_OPENED = 40;

function papers() {
  if (wish.from.length > 0) return wish.from.map((file) => [file.split("/").slice(-2).join("/"), [resolve(file)]]);
  const fixtures = join(root, "crates/transfer/tests/fixtures");
  const sown = join(folder, "seed.json");
  writeFileSync(sown, JSON.stringify(seed()));
  return [
    ["WordPress", [join(fixtures, "wordpress/whole-site.xml")]], ["Ghost", [join(fixtures, "ghost/whole")]], ["Blogger", [join(fixtures, "classic/whole-blog.xml")]],
    ["Takeout", [join(fixtures, "takeout.zip")]], ["seed", [sown, join(fixtures, "wordpress/thread-of-disqus.xml"), join(fixtures, "classic/comment-threads.xml")]],
  ];
}

function check(paper, what, expected, found) {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  if (a === b) return;
  const keys = [...new Set([...Object.keys(Object(expected)), ...Object.keys(Object(found))])];
  const parts = typeof expected === "object" ? keys.filter((key) => JSON.stringify(expected[key]) !== JSON.stringify(found[key])).map((key) => `${key}: announced ${JSON.stringify(expected[key])?.slice(0, 200)}, held ${JSON.stringify(found[key])?.slice(0, 200)}`) : [`announced ${a}, held ${b}`];
  failures.push(...parts.map((line) => `${paper}, ${what}: ${line}`));
}

const byName = (list, key, value) => Object.fromEntries(list.map((one) => [key(one), value(one)]).sort(([a], [b]) => (a < b ? -1 : 1)));

// Ghost

/** What is to be found of a story in Ghost. */
const ofStory = (post, tags, authors, base) => ({
  status: post.status, title: post.title, featured: Boolean(post.featured), excerpt: post.custom_excerpt ?? null, tags,
  // Ghost marks what it keeps word for word, gives addresses of its own their host, and signs as its owner what nobody signed.
  html: (post.html ?? "").replace(/\s*<!--kg-card-(begin|end): html-->\s*/g, "").replaceAll(base, "").trim(), authors: authors.length > 0 ? authors : ["owner"],
  at: post.published_at ? new Date(post.published_at).setMilliseconds(0) : null,
});

/** A slug as Ghost writes it. */
const plain = (slug) => slug.replace(/[^\x20-\x7e]+/g, "").replace(/-+$/, "");

function announcedToGhost({ db: [{ data }] }) {
  for (const row of [...data.posts, ...data.tags, ...data.users]) row.slug = plain(row.slug);
  const tags = new Map(data.tags.map((tag) => [tag.id, tag.slug]));
  const users = new Map(data.users.map((user) => [user.id, user.slug]));
  const joined = (rows, post, id, names) => rows.filter((row) => row.post_id === post.id).sort((a, b) => a.sort_order - b.sort_order).map((row) => names.get(row[id]));
  const story = (post) => ofStory(post, joined(data.posts_tags, post, "tag_id", tags), joined(data.posts_authors, post, "author_id", users), "\0");
  return { stories: byName(data.posts, (post) => `${post.type} ${post.slug}`, story), tags: byName(data.tags, (tag) => tag.slug, (tag) => tag.name), users: byName(data.users, (user) => user.slug, (user) => user.name) };
}

async function heldByGhost(ghost) {
  const all = async (name, more) => {
    const found = [];
    for (let page = 1; page !== null; ) {
      const answer = await ghost.call(`${name}/?limit=100&page=${page}${more}`);
      found.push(...answer[name]);
      page = answer.meta.pagination.next;
    }
    return found;
  };
  const own = (tag) => !tag.slug.startsWith("hash-import-");
  const story = (post) => ofStory(post, post.tags.filter(own).map((tag) => tag.slug), post.authors.map((author) => author.slug), ghost.base);
  const posts = [];
  for (const [name, kind] of [["posts", "post"], ["pages", "page"]]) posts.push(...(await all(name, "&formats=html&include=tags,authors")).map((post) => ({ ...post, kind })));
  return {
    stories: byName(posts, (post) => `${post.kind} ${post.slug}`, story), tags: byName((await all("tags", "")).filter(own), (tag) => tag.slug, (tag) => tag.name),
    users: byName((await all("users", "")).filter((user) => user.slug !== "owner"), (user) => user.slug, (user) => user.name),
  };
}

async function intoGhost(name, site, out, { database }) {
  site.run("export", "--to", "ghost", out);
  const data = JSON.parse(readFileSync(out, "utf8"));
  const place = `${out}.ghost`;
  mkdirSync(place);
  const ghost = await startGhost(process.env.GHOST_DIR, place, { node: process.env.GHOST_NODE, database: database("ghost") });
  try {
    await ghost.clear();
    await ghost.import(data);
    const [announced, held] = [announcedToGhost(data), await heldByGhost(ghost)];
    for (const part of ["tags", "users"]) check(name, `Ghost, ${part}`, announced[part], held[part]);
    check(name, "Ghost, stories", Object.keys(announced.stories), Object.keys(held.stories));
    for (const [slug, story] of Object.entries(announced.stories)) if (held.stories[slug]) check(name, `Ghost, ${slug}`, story, held.stories[slug]);
    return `${Object.keys(held.stories).length} stories and pages, ${Object.keys(held.tags).length} tags, ${Object.keys(held.users).length} authors`;
  } finally {
    await ghost.stop();
  }
}

// WordPress

async function intoWordPress(name, site, out, { database, wordpress }) {
  site.run("export", "--to", "wordpress", out);
  const back = `${out}.back.xml`;
  const { file, held } = loadWordpress(wordpress, database("wordpress"), out, back);
  for (const part of Object.keys(file)) check(name, `WordPress, ${part}`, file[part], held[part]);
  // What WordPress writes of it is what we read: the way there and back.
  const again = datelineAt(join(folder, `back-${name.replaceAll("/", "-")}`));
  again.run("site", "add", "*");
  again.run("import", "--from", "wordpress", back);
  const there = join(again.root, "again.xml");
  again.run("export", "--to", "wordpress", there);
  const count = (path, pattern) => readFileSync(path, "utf8").match(pattern)?.length ?? 0;
  // WordPress exports no spam.
  for (const [what, pattern] of [["posts", /<wp:post_type>post</g], ["pages", /<wp:post_type>page</g], ["comments", /<wp:comment_approved>(?!spam)/g]]) {
    check(name, `WordPress and back, ${what}`, count(out, pattern), count(there, pattern));
  }
  // It names those authors who have written something, and its own owner under what nobody signed.
  const writers = (path) => [...new Set(Array.from(readFileSync(path, "utf8").matchAll(/<dc:creator><!\[CDATA\[([^\]]*)/g), ([, name]) => name || "lab"))].sort();
  check(name, "WordPress and back, authors", writers(out), writers(there));
  return `${Object.values(held.items).reduce((sum, n) => sum + n, 0)} items, ${Object.values(held.comments).reduce((sum, n) => sum + n, 0)} comments, ${Object.keys(held.tags).length} terms`;
}

// Static site

/** Every file of a folder, by its path. */
const files = (place) => readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

/** Links from pages to files that are not there. */
function deadLinks(place) {
  const dead = [];
  for (const page of files(place).filter((file) => file.endsWith(".html"))) {
    const html = readFileSync(page, "utf8").replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "");
    for (const [, , address] of html.matchAll(/\b(href|src)="([^"]*)"/g)) {
      const link = address.replaceAll("&amp;", "&");
      if (/^([a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(link)) continue;
      const target = new URL(link, pathToFileURL(page));
      if (!existsSync(decodeURIComponent(target.pathname))) dead.push(`${page.slice(place.length + 1)} leads to ${link}, which is not there`);
    }
  }
  return dead;
}

async function openInBrowser(place) {
  const { startBrowser } = await import("../journeys/reader.mjs");
  const browser = await startBrowser();
  const complaints = [];
  try {
    const page = await browser.newPage();
    // What stories embed from elsewhere stays there, and is not asked for here.
    await page.route(/^https?:/, (route) => (/localhost|127\.0\.0\.1/.test(route.request().url()) && complaints.push(`asks for ${route.request().url()}`), route.abort()));
    page.on("requestfailed", (request) => request.url().startsWith("file:") && complaints.push(`${request.url()} does not open`));
    page.on("console", (message) => message.type() === "error" && !message.text().includes("net::ERR_FAILED") && complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
    const queue = [pathToFileURL(join(place, "index.html")).href];
    const seen = new Set(queue);
    let opened = 0;
    for (const address of queue) {
      if (opened === PAGES_OPENED) break;
      await page.goto(address);
      opened += 1;
      if ((await page.locator("body").innerText()).trim() === "") complaints.push(`${address} is empty`);
      if (await page.evaluate(() => document.styleSheets.length) === 0 && !address.includes("http-equiv")) complaints.push(`${address} has no style`);
      for (const link of await page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href.split("#")[0]))) {
        if (link.startsWith("file:") && link.endsWith(".html") && !seen.has(link)) queue.push((seen.add(link), link));
      }
    }
    return { opened, complaints };
  } finally {
    await browser.close();
  }
}

async function onDisk(name, site, out) {
  site.run("export", "--to", "static", out);
  failures.push(...deadLinks(out).map((line) => `${name}, static: ${line}`));
  const { opened, complaints } = await openInBrowser(out);
  failures.push(...complaints.map((line) => `${name}, static: ${line}`));
  return `${files(out).length} files, ${opened} pages opened`;
}

try {
  const peers = {};
  if (wanted("ghost") || wanted("wordpress")) {
    const mariadb = await startMariadb(join(folder, "mariadb"));
    stops.unshift(mariadb.stop);
    Object.assign(peers, { database: mariadb.database, wordpress: wanted("wordpress") && wordpressAt(join(folder, "wordpress")) });
  }
  for (const [at, [name, from]] of papers().entries()) {
    const site = datelineAt(join(folder, `paper-${at}`));
    site.run("site", "add", "*");
    for (const file of from) site.run("import", file);
    const ways = { ghost: [intoGhost, `out-${at}.json`], wordpress: [intoWordPress, `out-${at}.xml`], static: [onDisk, `out-${at}`] };
    for (const [way, [work, file]] of Object.entries(ways).filter(([way]) => wanted(way))) {
      const before = failures.length;
      const note = await work(name, site, join(folder, file), peers).catch((error) => (failures.push(`${name}, ${way}: ${error.stderr || error.stack}`), "given up"));
      console.log(`${failures.length === before ? "ok    " : "FAILED"} ${name} as ${way} (${note})`);
    }
  }
} finally {
  for (const stop of stops) await stop();
  if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
}
new Set(failures).forEach((line) => console.log(line));
process.exitCode = failures.length > 0 ? 1 : 0;
