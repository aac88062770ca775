// A newspaper of our own: the binary on a folder of its own, started on a free port, stopped with SIGTERM.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const START_MS = 60_000; // an unoptimised binary fills the demo first
const STOP_MS = 15_000;

function binary() {
  const named = process.env.DATELINE_BIN;
  if (!named) throw new Error("DATELINE_BIN must name the dateline binary");
  return named;
}

/** Starts a server and waits for the line with its address. `settings` are DATELINE_… variables. */
async function start(words, settings, cwd) {
  const env = { ...process.env, DATELINE_COMMENTS__PER_MINUTE: "0", ...settings };
  const child = spawn(binary(), [...words, "--listen", "127.0.0.1:0"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);

  let said = "";
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${START_MS} ms; it said: ${said}`)), START_MS);
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      said += chunk;
      const found = ADDRESS.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => (said += chunk));
    child.once("error", reject);
    ended.then((code) => reject(new Error(`dateline ${words.join(" ")} ended with ${code}; it said: ${said}`)));
  }).catch((error) => {
    child.kill("SIGKILL");
    throw error;
  });

  /** Asks the site to stop; its exit code, or "late" when it had to be killed. */
  const stop = async () => {
    child.kill("SIGTERM");
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, STOP_MS, "late")));
    const code = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (code === "late") child.kill("SIGKILL");
    process.removeListener("exit", killOnExit);
    return code;
  };
  /** What it says after its address, once it has said it. */
  const hear = async (pattern) => {
    for (const until = Date.now() + STOP_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 20))) {
      const found = pattern.exec(said);
      if (found) return found;
    }
    throw new Error(`it did not say ${pattern}; it said: ${said}`);
  };
  /** Who may sign in at the desk of the demo. */
  const owner = async () => {
    const [, email, password] = await hear(/for (\S+) with the password (\S+)/);
    return { email, password };
  };
  /** The one-time link that makes the first account of a new site. */
  const setUpLink = async () => (await hear(/(http\S+#\/setup\/\S+)/))[1];
  return { address, stop, owner, setUpLink };
}

/** The sample newspaper. */
export const startDemo = (settings = {}) => start(["demo"], settings);

/** A folder with a terminal: runs commands on the newspaper in it, and serves it. */
export function openDesk() {
  const folder = mkdtempSync(path.join(tmpdir(), "dateline-desk-"));
  const run = (...words) => {
    const done = spawnSync(binary(), words, { cwd: folder, encoding: "utf8" });
    return { code: done.status, out: done.stdout, err: done.stderr };
  };
  const json = (...words) => {
    const { code, out, err } = run(...words, "--json");
    if (code > 1) throw new Error(`dateline ${words.join(" ")}: ${err}`);
    return JSON.parse(out);
  };
  const serve = (settings = {}) => start(["serve"], settings, folder);
  const close = () => rmSync(folder, { recursive: true, force: true });
  return { run, json, serve, close };
}
