// Choices among a theme's settings: looked at before they are saved, and unseen by readers until then.
import assert from "node:assert/strict";
import { leadStory } from "../places.mjs";
import { violations } from "./access.mjs";
import { atDesk, front, goTo, publish, writeDraft } from "./desk.mjs";

const TITLE = "As readers would see it";

/** Waits until the preview shows, or no longer shows, some words. */
async function previewed(page, words, isThere) {
  const shown = page.frameLocator(`iframe[title="${TITLE}"]`).first().getByText(words).first();
  await shown.waitFor({ state: isThere ? "visible" : "detached" });
}

export const walks = {
  "a theme's settings are looked at before they are saved, on the front page and a story": atDesk(async ({ page }) => {
    // Long enough to have a reading time, and the newest, which the preview shows of stories.
    await writeDraft(page, "What the harbour board said", "The board met again. ".repeat(50));
    await publish(page);
    await goTo(page, "/design");
    const preview = page.locator(`iframe[title="${TITLE}"]`);
    await previewed(page, "Most discussed", true);
    assert.equal(await preview.count(), 1);
    assert.equal(await preview.first().getAttribute("sandbox"), "allow-same-origin", "no script may run in it");
    await page.getByLabel("Show most discussed").uncheck();
    await previewed(page, "Most discussed", false);
    assert.match(await front(page), /Most discussed/, "readers see what nobody has saved");

    await page.getByLabel("Show reading time").check();
    await previewed(page, /min read/i, true);
    const lead = await leadStory(await page.context().newPage());
    assert.doesNotMatch(await (await page.request.get(lead)).text(), /min read/i, "readers see what nobody has saved");
    assert.deepEqual(await violations(page), []);

    await page.getByRole("combobox", { name: "Page", exact: true }).selectOption("Front page");
    await page.frameLocator(`iframe[title="${TITLE}"]`).first().getByRole("main").locator(":is(h1, h2, h3) a").first().click();
    await previewed(page, /min read/i, true);
    await page.getByRole("combobox", { name: "Window" }).selectOption("Phone");
    assert.equal(await preview.first().evaluate((frame) => frame.contentWindow.innerWidth), 390);

    await page.getByRole("main").getByRole("button", { name: "Discard" }).first().click();
    await page.getByRole("combobox", { name: "Page", exact: true }).selectOption("Front page");
    await previewed(page, "Most discussed", true);
  }),
};
