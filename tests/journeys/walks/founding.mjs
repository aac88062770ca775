// A newsroom is founded: the link of the first start, the owner's account, and somebody who is invited.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openReader } from "../reader.mjs";
import { openDesk } from "../site.mjs";
import { visit } from "../places.mjs";
import { violations } from "./access.mjs";

const EXPORT = fileURLToPath(new URL("../../../crates/transfer/tests/fixtures/classic/whole-blog.xml", import.meta.url));
const PASSWORD = "a lamp above the harbour";

async function fillIn(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

const greeted = (page, name) => page.getByRole("heading", { level: 1, name: `Good day, ${name}` }).waitFor();

/** `attempt` runs and counts one step; each needs what the ones before it did. */
export async function found(browser, attempt) {
  const desk = openDesk();
  const visitors = [];
  let site, link, owner;
  const come = async () => {
    const visitor = await openReader(browser, site.address, { staff: true });
    visitors.push(visitor);
    return visitor.page;
  };
  try {
    await attempt("the first start prints a link that makes the owner's account", async () => {
      site = await desk.serve();
      link = await site.setUpLink();
      owner = await come();
      await owner.goto(link);
      await owner.getByRole("heading", { name: "Your newspaper" }).waitFor();
      assert.deepEqual(await violations(owner), []);
      await fillIn(owner, { "Title of the site": "The Harbour Bell", "Your name": "Nora Vale", "E-mail": "nora@bell.example", "Password": PASSWORD });
      await owner.getByRole("button", { name: "Begin" }).click();
      await greeted(owner, "Nora Vale");
      await owner.getByRole("heading", { name: "Nothing is written yet" }).waitFor();
    });
    await attempt("the link works once", async () => {
      const stranger = await come();
      await stranger.goto(link);
      await fillIn(stranger, { "Title of the site": "Mine", "Your name": "Nobody", "E-mail": "nobody@bell.example", "Password": PASSWORD });
      await stranger.getByRole("button", { name: "Begin" }).click();
      await stranger.getByRole("alert").waitFor();
      await visit(stranger, "/");
      assert.match(await stranger.title(), /The Harbour Bell/);
    });
    await attempt("somebody who is invited joins, and publishes nothing without an editor", async () => {
      await owner.goto("/admin/#/staff");
      await fillIn(owner, { "E-mail": "tom@bell.example" });
      await owner.getByLabel("Role", { exact: true }).selectOption("Contributor");
      await owner.getByRole("button", { name: "Make a link" }).click();
      const invitation = await owner.getByLabel("Link for the invitation").inputValue();
      const writer = await come();
      await writer.goto(invitation);
      assert.equal(await writer.getByLabel("E-mail").inputValue(), "tom@bell.example");
      await fillIn(writer, { "Your name": "Tom Reed", "Password": PASSWORD });
      await writer.getByRole("button", { name: "Join" }).click();
      await greeted(writer, "Tom Reed");
      await writer.goto("/admin/#/posts/new");
      await writer.getByRole("textbox", { name: "Title", exact: true }).fill("The bell rings");
      await writer.getByRole("status").filter({ hasText: /^Saved/ }).waitFor();
      assert.equal(await writer.getByRole("button", { name: "Publish" }).count(), 0);
      assert.equal(await writer.getByRole("link", { name: "Settings" }).count(), 0);
      await owner.goto("/admin/#/posts");
      await owner.getByRole("link", { name: "The bell rings" }).waitFor();
    });
    await attempt("a blog moves in from the desk: tried, taken over, and taken back", async () => {
      const isOut = async () => (await (await owner.request.get("/")).text()).includes("The lamp is lit");
      await owner.goto("/admin/#/moving");
      await owner.getByLabel("Fetch pictures from where they are").uncheck();
      await owner.locator('input[type="file"]').setInputFiles(EXPORT);
      await owner.getByRole("region", { name: "What would come" }).waitFor();
      assert.deepEqual(await violations(owner), []);
      assert.ok(!(await isOut()), "trying it wrote something");
      await owner.getByRole("button", { name: "Take it over" }).click();
      await owner.getByRole("region", { name: "What came" }).waitFor();
      assert.ok(await isOut(), "the stories are not here");
      await owner.getByRole("button", { name: "Take it all back" }).click();
      await owner.getByRole("button", { name: "Yes, delete everything it brought" }).click();
      await owner.getByRole("button", { name: "Take it over" }).waitFor();
      assert.ok(!(await isOut()), "the stories are still here");
    });
    await attempt("the whole paper is taken along as one file", async () => {
      await owner.getByRole("button", { name: "Make it" }).click();
      const download = owner.waitForEvent("download");
      await owner.getByRole("link", { name: /\.zip/ }).click();
      assert.match((await download).suggestedFilename(), /\.zip$/);
    });
    for (const visitor of visitors) await visitor.leave();
  } finally {
    for (const visitor of visitors) await visitor.context.close();
    await site?.stop();
    desk.close();
  }
}
