// Measures the servers of servers.conf one after another with one load generator (`bench pages`) and writes one table and
// one chart. `node lab.mjs [--only nginx,dateline] [--seconds 4] [--rounds 3] [--warm 2] [--pin] [--encoding br] [--mixed dateline,wordpress-cached]
// [--day-warm 60] [--comments dateline,wordpress] [--out FOLDER]`; see README.md.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./chart.mjs";
import { referenceOf } from "./reference-story.mjs";

const CPU_TICKS = 100; // of a second: USER_HZ on every Linux
const ANEW = new Set(["dateline-anew", "dateline-own"]); // They keep no pages.
/** Who is compared with whom. */
const OVER = [
  ["dateline", ["nginx", "varnish", "wordpress-cached"]],
  ["floor", ["nginx", "dateline"]],
  ["dateline-anew", ["ghost", "wordpress"]],
  ["dateline-own", ["ghost", "wordpress"]],
];
const { values: wish } = parseArgs({
  options: { only: { type: "string", default: "" }, seconds: { type: "string", default: "4" }, rounds: { type: "string", default: "3" }, out: { type: "string", default: "." }, connections: { type: "string", default: "16" },
    warm: { type: "string", default: "2" }, pin: { type: "boolean", default: false }, encoding: { type: "string", default: "gzip" }, mixed: { type: "string", default: "" }, "day-warm": { type: "string", default: "0" }, comments: { type: "string", default: "" } },
});
const lab = process.env.LAB_DIR ?? fail("LAB_DIR must name the folder that peers.sh filled");
const bench = process.env.BENCH_BIN ?? fail("BENCH_BIN must name the bench binary");

function fail(message) {
  console.error(`lab: ${message}`);
  process.exit(2);
}

function servers({ reference, ...walks }) {
  const named = { ...reference, AS: wish.encoding === "br" ? "br/" : "" };
  const fill = (text) => text.replace(/\{(\w+)\}/g, (_, name) => named[name]);
  return readFileSync(join(import.meta.dirname, "servers.conf"), "utf8")
    .split("\n").filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => line.split("|").map((part) => part.trim()))
    .filter(([name]) => !wish.only || wish.only.split(",").includes(name))
    .map(([name, url, pids, reads]) => {
      const pages = reads.split(/\s+/).map((part) => part.split("="));
      return { name, url, pids: pids.split(","), pages: Object.fromEntries(pages.map(([page, path]) => [page, walks[path] ?? [fill(path)]])) };
    });
}

/** The processes of a server: those of its pid files, and their children. */
function processes({ pids }) {
  const parents = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(pid, readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ")[1]);
    } catch {} // It has ended meanwhile.
  }
  const own = new Set(pids.map((name) => join(lab, "run", `${name}.pid`)).filter(existsSync).map((file) => readFileSync(file, "utf8").trim()));
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid);
  }
  return [...own];
}

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");
/** Seconds of processor that they have used so far. */
const used = (pids) => pids.reduce((sum, pid) => {
  const fields = read(`/proc/${pid}/stat`).replace(/^.*\) /, "").split(" ");
  return sum + (fields.length > 12 ? (Number(fields[11]) + Number(fields[12])) / CPU_TICKS : 0);
}, 0);
/** Mebibytes that would be free without them. */
const weight = (pids) => pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024, 0);
/** Seconds of processor that everybody has used. */
const busy = () => {
  const [user, nice, system, , , irq, soft] = read("/proc/stat").split("\n")[0].split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + soft) / CPU_TICKS;
};

/** What the load generator says; pinned, it keeps to the first processor and leaves the others to the server. */
function load(words) {
  const [program, ...rest] = wish.pin ? ["taskset", "-c", "0", bench, ...words] : [bench, ...words];
  return JSON.parse(execFileSync(program, rest, { encoding: "utf8" }));
}
/** Keeps a server to the processors that the load generator does not use. A process may have ended meanwhile: nginx has one that only looks at its cache. */
const pin = (pids) => pids.forEach((pid) => {
  try {
    execFileSync("taskset", ["-acp", `1-${cpus().length - 1}`, pid], { stdio: "ignore" });
  } catch {
    if (existsSync(`/proc/${pid}`)) fail(`process ${pid} cannot be kept to the processors from the second on`);
  }
});

/** One run: the answers per second of the server's processor, and what its readers saw. */
function run(server, page, seconds, connections) {
  const list = join(lab, "run", `${server.name}-${page}.paths`);
  writeFileSync(list, server.pages[page].join("\n"));
  const pids = processes(server);
  const before = { own: used(pids), all: busy() };
  const said = load(["pages", "--url", server.url, "--paths", list, "--connections", String(connections), "--seconds", String(seconds), "--encoding", wish.encoding]);
  const after = { own: used(pids), all: busy() };
  const cpu = after.own - before.own;
  const good = said.statuses["200"] ?? 0;
  return {
    server: server.name, page, perCpu: good / Math.max(cpu, 0.01), perSecond: said.per_second, p50: said.p50_ms, p99: said.p99_ms, bytes: said.body_bytes / Math.max(good, 1),
    failed: said.answers - good + said.broken, cpu: cpu / said.seconds, rest: (after.all - before.all - cpu) / said.seconds, pss: weight(pids),
  };
}

/** A mixed day at each of the named servers: reading by Zipf's law with one comment in a hundred requests. */
function mixed(server) {
  const list = join(lab, "run", `${server.name}-mixed.paths`);
  writeFileSync(list, (server.pages.story.length > 1 ? server.pages.story : known[server.name.startsWith("wordpress") ? "WALK_DATED" : "WALK"]).join("\n"));
  const { peak_per_second: peak, half_of_it: { reads } } = load(["mixed", "--url", server.url, "--paths", list, "--warm-seconds", wish["day-warm"], "--peak-seconds", "10", "--seconds", "20"]);
  return `| ${server.name} | ${number(peak)} | ${number(reads.per_second)} | ${number(reads.p50_ms)} | ${number(reads.p99_ms)} |`;
}
/** Comments under the reference story, as fast as they are taken. */
function comments(server) {
  const [story] = server.pages.story.length > 1 ? [known.reference[server.name.startsWith("wordpress") ? "DATED" : "POST"]] : server.pages.story;
  const said = load(["comments", "--url", `${server.url}/${story.replace(/^\/|\/$/g, "")}/`, "--connections", "128", "--seconds", "10", "--token", `lab-${Date.now()}`]);
  return `| ${server.name} | ${number(said.per_second)} | ${number(said.p50_ms)} | ${number(said.p99_ms)} | ${said.refused + said.broken} |`;
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(value >= 10 ? 1 : 2));

const known = await referenceOf(join(lab, "corpus/posts.jsonl"));
const all = servers(known);
const [seconds, rounds, connections] = [Number(wish.seconds), Number(wish.rounds), Number(wish.connections)];
const rows = [];
// The machine's speed drifts, so the servers take turns.
if (wish.pin && cpus().length < 2) fail("--pin needs two processors: one for the load generator, the others for the servers");
if (wish.pin) all.forEach((server) => pin(processes(server)));
for (let round = 0; round < rounds; round += 1) {
  for (const page of new Set(all.flatMap((server) => Object.keys(server.pages)))) {
    for (const server of all.filter((server) => page in server.pages)) {
      if (round === 0) run(server, page, Number(wish.warm), 8);
      // One page asked for by many is made once for all of them, so a page that is made anew is read by one reader.
      const readers = ANEW.has(server.name) && server.pages[page].length === 1 ? 1 : connections;
      const row = { round, readers, ...run(server, page, seconds, readers) };
      rows.push(row);
      console.error(`${server.name} ${page}: ${number(row.perCpu)} answers a second of its processor, ${number(row.perSecond)}/s, p99 ${row.p99} ms, ${row.failed} failed, others used ${(row.rest * 100).toFixed(0)} %`);
    }
  }
}

const cells = all.flatMap((server) => Object.keys(server.pages).map((page) => {
  const of = rows.filter((row) => row.server === server.name && row.page === page);
  const mid = (field) => median(of.map((row) => row[field]));
  return { server: server.name, page, readers: of[0].readers, failed: of.reduce((sum, row) => sum + row.failed, 0), ...Object.fromEntries(["perCpu", "perSecond", "p50", "p99", "bytes", "pss"].map((field) => [field, mid(field)])) };
}));
const table = [
  `| server | page | answers per second of its processor | answers/s | readers | p50 ms | p99 ms | body, ${wish.encoding} | memory (PSS) |`,
  "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  ...cells.map((cell) => `| ${cell.server} | ${cell.page} | ${number(cell.perCpu)} | ${number(cell.perSecond)} | ${cell.readers} | ${number(cell.p50)} | ${number(cell.p99)} | ${(cell.bytes / 1000).toFixed(1)} kB | ${cell.pss.toFixed(0)} MiB |`),
].join("\n");
// Two servers asked for one page, one right after the other, had the same machine; so each round has a ratio of its own.
const ratios = OVER.flatMap(([one, others]) => others.flatMap((other) => cells.filter((cell) => cell.server === one).flatMap(({ page }) => {
  const of = (name) => new Map(rows.filter((row) => row.server === name && row.page === page).map((row) => [row.round, row.perCpu]));
  const [over, under] = [of(one), of(other)];
  const each = [...over].filter(([round]) => under.has(round)).map(([round, value]) => value / under.get(round)).toSorted((a, b) => a - b);
  const quarter = Math.floor(each.length / 4);
  return each.length === 0 ? [] : [`| ${one} over ${other} | ${page} | ${number(median(each))} | ${number(each[quarter])} to ${number(each[each.length - 1 - quarter])} |`];
})));
const compared = ratios.length === 0 ? "" : ["", "| answers per second of processor time | page | median of the rounds | half of the rounds |", "| --- | --- | ---: | ---: |", ...ratios, ""].join("\n");
const how = `Medians of ${rounds} runs of ${seconds} s, the servers in turn, ${wish.encoding}, keep-alive; ${cpus().length} processors, ${wish.pin ? "the load generator on the first, the servers on the others" : "unpinned, shared with the load generator and with whatever else ran"}. ${cells.reduce((sum, cell) => sum + cell.failed, 0)} answers were not 200.`;
const more = [
  [wish.mixed, mixed, "| a mixed day | requests a second at the peak | readers' at half of it | p50 ms | p99 ms |"],
  [wish.comments, comments, "| comments at 128 connections | taken a second | p50 ms | p99 ms | not taken |"],
].flatMap(([names, measure, head]) => {
  const chosen = all.filter(({ name }) => names.split(",").includes(name));
  return chosen.length === 0 ? [] : ["", head, "| --- | ---: | ---: | ---: | ---: |", ...chosen.map(measure)];
}).join("\n");
mkdirSync(wish.out, { recursive: true });
writeFileSync(join(wish.out, "results.md"), `${table}\n${compared}\n${how}\n${more}\n`);
writeFileSync(join(wish.out, "results.json"), JSON.stringify(rows, null, 1));
writeFileSync(join(wish.out, "chart.svg"), chart(cells.filter((cell) => cell.page === "story")));
console.log(`${table}\n${compared}\n${how}\n${more}`);
