// Compares the theme room with the originals. What it compares with is fetched from npm into a temporary folder and
// never kept: `node run.mjs` runs everything, `node run.mjs language` only what has the word in its name.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cases } from "./cases.mjs";
import { mutations } from "./mutations.mjs";

const VERSIONS = { ghost: "6.65.0", gscan: "6.6.1", handlebars: "4.7.9" };
const CASES = 4000;
const root = resolve(import.meta.dirname, "../..");
const wanted = process.argv[2] ?? "";
const folder = mkdtempSync(join(tmpdir(), "dateline-themes-"));
const count = { passed: 0, failed: 0 };

const run = (command, args, options = {}) =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, cwd: root, ...options });
const example = (crate, name, args, options) =>
  run("cargo", ["run", "--quiet", "-p", crate, "--example", name, "--", ...args], options);

function attempt(name, work) {
  if (!name.includes(wanted)) return;
  try {
    const note = work();
    count.passed += 1;
    console.log(`ok     ${name}${note ? ` (${note})` : ""}`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED ${name}\n${String(error.stdout || error.message || error).replace(/^/gm, "       ")}`);
  }
}

function fetchOriginals() {
  writeFileSync(join(folder, "package.json"), "{}");
  const packages = [`gscan@${VERSIONS.gscan}`, `handlebars@${VERSIONS.handlebars}`];
  run("npm", ["install", "--silent", "--no-audit", "--no-fund", ...packages], { cwd: folder });
  const archive = run("npm", ["pack", "--silent", `ghost@${VERSIONS.ghost}`], { cwd: folder }).trim();
  run("tar", ["xzf", archive, "package/content/themes"], { cwd: folder });
}

function language() {
  const Handlebars = createRequire(join(folder, "x.js"))("handlebars");
  const all = cases(CASES);
  const theirs = all.map(({ template, partials, data, vars }) => {
    try {
      const own = Handlebars.create();
      own.log = () => {};
      own.logger.log = () => {};
      for (const [name, source] of Object.entries(partials)) own.registerPartial(name, source);
      return own.compile(template, { preventIndent: true })(data, { data: structuredClone(vars) });
    } catch {
      return null;
    }
  });
  const input = `${all.map((one) => JSON.stringify(one)).join("\n")}\n`;
  const ours = example("dateline-hbs", "answers", [], { input }).trim().split("\n").map((line) => JSON.parse(line));
  const wrong = all.map((one, at) => ({ ...one, theirs: theirs[at], ours: ours[at] })).filter((one) => one.theirs !== one.ours);
  if (wrong.length > 0) {
    const shown = wrong.sort((a, b) => a.template.length - b.template.length).slice(0, 8).map(({ template, theirs, ours }) => JSON.stringify({ template, theirs, ours }));
    throw new Error(`${wrong.length} of ${all.length} differ\n${shown.join("\n")}`);
  }
  return `${all.length} templates, ${theirs.filter((answer) => answer === null).length} refused by both`;
}

const theme = (name) => join(folder, "package/content/themes", name);

function printed(name) {
  return example("dateline-theme", "print_theme", [theme(name), join(folder, `out-${name}`)])
    .trim().split("\n").length + " pages";
}

async function theirFindings(path) {
  const gscan = createRequire(join(folder, "x.js"))("gscan");
  const report = gscan.format(await gscan.check(path, { checkVersion: "v6" }), { checkVersion: "v6" });
  const all = [...report.results.error, ...report.results.warning, ...report.results.recommendation];
  return new Set(all.map((finding) => finding.code));
}

const ourFindings = (path) =>
  new Set(example("dateline-theme", "check_theme", ["--codes", path]).split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split(" ")[1]));

/** What follows from a mistake without being one: of a file that cannot be read the public check reports every other rule. */
function consequences(codes) {
  const unread = [...codes].find((code) => code === "GS010-PJ-REQ") ?? [...codes].find((code) => code === "GS010-PJ-PARSE");
  return (code) =>
    (unread && code.startsWith("GS010") && code !== unread) ||
    (codes.has("GS005-TPL-ERR") && ["GS100-NO-UNUSED-CUSTOM-THEME-SETTING", "GS120-NO-UNKNOWN-GLOBALS"].includes(code));
}

/** A copy of the official theme with one mistake in it. */
function broken(at, change) {
  const path = join(folder, `broken-${at}`);
  cpSync(theme("casper"), path, { recursive: true });
  change({
    edit: (file, work) => writeFileSync(join(path, file), work(readFileSync(join(path, file), "utf8"))),
    write: (file, text) => writeFileSync(join(path, file), text),
    remove: (file) => rmSync(join(path, file)),
  });
  return path;
}

try {
  fetchOriginals();
  attempt("the language answers as handlebars.js", language);
  for (const name of ["casper", "source"]) {
    attempt(`${name} prints every kind of page`, () => printed(name));
  }
  const paths = [["casper", theme("casper")], ["source", theme("source")]];
  for (const [at, [name, change]] of Object.entries(mutations).entries()) paths.push([name, broken(at, change)]);
  for (const [name, path] of paths) {
    const theirs = await theirFindings(path);
    attempt(`the check of ${name} says what the public one says`, () => {
      const ours = ourFindings(path);
      const follows = consequences(theirs);
      const missing = [...theirs].filter((code) => !ours.has(code) && !follows(code));
      const added = [...ours].filter((code) => !theirs.has(code));
      if (missing.length + added.length > 0) throw new Error(`missing ${missing.join(", ")}; added ${added.join(", ")}`);
      return [...theirs].join(", ") || "nothing";
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`themes: ${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed > 0 ? 1 : 0;
