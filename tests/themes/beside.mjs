// Prints one newspaper with one theme in a running Ghost and in Dateline and says where the answers differ.
// GHOST_DIR and GHOST_NODE are what ../peers/fetch.sh prints, DATELINE_BIN the binary; MariaDB is started as it is installed.
// `node beside.mjs` compares the probes of probes.mjs; `node beside.mjs source` compares the text and the structure of whole
// pages of a theme that Ghost brings, or of one in a folder, and ends with 1 when something differs for which pages.mjs has no reason; with `--shots
// FOLDER` it takes pictures of both at desktop and phone width. `--routes FILE` gives both a routes.yaml, and `--also PATH` (as often as wanted)
// compares a page more.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { datelineAt } from "../peers/dateline.mjs";
import { startMariadb } from "../peers/mariadb.mjs";
import { startGhost } from "./ghost.mjs";
import { KNOWN, THREAD } from "./pages.mjs";
import { answers, probeTheme, probes } from "./probes.mjs";
import { PICTURES, SETTINGS, png, seed } from "./seed.mjs";

const ADDRESSES = {
  index: ["/", "/page/2/"], post: ["/harbour-bridge-reopens/", "/soup/", "/no-tag/", "/series-first/", "/headline-only/", "/cards/", "/ship/"],
  page: ["/about/", "/house-rules/"], tag: ["/tag/harbour/", "/tag/culture/", "/tag/harbour/page/2/"], author: ["/author/ana-reis/", "/author/rui-melo/"], error: ["/nowhere/"],
};
/** Widths of a desk's screen and of a telephone's, in CSS pixels. */
const WIDTHS = { desktop: 1280, phone: 390 };
const SHOT = ["/", "/harbour-bridge-reopens/", "/cards/", "/about/", "/tag/harbour/", "/author/ana-reis/", "/nowhere/"];
const { values: wish, positionals: [asked = "probes"] } = parseArgs({ allowPositionals: true, options: { shots: { type: "string" }, routes: { type: "string" }, also: { type: "string", multiple: true, default: [] } } });
/** A theme may lie anywhere; its folder's name is its name. */
const elsewhere = existsSync(join(asked, "index.hbs")) ? resolve(asked) : null;
const wanted = elsewhere ? basename(elsewhere) : asked;
const folder = mkdtempSync(join(tmpdir(), "dateline-beside-"));
const need = (name) => process.env[name] ?? (console.error(`${name} must be set; see the head of beside.mjs`), process.exit(2));
const ghostFolder = need("GHOST_DIR");

function write(root, files) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function startDateline(theme, pictures) {
  const { root, run, serve } = datelineAt(join(folder, "dateline"));
  run("site", "add", "*");
  run("import", "--from", "ghost", join(folder, "seed.json"));
  // Stories that move in keep their addresses; a table that comes after them moves them, as in Ghost.
  if (wish.routes) run("routes", "set", resolve(wish.routes));
  write(join(root, "data/content/images"), pictures);
  run("theme", "activate", run("theme", "add", theme));
  return serve();
}

/** Text without what must differ: addresses of the machine, ids, versions of files, the tag that Ghost's import adds. */
const alike = (text, base) => text.replaceAll(base, "SITE").replaceAll(encodeURIComponent(base), "SITE").replaceAll(new URL(base).host, "HOST")
  .replace(/\b[0-9a-f]{24}\b/g, "ID").replace(/\?v=[\w-]+/g, "?v=VERSION").replace(/,? ?(tag-)?#?(hash-)?import-[\d-]+/gi, "").replace(/, <a href="\/404\/">#Import [^<]*<\/a>|#Import [\d: -]+/g, "");

/** What of an element is compared beside its class: where it leads, what it shows and what it is called by. */
const COMPARED = { a: ["href"], img: ["src", "alt"], meta: ["name", "property", "charset"], link: ["rel"], html: ["lang"], time: ["datetime"], input: ["type"], form: ["action"] };
const compared = (name) => new RegExp(`\\b(class|${(COMPARED[name] ?? ["class"]).join("|")})="[^"]*"`, "g");

/** What Ghost's script makes of the place of a count where nobody has commented. */
const counted = (html) => html.replace(/<script\s+data-ghost-comment-count="[^>]*>\s*<\/script>/g, (script) => {
  const [empty, tag, name] = ["empty", "tag", "class-name"].map((key) => new RegExp(`count-${key}="([^"]*)"`).exec(script)?.[1] ?? "");
  return empty && `<${tag}${name && name !== "undefined" ? ` class="${name}"` : ""}>${empty}</${tag}>`;
});

/** The elements with what is compared of them and the words of a page, one a line; scripts and styles are nobody's text. */
const outline = (html) => counted(html.replace(THREAD, "")).replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, "").replace(/<!--[\s\S]*?-->/g, "").match(/<\/?[a-z][^>]*>|[^<]+/gi)
  .map((part) => {
    const element = /^<(\/?[a-z0-9-]+)/i.exec(part);
    return element ? `<${[element[1], ...(part.match(compared(element[1].toLowerCase())) ?? []).sort()].join(" ")}>` : part.trim().replace(/\s+/g, " ");
  }).filter(Boolean);

async function compareProbes(ghost, dateline) {
  const differing = [];
  let same = 0;
  for (const [kind, list] of Object.entries(ADDRESSES)) {
    for (const path of list) {
      const [theirs, ours] = await Promise.all([ghost, dateline].map(async ({ base }) => answers(alike(await (await fetch(base + path)).text(), base))));
      probes[kind].forEach(([name], at) => {
        if (theirs.get(at) === ours.get(at)) same += 1;
        else differing.push(`${path} ${name}\n  Ghost    ${JSON.stringify(theirs.get(at))}\n  Dateline ${JSON.stringify(ours.get(at))}`);
      });
    }
  }
  return { same, differing };
}

/** What of two lists is in one of them alone, in their order: `- line` of the first, `+ line` of the second. */
function changes(before, after) {
  const length = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      length[a][b] = before[a] === after[b] ? length[a + 1][b + 1] + 1 : Math.max(length[a + 1][b], length[a][b + 1]);
    }
  }
  const found = [];
  for (let a = 0, b = 0; a < before.length || b < after.length; ) {
    if (a < before.length && b < after.length && before[a] === after[b]) [a, b] = [a + 1, b + 1];
    else if (b === after.length || (a < before.length && length[a + 1][b] >= length[a][b + 1])) found.push(`- ${before[a++]}`);
    else found.push(`+ ${after[b++]}`);
  }
  return found;
}

async function comparePages(ghost, dateline) {
  const differing = [];
  let [same, explained] = [0, 0];
  for (const path of [...Object.values(ADDRESSES).flat(), ...wish.also]) {
    const [theirs, ours] = await Promise.all([ghost, dateline].map(async ({ base }) => {
      const answer = await fetch(base + path);
      return [`status ${answer.status}`, ...outline(alike(await answer.text(), base))];
    }));
    const found = changes(theirs, ours);
    const lacks = (files) => !files.some((file) => existsSync(join(folder, wanted, file)));
    const open = found.filter((line) => !KNOWN.some(({ at, on, without }) => at.test(line) && (on?.test(path) ?? true) && (!without || lacks(without))));
    explained += found.length - open.length;
    if (open.length === 0) same += 1;
    else differing.push(`${path}\n${open.map((line) => `  ${line}`).join("\n")}`);
  }
  console.log(`${explained} lines differ for a reason`);
  return { same, differing };
}

/** Pictures of the same pages of both, one behind the other in a folder. */
async function shoot(into, servers) {
  const { startBrowser } = await import("../journeys/reader.mjs");
  const browser = await startBrowser();
  mkdirSync(into, { recursive: true });
  for (const [width, pixels] of Object.entries(WIDTHS)) {
    for (const path of SHOT) {
      for (const [name, { base }] of Object.entries(servers)) {
        const page = await browser.newPage({ viewport: { width: pixels, height: 900 } });
        // Nothing is fetched from elsewhere.
        await page.route((url) => url.origin !== base, (route) => route.abort());
        await page.goto(base + path, { waitUntil: "networkidle" });
        await page.screenshot({ path: join(into, `${wanted}${path.replaceAll("/", "-")}${width}-${name}.png`), fullPage: true });
        await page.close();
      }
    }
  }
  await browser.close();
}

const stops = [];
try {
  const pictures = Object.fromEntries(Object.entries(PICTURES).map(([name, size]) => [`2026/11/${name}`, png(size)]));
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed()));
  const theme = wanted === "probes" ? write(join(folder, "probes"), probeTheme()) : (elsewhere ?? join(ghostFolder, "content/themes", wanted));
  const copy = join(folder, wanted);
  if (copy !== theme) cpSync(theme, copy, { recursive: true, dereference: true });
  mkdirSync(join(folder, "ghost"));
  const mariadb = await startMariadb(join(folder, "mariadb"));
  stops.unshift(mariadb.stop);
  const ghost = await startGhost(ghostFolder, join(folder, "ghost"), { node: process.env.GHOST_NODE, database: mariadb.database("ghost"), themes: { [wanted]: copy }, pictures });
  stops.unshift(ghost.stop);
  await ghost.clear();
  await ghost.import(seed());
  await ghost.untag();
  await ghost.set(Object.fromEntries(Object.entries({ ...SETTINGS, members_signup_access: "none" }).map(([key, value]) => [key, value.replace("__GHOST_URL__", ghost.base)])));
  await ghost.activate(wanted);
  if (wish.routes) await ghost.route(readFileSync(wish.routes, "utf8"));
  const dateline = await startDateline(copy, pictures);
  stops.unshift(dateline.stop);
  const { same, differing } = await (wanted === "probes" ? compareProbes : comparePages)(ghost, dateline);
  differing.forEach((line) => console.log(line));
  console.log(`${wanted}: ${same} alike, ${differing.length} not`);
  if (wish.shots) await shoot(wish.shots, { ghost, dateline });
  if (wanted !== "probes" && differing.length > 0) process.exitCode = 1;
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
}
