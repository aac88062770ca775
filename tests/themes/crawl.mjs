// Puts themes from anywhere before a small newspaper and reads every page of it in Chromium:
// `DATELINE_BIN=… node crawl.mjs FOLDER… [--shots FOLDER]`. For each folder with a theme it says what our check and, when npm's
// `gscan` is in a folder named by GSCAN_DIR, the public one find, and on which page something is wrong: a status, a tag that was
// not printed, an address that is empty, a script that fails or may not run. Nothing is fetched from elsewhere; who would be
// asked is said. Ends with 1 when something is wrong.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { datelineAt } from "../peers/dateline.mjs";
import { startBrowser } from "../journeys/reader.mjs";
import { PICTURES, png, seed } from "./seed.mjs";

/** Pages that nothing links to. */
const ALSO = ["/nowhere/", "/archive/", "/search/?q=harbour", "/tags/", "/headline-only/", "/ship/", "/cards/", "/no-tag/"];
const PAGES_MAX = 60;
const WIDTHS = { desktop: 1280, phone: 390 };
const SHOT = ["/", "/harbour-bridge-reopens/", "/about/", "/tag/harbour/", "/author/ana-reis/", "/nowhere/"];

const { values: wish, positionals: folders } = parseArgs({ allowPositionals: true, options: { shots: { type: "string" } } });
const room = mkdtempSync(join(tmpdir(), "dateline-crawl-"));

/** What in a page was not printed, or leads nowhere. */
function faults(html) {
  const found = [];
  // What a theme hands to scripts as data is theirs.
  const page = html.replace(/<(script|style|template|pre|code)\b[\s\S]*?<\/\1>/g, "");
  for (const [what, pattern] of [["a tag that was not printed", /\{\{[^}]*\}?\}?/g], ["an object as text", /\[object \w+\]/g], ["undefined", /[>"](undefined|null|NaN)[<"]/g], ["an empty address", /<(a|img|link|script|source|form)\b[^>]*\s(href|src|srcset)=(""|'')[^>]*>/g]]) {
    for (const [text] of page.matchAll(pattern)) found.push(`${what}: ${text.slice(0, 120)}`);
  }
  return [...new Set(found)];
}

async function theirs(folder) {
  if (!process.env.GSCAN_DIR) return null;
  const gscan = createRequire(join(resolve(process.env.GSCAN_DIR), "x.js"))("gscan");
  const { results } = gscan.format(await gscan.check(folder, { checkVersion: "v6" }), { checkVersion: "v6" });
  return new Set([...results.error, ...results.warning, ...results.recommendation].map(({ code }) => code));
}

/** What both checks find; only differences are told. */
async function compareChecks(run, folder) {
  const said = run("theme", "check", folder);
  const ours = new Set([...said.matchAll(/\[(GS[\w-]+)\]/g)].map(([, code]) => code));
  const public_ = await theirs(folder);
  const missing = public_ ? [...public_].filter((code) => !ours.has(code)) : [];
  const added = public_ ? [...ours].filter((code) => !public_.has(code)) : [];
  console.log(`  check: ${[...ours].join(", ") || "nothing"}${missing.length + added.length > 0 ? `; the public one also says ${missing.join(", ") || "nothing"}, and not ${added.join(", ") || "nothing"}` : ""}`);
  return /^fatal/m.test(said) ? said.split("\n").filter((line) => line.startsWith("fatal")) : [];
}

/** Reads a page as a browser does; `next` gets what it links to. */
async function read(browser, base, path, next, asked) {
  const page = await browser.newPage({ viewport: { width: WIDTHS.desktop, height: 900 } });
  const wrong = [];
  // Without a library of another server what builds on it fails, which says nothing of us.
  let lost = false;
  page.on("pageerror", (error) => lost || wrong.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) wrong.push(`refused: ${message.text().slice(0, 240)}`);
  });
  await page.route((url) => url.origin !== base && url.protocol !== "data:", (route) => {
    asked.add(new URL(route.request().url()).host);
    lost ||= route.request().resourceType() === "script";
    return route.abort();
  });
  page.on("response", (answer) => {
    const url = new URL(answer.url());
    if (url.origin === base && url.pathname !== path.split("?")[0] && answer.status() >= 400) wrong.push(`${answer.status()} for ${url.pathname}`);
  });
  const answer = await page.goto(base + path, { waitUntil: "load" });
  const html = await answer.text();
  const expected = path === "/nowhere/" || path === "/tags/" || path.startsWith("/404/") ? 404 : 200;
  if (answer.status() !== expected) wrong.push(`status ${answer.status()}`);
  wrong.push(...faults(html));
  for (const link of await page.$$eval("a[href]", (all) => all.map((a) => a.href))) {
    const url = URL.canParse(link) ? new URL(link) : null;
    if (url?.origin === base && !/^\/(content|assets|ghost|admin|comments|private)\//.test(url.pathname)) next.add(url.pathname);
  }
  await page.close();
  return wrong;
}

async function shoot(browser, base, name) {
  mkdirSync(wish.shots, { recursive: true });
  for (const [width, pixels] of Object.entries(WIDTHS)) {
    for (const path of SHOT) {
      const page = await browser.newPage({ viewport: { width: pixels, height: 900 } });
      await page.route((url) => url.origin !== base && url.protocol !== "data:", (route) => route.abort());
      await page.goto(base + path, { waitUntil: "load" });
      await page.screenshot({ path: join(wish.shots, `${name}${path.replaceAll("/", "-")}${width}.png`), fullPage: true });
      await page.close();
    }
  }
}

async function crawl(browser, folder) {
  const name = basename(folder);
  console.log(name);
  const { root, run, serve } = datelineAt(join(room, name));
  run("site", "add", "*");
  run("import", "--from", "ghost", join(room, "seed.json"));
  for (const [file, size] of Object.entries(PICTURES)) {
    const path = join(root, "data/content/images/2026/11", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, png(size));
  }
  const refused = await compareChecks(run, folder);
  if (refused.length > 0) {
    refused.forEach((line) => console.log(`  ${line}`));
    return 1;
  }
  run("theme", "activate", run("theme", "add", folder));
  const server = await serve();
  let wrongs = 0;
  const [seen, next, asked] = [new Set(), new Set(["/", ...ALSO]), new Set()];
  for (const template of readdirSync(folder).filter((file) => /^page-.*\.hbs$/.test(file))) next.add(`/${template.slice(5, -4)}/`);
  try {
    while (seen.size < PAGES_MAX) {
      const path = [...next].find((path) => !seen.has(path));
      if (!path) break;
      seen.add(path);
      if (/\.(xml|txt|json)$|\/rss\//.test(path)) {
        const answer = await fetch(server.base + path);
        if (!answer.ok) console.log(`  ${path}: status ${answer.status}`);
        continue;
      }
      const wrong = await read(browser, server.base, path, next, asked);
      const told = wrong.filter((line) => !(line === "status 404" && readdirSync(folder).includes(`page-${path.slice(1, -1)}.hbs`)));
      told.forEach((line) => console.log(`  ${path}: ${line}`));
      wrongs += told.length;
    }
    if (wish.shots) await shoot(browser, server.base, name);
  } finally {
    await server.stop();
  }
  console.log(`  ${seen.size} pages, ${wrongs} faults${asked.size > 0 ? `; would ask ${[...asked].join(", ")}` : ""}`);
  return wrongs;
}

writeFileSync(join(room, "seed.json"), JSON.stringify(seed()));
const browser = await startBrowser();
let wrongs = 0;
try {
  for (const folder of folders.map((folder) => resolve(folder)).filter((folder) => existsSync(join(folder, "index.hbs")))) wrongs += await crawl(browser, folder);
} finally {
  await browser.close();
  rmSync(room, { recursive: true, force: true });
}
process.exitCode = wrongs > 0 ? 1 : 0;
