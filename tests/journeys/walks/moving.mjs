// Moving house in a browser: a blog is tried, taken over, its old addresses are checked, and the paper leaves as web pages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { atDesk, goTo } from "./desk.mjs";

const EXPORT = fileURLToPath(new URL("../../../crates/transfer/tests/fixtures/classic/whole-blog.xml", import.meta.url));

/** The file that a link or button gives, as bytes. */
async function fetched(page, link) {
  const download = page.waitForEvent("download");
  await link.click();
  const file = await download;
  return [file.suggestedFilename(), await readFile(await file.path())];
}

export const walks = {
  "a blog moves in at the desk, its old addresses are checked, and the paper leaves as web pages": atDesk(async ({ page }) => {
    await goTo(page, "/moving");
    const moving = page.getByRole("region", { name: "Bring a blog here" });
    await moving.getByLabel("Fetch pictures from where they are").uncheck();
    await moving.locator("input[type=file]").setInputFiles(EXPORT);
    await moving.getByRole("region", { name: "What would come" }).waitFor();
    await moving.getByRole("button", { name: "Take it over" }).click();
    await moving.getByRole("region", { name: "What came" }).waitFor();

    await moving.getByRole("button", { name: "Check old addresses", exact: true }).click();
    const addresses = moving.getByRole("region", { name: "Old addresses" });
    await addresses.waitFor();
    assert.match(await addresses.innerText(), /\d+ addresses that the old site had were asked for/);
    await moving.getByRole("button", { name: "Check old addresses again" }).waitFor();
    const lost = await addresses.getByText(/lead(s)? nowhere/).count();
    if (lost > 0) {
      const [name, table] = await fetched(page, addresses.getByRole("link", { name: /CSV/ }));
      assert.equal(name, "old-addresses.csv");
      assert.match(table.toString(), /^address,reason\r\n/);
    }

    const leaving = page.getByRole("region", { name: "Take everything along" });
    await leaving.getByLabel("Format").selectOption({ label: "Web pages as files" });
    await leaving.getByRole("button", { name: "Make it" }).click();
    const link = leaving.getByRole("link", { name: /^static-.*\.zip/ });
    await link.waitFor({ timeout: 60_000 });
    const [name, zip] = await fetched(page, link);
    assert.match(name, /^static-\d{4}-\d\d-\d\d\.zip$/);
    assert.ok(zip.includes("index.html") && zip.includes("2024/03/the-lamp-is-lit.html"), "a page is missing in the zip");

    await moving.getByRole("button", { name: "Take it all back" }).click();
    await moving.getByRole("button", { name: "Yes, delete everything it brought" }).click();
    await moving.getByRole("button", { name: "Take it over" }).waitFor();
    assert.equal(await addresses.count(), 0, "the list of an import that was taken back");
    await moving.getByRole("button", { name: "Forget the file" }).click();
    await moving.getByText("Nothing was brought yet.").waitFor();
  }),
};
