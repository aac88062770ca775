// A Dateline of our own beside the others: `DATELINE_BIN` on an empty folder, stopped by its own process.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const START_MS = 60_000;

/** The binary on the site in `root`: commands before and while it serves. */
export function datelineAt(root, binary = process.env.DATELINE_BIN) {
  if (!binary) throw new Error("DATELINE_BIN must name the dateline binary");
  mkdirSync(root, { recursive: true });
  /** Runs a command and returns what it says; a report to read (1) is no failure. */
  const run = (...words) => {
    const done = spawnSync(binary, words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.status === null || done.status > 1) throw new Error(`dateline ${words.join(" ")}: ${done.stderr}`);
    return done.stdout.trim();
  };
  const serve = async (settings = {}) => {
    const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0"], { cwd: root, env: { ...process.env, ...settings }, stdio: ["ignore", "pipe", "ignore"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    process.once("exit", () => child.kill("SIGKILL"));
    const base = await new Promise((resolve, reject) => {
      let said = "";
      const timer = setTimeout(() => reject(new Error(`dateline does not start; it said: ${said}`)), START_MS);
      child.stdout.on("data", (chunk) => {
        said += chunk;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (!found) return;
        clearTimeout(timer);
        resolve(found[0]);
      });
      child.once("exit", () => reject(new Error(`dateline ended; it said: ${said}`)));
    });
    return { base, pid: child.pid, stop: () => (child.kill("SIGTERM"), ended) };
  };
  return { root, run, serve };
}
