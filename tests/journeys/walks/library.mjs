// The library: what comes in, how it is described, where it is used, what nothing shows, and what is thrown away.
import assert from "node:assert/strict";
import { violations } from "./access.mjs";
import { atDesk, goTo, publish, story, standing, title } from "./desk.mjs";

const PAPER = { mimeType: "application/pdf" };

/** Goes to the library and takes files in. */
async function bring(page, ...chosen) {
  await goTo(page, "/media");
  await page.getByRole("main").locator('input[type="file"]').setInputFiles(chosen);
  for (const { name } of chosen) await page.getByTitle(name).waitFor();
}

async function isWithinReach(page) {
  assert.deepEqual(await violations(page), []);
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= room, `it is ${wide} pixels wide on ${room}`);
}

const drawing = (name, colour) => ({
  name, mimeType: "image/svg+xml",
  buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30" fill="${colour}"/></svg>`),
});

/** Files of one walk have names and colours of their own: the library keeps one of each content. */
const walk = (name, colour) => async ({ page }) => {
  await bring(page, drawing(`${name}.svg`, colour), { ...PAPER, name: `${name}.pdf`, buffer: Buffer.from(`%PDF-1.4\n%${name}\n%%EOF\n`) });
  await isWithinReach(page);
  await page.getByTitle(`${name}.svg`).click();
  const panel = page.getByRole("complementary", { name: `${name}.svg` });
  await panel.getByText("Nowhere.").waitFor();
  await panel.getByLabel("What the picture shows").fill("The quay at dawn");
  await panel.getByLabel("Credit").fill("Ana Reis");
  await panel.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  await isWithinReach(page);
  await page.getByRole("searchbox", { name: "Search the library" }).fill(name);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("main li button").length === 2);
  await page.getByRole("checkbox", { name: "Only what is used nowhere" }).check();
  await page.getByTitle(`${name}.pdf`).click();
  const paper = page.getByRole("complementary", { name: `${name}.pdf` });
  await paper.getByRole("button", { name: "Delete" }).click();
  await paper.getByText("Delete this file for good?").waitFor();
  await isWithinReach(page);
  await paper.getByRole("button", { name: "Delete" }).click();
  await page.getByText("The file is deleted.").waitFor();
  await page.getByTitle(`${name}.pdf`).waitFor({ state: "detached" });
};

export const walks = {
  "the library takes files in, describes them, tells what nothing shows and throws it away": atDesk(walk("quay", "#336699"), { scheme: "light" }),
  "the library on a phone, by night": atDesk(walk("pier", "#993366"), { scheme: "dark", width: 360 }),
  "a picture of the library goes into a story with its words, and cannot be thrown away then": atDesk(async ({ page }) => {
    await bring(page, drawing("buoy.svg", "#669933"));
    await page.getByTitle("buoy.svg").click();
    await page.getByRole("complementary", { name: "buoy.svg" }).getByLabel("What the picture shows").fill("A buoy");
    await page.getByRole("complementary", { name: "buoy.svg" }).getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.", { exact: true }).waitFor();
    await goTo(page, "/posts/new");
    await title(page).fill("The buoy is painted");
    await story(page).click();
    await page.keyboard.type("Green again.");
    await page.getByRole("region", { name: "Picture at the top" }).getByRole("button", { name: "From the library" }).click();
    const choice = page.getByRole("dialog", { name: "From the library" });
    await choice.getByTitle("buoy.svg").waitFor();
    assert.deepEqual(await violations(page), []);
    await choice.getByTitle("buoy.svg").click();
    await standing(page, /^Saved/);
    const shown = page.getByRole("region", { name: "Picture at the top" }).locator("img");
    assert.ok(await shown.evaluate((img) => img.clientHeight > 40), "the picture cannot be seen");
    assert.equal(await page.getByLabel("What the picture shows").inputValue(), "A buoy");
    await publish(page);
    await goTo(page, "/media");
    await page.getByTitle("buoy.svg").click();
    const panel = page.getByRole("complementary", { name: "buoy.svg" });
    await panel.getByRole("link", { name: "The buoy is painted" }).waitFor();
    assert.equal(await panel.getByRole("button", { name: "Delete" }).count(), 0);
  }),
};
