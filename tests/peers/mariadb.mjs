// A MariaDB as Debian packages it, with an empty data folder of its own, reached by its socket alone.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const TRIES = 150;
const PAUSE_MS = 200;

/** Starts one in `folder`, which must be empty. */
export async function startMariadb(folder) {
  mkdirSync(folder, { recursive: true });
  // It refuses to be root, and the user it becomes has to get there.
  const isRoot = process.getuid?.() === 0;
  const who = isRoot ? ["--user=mysql"] : [];
  if (isRoot) {
    execFileSync("chmod", ["755", join(folder, "..")]);
    execFileSync("chown", ["mysql", folder]);
  }
  const place = ["--no-defaults", ...who, `--datadir=${folder}/data`];
  execFileSync("mariadb-install-db", [...place, "--skip-test-db", "--auth-root-authentication-method=normal"], { stdio: "ignore" });
  const socketPath = join(folder, "socket");
  const child = spawn("mariadbd", [...place, `--socket=${socketPath}`, "--skip-networking", "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=128M", "--innodb-flush-log-at-trx-commit=0"], { stdio: "ignore" });
  const ended = new Promise((done) => child.once("exit", done));
  process.once("exit", () => child.kill("SIGKILL"));
  const run = (sql) => execFileSync("mariadb", ["-uroot", "-S", socketPath, "-e", sql], { stdio: "pipe" });
  for (let tries = 1; ; tries += 1) {
    try {
      run("SELECT 1");
      break;
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
  /** Makes a database anew and returns how to reach it. */
  const database = (name) => {
    run(`DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    return { socketPath, user: "root", password: "", database: name };
  };
  return { database, stop: () => (child.kill("SIGTERM"), ended) };
}
