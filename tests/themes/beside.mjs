// Prints one newspaper with one theme in a running Ghost and in Dateline and says where the answers differ.
// GHOST_DIR is the unpacked npm package `ghost` with its modules installed, GHOST_DATABASE a MySQL or MariaDB connection as
// JSON (`{"socketPath", "user", "password", "database"}`, an empty database), GHOST_NODE a Node that Ghost runs on,
// DATELINE_BIN the binary. `node beside.mjs` compares the probes of probes.mjs; `node beside.mjs source` compares the text
// and the structure of whole pages of a theme that Ghost brings.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startGhost } from "./ghost.mjs";
import { answers, probeTheme, probes } from "./probes.mjs";
import { PICTURES, SETTINGS, png, seed } from "./seed.mjs";

const ADDRESSES = {
  index: ["/", "/page/2/"], post: ["/harbour-bridge-reopens/", "/soup/", "/no-tag/", "/series-first/", "/headline-only/", "/cards/", "/ship/"],
  page: ["/about/", "/house-rules/"], tag: ["/tag/harbour/", "/tag/culture/", "/tag/harbour/page/2/"], author: ["/author/ana-reis/", "/author/rui-melo/"], error: ["/nowhere/"],
};
const wanted = process.argv[2] ?? "probes";
const folder = mkdtempSync(join(tmpdir(), "dateline-beside-"));
const need = (name) => process.env[name] ?? (console.error(`${name} must be set; see the head of beside.mjs`), process.exit(2));
const [ghostFolder, binary] = [need("GHOST_DIR"), need("DATELINE_BIN")];

function write(root, files) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function startDateline(theme, pictures) {
  const root = join(folder, "dateline");
  mkdirSync(root);
  const run = (...words) => {
    const done = spawnSync(binary, words, { cwd: root, encoding: "utf8" });
    if (done.status > 1) throw new Error(`dateline ${words.join(" ")}: ${done.stderr}`);
    return done.stdout.trim();
  };
  run("site", "add", "*");
  run("import", "--from", "ghost", join(folder, "seed.json"));
  write(join(root, "data/content/images"), pictures);
  run("theme", "activate", run("theme", "add", theme));
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  const base = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error(`dateline ended; it said: ${said}`)));
  });
  return { base, stop: () => child.kill("SIGTERM") };
}

/** Text without what must differ: addresses of the machine, ids, versions of files, the tag that Ghost's import adds. */
const alike = (text, base) => text.replaceAll(base, "SITE").replaceAll(encodeURIComponent(base), "SITE").replaceAll(new URL(base).host, "HOST")
  .replace(/\b[0-9a-f]{24}\b/g, "ID").replace(/\?v=[\w-]+/g, "?v=VERSION").replace(/,? ?(tag-)?#?(hash-)?import-[\d-]+/gi, "").replace(/, <a href="\/404\/">#Import [^<]*<\/a>|#Import [\d: -]+/g, "");

/** The elements with their classes and the words of a page, one a line; scripts and styles are nobody's text. */
const outline = (html) => html.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, "").replace(/<!--[\s\S]*?-->/g, "").match(/<\/?[a-z][^>]*>|[^<]+/gi)
  .map((part) => (part.startsWith("<") ? part.replace(/^<(\/?[a-z0-9-]+)[\s\S]*?(class="[^"]*")?[^"]*?>$/i, "<$1 $2>") : part.trim().replace(/\s+/g, " "))).filter(Boolean);

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

async function comparePages(ghost, dateline) {
  const differing = [];
  let same = 0;
  for (const path of Object.values(ADDRESSES).flat()) {
    const [theirs, ours] = await Promise.all([ghost, dateline].map(async ({ base }) => outline(alike(await (await fetch(base + path)).text(), base))));
    const [known, made] = [new Set(theirs), new Set(ours)];
    const [missing, added] = [theirs.filter((line) => !made.has(line)), ours.filter((line) => !known.has(line))];
    if (missing.length + added.length === 0) same += 1;
    else differing.push(`${path}\n${missing.map((line) => `  - ${line}`).concat(added.map((line) => `  + ${line}`)).join("\n")}`);
  }
  return { same, differing };
}

let stops = [];
try {
  const pictures = Object.fromEntries(Object.entries(PICTURES).map(([name, size]) => [`2026/11/${name}`, png(size)]));
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed()));
  const theme = wanted === "probes" ? write(join(folder, "probes"), probeTheme()) : join(ghostFolder, "content/themes", wanted);
  const copy = join(folder, wanted);
  if (copy !== theme) cpSync(theme, copy, { recursive: true, dereference: true });
  mkdirSync(join(folder, "ghost"));
  const ghost = await startGhost(ghostFolder, join(folder, "ghost"), { node: process.env.GHOST_NODE, database: JSON.parse(need("GHOST_DATABASE")), themes: { [wanted]: copy }, pictures });
  stops.push(ghost.stop);
  await ghost.clear();
  await ghost.import(seed());
  await ghost.set(Object.fromEntries(Object.entries({ ...SETTINGS, members_signup_access: "none" }).map(([key, value]) => [key, value.replace("__GHOST_URL__", ghost.base)])));
  await ghost.activate(wanted);
  const dateline = await startDateline(copy, pictures);
  stops.push(dateline.stop);
  const { same, differing } = await (wanted === "probes" ? compareProbes : comparePages)(ghost, dateline);
  differing.forEach((line) => console.log(line));
  console.log(`${wanted}: ${same} alike, ${differing.length} not`);
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
}
