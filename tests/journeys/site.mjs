// A demo site of our own: started on a free port, stopped with SIGTERM.
import { spawn } from "node:child_process";

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const START_MS = 60_000; // an unoptimised binary fills the demo first
const STOP_MS = 15_000;

/** Starts `dateline demo` and waits for the line with its address. `settings` are DATELINE_… variables. */
export async function startSite(settings = {}) {
  const binary = process.env.DATELINE_BIN;
  if (!binary) throw new Error("DATELINE_BIN must name the dateline binary");
  const env = { ...process.env, DATELINE_COMMENTS__PER_MINUTE: "0", ...settings };
  const child = spawn(binary, ["demo", "--listen", "127.0.0.1:0"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);

  let said = "";
  const address = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address within ${START_MS} ms; it said: ${said}`)), START_MS);
    const listen = (chunk) => {
      said += chunk;
      const found = ADDRESS.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    ended.then((code) => reject(new Error(`dateline demo ended with ${code}; it said: ${said}`)));
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
  return { address, stop };
}
