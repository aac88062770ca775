// Founds a Ghost and imports the parts of the corpus one after another: `node load-ghost.mjs URL LAB_DIR`. One file with all
// stories exhausts its memory; an import runs beside the request, so the number of stories says when it is done.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [url, lab] = process.argv.slice(2);
const [MAIL, WORD] = ["owner@example.org", "a-long-Enough-passphrase-77"];
let cookie = "";

async function call(path, body) {
  const json = body !== undefined && !(body instanceof FormData);
  const headers = { Origin: url, "Accept-Version": "v6.0", Cookie: cookie, ...(json ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(`${url}/ghost/api/admin/${path}`, { method: body === undefined ? "GET" : "POST", headers, body: json ? JSON.stringify(body) : body });
  cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ") || cookie;
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

// While it imports, Ghost is too busy to notice that a connection is asked on, and closes it: asking again harms nothing.
async function stories(tries = 5) {
  try {
    return (await call("posts/?limit=1")).meta.pagination.total;
  } catch (error) {
    if (tries === 0 || error.cause?.code !== "ECONNRESET") throw error;
    return stories(tries - 1);
  }
}

await call("authentication/setup/", { setup: [{ name: "Owner", email: MAIL, password: WORD, blogTitle: "Bench News" }] });
await call("session/", { username: MAIL, password: WORD });
for (const part of readdirSync(join(lab, "corpus")).filter((name) => name.startsWith("ghost-")).sort()) {
  const text = readFileSync(join(lab, "corpus", part), "utf8");
  const wanted = (await stories()) + JSON.parse(text).db[0].data.posts.length;
  const form = new FormData();
  form.set("importfile", new Blob([text], { type: "application/json" }), part);
  await call("db/", form);
  while ((await stories()) < wanted) await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(`${part}: ${wanted} stories`);
}
