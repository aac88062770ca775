// The npm packages `@tryghost/content-api` and `@tryghost/admin-api` walk through scenarios.mjs in a running Ghost and in
// Dateline with the same newspaper, and every answer is compared by its shape: status, heads, every key, the kind of
// every value. GHOST_DIR and GHOST_NODE are what fetch.sh printed, DATELINE_BIN the binary; GHOST_DATABASE is a MySQL
// or MariaDB connection as JSON, without it Ghost has an SQLite file. `node clients.mjs` ends with 1 when something
// differs for which differences.mjs has no reason; `--json FILE` keeps what was answered.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { zip } from "../journeys/zip.mjs";
import { startGhost } from "../themes/ghost.mjs";
import { PICTURES, SETTINGS, png, seed } from "../themes/seed.mjs";
import { datelineAt } from "./dateline.mjs";
import { KNOWN } from "./differences.mjs";
import { startMariadb } from "./mariadb.mjs";
import { reading, writing } from "./scenarios.mjs";
import { differences } from "./shape.mjs";

const { values: wish } = parseArgs({ options: { json: { type: "string" } } });
const folder = mkdtempSync(join(tmpdir(), "dateline-clients-"));

/** The clients as npm has them today, and the program for requests that they use. */
function fetchClients() {
  writeFileSync(join(folder, "package.json"), "{}");
  const packages = ["@tryghost/content-api", "@tryghost/admin-api"];
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", ...packages], { cwd: folder });
  const load = createRequire(join(folder, "x.js"));
  const versions = packages.map((name) => `${name} ${load(`${name}/package.json`).version}`);
  return { Content: load("@tryghost/content-api"), Admin: load("@tryghost/admin-api"), axios: load("axios"), versions };
}

/** A second of silence as a sound file. */
function wav() {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0).toString();
  head.writeUInt32LE(36 + 8000, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // whole samples
  head.writeUInt16LE(1, 22); // one channel
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 0x80)]);
}

/** What the scenario sends. */
function filesToSend() {
  const manifest = { name: "plain-lab", version: "1.0.0", engines: { ghost: ">=5.0.0" }, author: { name: "Lab", email: "lab@paper.example" }, config: { posts_per_page: 5, card_assets: true } };
  const theme = {
    "package.json": JSON.stringify(manifest),
    "index.hbs": "<html><head>{{ghost_head}}<style>.kg-width-wide{} .kg-width-full{} body{font-family:var(--gh-font-body),var(--gh-font-heading)}</style></head><body class=\"{{body_class}}\">{{#foreach posts}}{{title}}{{/foreach}}{{ghost_foot}}</body></html>",
    "post.hbs": "<html><head>{{ghost_head}}</head><body class=\"{{body_class}}\">{{#post}}<article class=\"{{post_class}}\">{{content}}</article>{{/post}}{{ghost_foot}}</body></html>",
  };
  const made = {
    picture: ["tide.png", png([64, 48])], text: ["notes.txt", Buffer.from("High water at noon.\n")], sound: ["horn.wav", wav()],
    theme: ["plain-lab.zip", zip(theme)], broken: ["broken-lab.zip", zip({ ...theme, "post.hbs": "{{#post}}{{content}}" })],
  };
  return Object.fromEntries(Object.entries(made).map(([key, [name, bytes]]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return [key, path];
  }));
}

const HEADS = ["content-type", "content-version", "location", "x-cache-invalidate", "deprecation", "link", "access-control-allow-origin"];

/** Walks through both scenarios and keeps what was answered to each step. */
async function walk({ Content, Admin, axios }, base, keys, files) {
  const answers = {};
  let last;
  const seen = (answer) => {
    const heads = HEADS.filter((name) => answer.headers[name] !== undefined).map((name) => [name, answer.headers[name].replace(/[0-9a-f]{24}/g, "ID").replaceAll(base, "SITE").replace(/v6\.\d+/, "v6")]);
    last = { status: answer.status, heads: Object.fromEntries(heads), body: answer.data };
    return answer;
  };
  const listening = axios.create();
  listening.interceptors.response.use(seen, (error) => {
    if (error.response) seen(error.response);
    throw error;
  });
  const paramsSerializer = (parameters) => Object.entries(parameters).map(([key, value]) => `${key}=${encodeURIComponent([].concat(value).join(","))}`).join("&");
  const read = (request) => listening({ paramsSerializer, ...request });
  const write = (request) => listening({ paramsSerializer, maxContentLength: Infinity, maxBodyLength: Infinity, ...request }).then(({ data }) => data);
  const content = (more) => new Content({ url: base, key: keys.content, version: "v6.0", makeRequest: read, ...more });
  const api = {
    content: content({}), old: content({ version: "v4" }), stranger: content({ key: "0123456789abcdef0123456789" }),
    admin: new Admin({ url: base, key: keys.admin, version: "v6.0", makeRequest: write }),
    files, kept: {}, now: Date.now(),
  };
  for (const [side, steps] of [["content", reading], ["admin", writing]]) {
    for (const [name, call] of steps) {
      last = undefined;
      let said;
      try {
        const result = await call(api);
        // What the client makes of it: by `meta` it tells a list from a thing.
        said = { returns: Array.isArray(result) ? "list" : typeof result, meta: Array.isArray(result) ? result.meta : undefined };
      } catch (error) {
        if (!last) throw new Error(`${side}, ${name}: ${error.stack}`);
        said = { throws: error.name, code: error.code };
      }
      answers[`${side}: ${name}`] = { ...last, client: said };
    }
  }
  return answers;
}

async function ghostBesides(pictures) {
  mkdirSync(join(folder, "ghost"));
  const mariadb = await startMariadb(join(folder, "mariadb"));
  stops.unshift(mariadb.stop);
  const ghost = await startGhost(process.env.GHOST_DIR, join(folder, "ghost"), { node: process.env.GHOST_NODE, database: mariadb.database("ghost"), pictures });
  stops.unshift(ghost.stop);
  await ghost.clear();
  await ghost.import(seed());
  await ghost.untag();
  await ghost.set(Object.fromEntries(Object.entries({ ...SETTINGS, members_signup_access: "none" }).map(([key, value]) => [key, value.replace("__GHOST_URL__", ghost.base)])));
  return { ...ghost, keys: await ghost.keys() };
}

async function datelineBesides(pictures) {
  const { root, run, serve } = datelineAt(join(folder, "dateline"));
  run("site", "add", "*");
  run("user", "add", "--email", "owner@paper.example", "--name", "Owner", "--role", "owner");
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed()));
  run("import", "--from", "ghost", join(folder, "seed.json"));
  for (const [name, bytes] of Object.entries(pictures)) {
    const path = join(root, "data/content/images", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  const key = (kind) => run("key", "add", "--kind", kind).split(/\s+/).find((word) => /^[0-9a-f:]{26,}$/.test(word));
  return { keys: { content: key("content"), admin: key("admin") }, ...await serve() };
}

const stops = [];
try {
  const clients = fetchClients();
  const pictures = Object.fromEntries(Object.entries(PICTURES).map(([name, size]) => [`2026/11/${name}`, png(size)]));
  const files = filesToSend();
  const ghost = await ghostBesides(pictures);
  const dateline = await datelineBesides(pictures);
  stops.unshift(dateline.stop);
  const theirs = await walk(clients, ghost.base, ghost.keys, files);
  const ours = await walk(clients, dateline.base, dateline.keys, files);
  if (wish.json) writeFileSync(wish.json, JSON.stringify({ theirs, ours }, null, 1));
  const used = new Set();
  let [alike, explained, open] = [0, 0, 0];
  for (const step of Object.keys(theirs)) {
    // One line for what differs alike in every entry of a list.
    const found = new Map(differences(theirs[step], ours[step]).map(([path, a, b]) => [`${path}: Ghost ${a}, Dateline ${b}`, path]));
    if (found.size === 0) alike += 1;
    for (const [line, path] of found) {
      const known = KNOWN.find(({ at }) => at.test(`${step} | ${line}`));
      if (known) {
        used.add(known);
        explained += 1;
      } else {
        open += 1;
        console.log(`${step} | ${line}`);
      }
    }
  }
  const idle = KNOWN.filter((known) => !used.has(known));
  idle.forEach(({ at }) => console.log(`no longer so: ${at}`));
  console.log(`${clients.versions.join(", ")}: ${Object.keys(theirs).length} steps, ${alike} alike in all, ${explained} differences with a reason, ${open} without`);
  process.exitCode = open + idle.length > 0 ? 1 : 0;
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
}
