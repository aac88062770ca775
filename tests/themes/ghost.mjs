// A running Ghost: the npm package unpacked and installed by somebody else (`GHOST_DIR`, see ../peers/README.md), started on an
// empty MySQL or MariaDB database (`{socketPath, user, password, database}`) and a content folder of its own, talked to by its Admin API.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const MAIL = "owner@paper.example";
const WORD = "a-long-Enough-passphrase-77";
const START_MS = 120_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A port that nobody listens on: Ghost has to be told one. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Starts Ghost in `folder` with these themes (name → folder) and pictures (path → bytes) in its content. */
export async function startGhost(install, folder, { node = process.execPath, database, themes = {}, pictures = {} } = {}) {
  const content = join(folder, "content");
  for (const name of ["data", "images", "themes", "logs", "settings", "public", "media", "files"]) mkdirSync(join(content, name), { recursive: true });
  // A new Ghost begins with Source and answers nothing without it.
  for (const [name, path] of Object.entries({ source: join(install, "content/themes/source"), ...themes })) cpSync(path, join(content, "themes", name), { recursive: true, dereference: true });
  for (const [name, bytes] of Object.entries(pictures)) {
    const path = join(content, "images", name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, bytes);
  }
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  // In its development mode templates are read again for every page, so a probe can be tried alone.
  // Ghost reads its configuration from the folder it is started in, and its code from where it lies.
  for (const name of ["core", "node_modules", "package.json", "index.js"]) symlinkSync(join(install, name), join(folder, name));
  writeFileSync(join(folder, "config.development.json"), JSON.stringify({
    url: base, server: { host: "127.0.0.1", port }, mail: { transport: "stub" }, process: "local", paths: { contentPath: content },
    database: { client: "mysql", connection: database },
    logging: { level: "error", transports: ["file"] }, security: { staffDeviceVerification: false },
    privacy: { useUpdateCheck: false, useGravatar: false, useRpcPing: false, useStructuredData: true },
  }));
  const child = spawn(node, [join(install, "index.js")], { cwd: folder, env: { ...process.env, NODE_ENV: "development" }, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.once("exit", () => child.kill("SIGKILL"));
  const until = Date.now() + START_MS;
  for (let up = false; !up; ) {
    if (Date.now() > until || child.exitCode !== null || child.signalCode !== null) throw new Error(`Ghost did not start; see ${join(content, "logs")}`);
    await pause(250);
    up = await fetch(base, { redirect: "manual" }).then((answer) => answer.status < 500, () => false);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { base, stop, ...(await signIn(base)) };
}

/** Founds the site and signs its owner in. */
async function signIn(base) {
  const api = `${base}/ghost/api/admin/`;
  let cookie = "";
  const call = async (path, body, { method = body === undefined ? "GET" : "POST", raw = false } = {}) => {
    const headers = { Origin: base, "Accept-Version": "v6.0", Cookie: cookie, ...(raw || body === undefined ? {} : { "Content-Type": "application/json" }) };
    const send = () => fetch(api + path, { method, headers, body: raw || body === undefined ? body : JSON.stringify(body) });
    // Ghost may close a connection just as it is used again; who only reads asks once more.
    const answer = await send().catch((error) => (method === "GET" ? send() : Promise.reject(error)));
    cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ") || cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return text.startsWith("{") ? JSON.parse(text) : text;
  };
  await call("authentication/setup/", { setup: [{ name: "Owner", email: MAIL, password: WORD, blogTitle: "Founding" }] });
  await call("session/", { username: MAIL, password: WORD });
  return {
    call,
    /** Imports an export, which Ghost does beside the request. */
    async import(data) {
      const known = (await call("posts/?limit=all&fields=id,slug")).posts.map((post) => post.slug);
      const form = new FormData();
      form.set("importfile", new Blob([JSON.stringify(data)], { type: "application/json" }), "import.json");
      await call("db/", form, { raw: true });
      const wanted = data.db[0].data.posts.filter((post) => post.type === "post").length + known.length;
      for (let tries = 0; tries < 240; tries += 1) {
        if ((await call("posts/?limit=1")).meta.pagination.total >= wanted) return;
        await pause(500);
      }
      throw new Error("Ghost did not finish its import");
    },
    /** Deletes what a new Ghost is founded with. */
    async clear() {
      await call("db/", undefined, { method: "DELETE" });
    },
    /** Takes off the internal tag that Ghost gives to everything it imports. */
    async untag() {
      for (const { id, slug } of (await call("tags/?limit=100")).tags) if (slug.startsWith("hash-import-")) await call(`tags/${id}/`, undefined, { method: "DELETE" });
    },
    /** A key of each kind, as its staff makes them for a program. */
    async keys() {
      const made = await call("integrations/?include=api_keys", { integrations: [{ name: "Laboratory" }] });
      const of = (type) => made.integrations[0].api_keys.find((key) => key.type === type);
      return { content: of("content").secret, admin: of("admin").secret };
    },
    set: (settings) => call("settings/", { settings: Object.entries(settings).map(([key, value]) => ({ key, value })) }, { method: "PUT" }),
    async route(table) {
      const form = new FormData();
      form.set("routes", new Blob([table], { type: "application/yaml" }), "routes.yaml");
      await call("settings/routes/yaml/", form, { method: "POST", raw: true });
    },
    activate: (theme) => call(`themes/${theme}/activate/`, undefined, { method: "PUT" }),
  };
}
