// The first evening of somebody who moves in: import, read, a comment held and approved, a story by key, off and on again.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { openReader } from "../reader.mjs";
import { openDesk } from "../site.mjs";
import { send } from "./comments.mjs";
import { visit } from "../places.mjs";

const EXPORT = fileURLToPath(new URL("../../../crates/transfer/tests/fixtures/classic/whole-blog.xml", import.meta.url));
const OLD_ADDRESS = "/2024/03/the-lamp-is-lit.html"; // as the blog had it
const QUESTION = "Who winds the lamp when the keeper is away?";

const base64url = (value) => Buffer.from(value).toString("base64url");

/** A token of the Admin API, as the client libraries make it: HS256 over header and claims, five minutes long. */
function token(key) {
  const [id, secret] = key.split(":");
  const now = Math.floor(Date.now() / 1000);
  const head = base64url(JSON.stringify({ alg: "HS256", typ: "JWT", kid: id }));
  const claims = base64url(JSON.stringify({ iat: now, exp: now + 300, aud: "/admin/" }));
  const signature = createHmac("sha256", Buffer.from(secret, "hex")).update(`${head}.${claims}`).digest("base64url");
  return `${head}.${claims}.${signature}`;
}

async function publish(address, key) {
  const story = { title: "The lamp goes electric", html: "<p>The switch is behind the door.</p>", status: "published" };
  const answer = await fetch(`${address}/ghost/api/admin/posts/?source=html`, {
    method: "POST",
    headers: { authorization: `Ghost ${token(key)}`, "content-type": "application/json", "accept-version": "v6.0" },
    body: JSON.stringify({ posts: [story] }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 201, text);
  return JSON.parse(text).posts[0];
}

/** The first evening. `attempt` runs and counts one step; each needs what the ones before it did. */
export async function moveIn(browser, attempt) {
  const desk = openDesk();
  let site, reader, held;
  const settings = { DATELINE_COMMENTS__MODERATION: "all" };
  const open = async () => {
    site = await desk.serve(settings);
    reader = await openReader(browser, site.address);
  };
  const leave = async () => {
    await reader.leave();
    assert.equal(await site.stop(), 0);
  };
  try {
    await attempt("one command moves a blog in", async () => {
      const report = desk.json("import", EXPORT);
      assert.deepEqual([report.format, report.posts.published, report.comments.approved], ["blogger-classic", 3, 3]);
      assert.equal(desk.json("import", EXPORT).changed_rows, 0, "a second run changed something");
    });
    await attempt("every story is where it was, with its comments", async () => {
      await open();
      await visit(reader.page, OLD_ADDRESS);
      assert.equal(await reader.page.getByRole("heading", { level: 1 }).innerText(), "The lamp is lit");
      assert.match(await reader.page.locator("#comments").innerText(), /A doorstep is a step with ambition\./);
      assert.equal(await reader.page.locator("#c7353").count(), 1, "the old anchor of a comment is gone");
    });
    await attempt("a reader's comment waits for the desk", async () => {
      assert.equal(await send(reader.page, { body: QUESTION }), 303);
      const queue = desk.json("comment", "list");
      assert.deepEqual(queue.map((comment) => comment.body), [QUESTION]);
      held = queue[0].id;
      // As anybody else: its writer would see it, by the cookie that posting leaves.
      await reader.page.context().clearCookies();
      await visit(reader.page, OLD_ADDRESS);
      assert.ok(!(await reader.page.locator("#comments").innerText()).includes(QUESTION), "it was shown before");
    });
    await attempt("the desk approves it and everybody reads it", async () => {
      assert.equal(desk.run("comment", "approve", held).code, 0);
      const shown = async () => (await (await fetch(site.address + OLD_ADDRESS)).text()).includes(QUESTION);
      const until = Date.now() + 2_000; // what another process wrote is seen within two seconds
      while (!(await shown())) assert.ok(Date.now() < until, "it is not shown");
      await visit(reader.page, OLD_ADDRESS);
      assert.match(await reader.page.locator("#comments").innerText(), new RegExp(QUESTION.slice(0, 20)));
    });
    await attempt("a program with a key publishes a story", async () => {
      const { key } = desk.json("key", "add", "--kind", "admin", "--name", "journey");
      const story = await publish(site.address, key);
      await visit(reader.page, "/");
      await reader.page.getByRole("main").getByRole("link", { name: "The lamp goes electric" }).first().click();
      assert.equal(new URL(reader.page.url()).pathname, new URL(story.url, site.address).pathname);
      assert.match(await reader.page.getByRole("main").innerText(), /The switch is behind the door\./);
      await leave();
    });
    await attempt("switched off and on again, everything is there", async () => {
      await open();
      await visit(reader.page, "/");
      assert.ok((await reader.page.getByRole("main").getByRole("link", { name: "The lamp goes electric" }).count()) > 0);
      await visit(reader.page, OLD_ADDRESS);
      assert.match(await reader.page.locator("#comments").innerText(), new RegExp(QUESTION.slice(0, 20)));
      await leave();
      assert.equal(desk.run("check").code, 0);
    });
  } finally {
    await site?.stop();
    desk.close();
  }
}
