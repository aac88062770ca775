// The search: a page without scripts, and a pop-up for who has them.
import assert from "node:assert/strict";
import { visit } from "../places.mjs";
import { violations } from "./access.mjs";

/** Goes to the search page and waits until the index of the new site is there. */
async function search(page, words) {
  for (const until = Date.now() + 20_000; Date.now() < until; await page.waitForTimeout(200)) {
    await visit(page, `/search/?q=${encodeURIComponent(words)}`);
    if ((await page.locator(".hits .teaser").count()) > 0) return;
  }
  assert.fail(`nothing was found for ${words}`);
}

export const walks = {
  "a reader finds stories, sees why, and finds fewer of them": async ({ page }) => {
    await search(page, "harbour");
    assert.ok((await page.locator(".hits mark").count()) > 0, "no word is marked");
    const all = await page.locator(".hits .teaser").count();
    await page.locator("summary").click();
    await page.locator(".narrow details a").last().click();
    assert.ok((await page.locator(".chosen a").count()) === 1, "the choice is not shown");
    const fewer = await page.locator(".hits .teaser").count();
    assert.ok(fewer > 0 && fewer <= all);
    await page.locator(".chosen a").click();
    assert.equal(await page.locator(".hits .teaser").count(), all);
  },

  "a misspelling is corrected by one link": async ({ page }) => {
    await search(page, "harbour");
    await visit(page, "/search/?q=harbuor");
    await page.locator(".meant a").click();
    assert.equal(await page.locator('input[name="q"]').inputValue(), "harbour");
    assert.ok((await page.locator(".hits .teaser").count()) > 0);
  },

  "a reader with a keyboard is offered stories while typing": {
    scripts: true,
    walk: async ({ page }) => {
      await search(page, "harbour");
      await visit(page, "/");
      await page.getByRole("banner").getByRole("link", { name: "Search" }).click();
      const field = page.getByRole("combobox", { name: "Search" });
      await field.fill("harb");
      const first = page.getByRole("option").first();
      await first.waitFor();
      assert.equal(await field.getAttribute("aria-expanded"), "true");
      await field.press("ArrowDown");
      assert.equal(await first.getAttribute("aria-selected"), "true");
      assert.equal(await field.getAttribute("aria-activedescendant"), await first.getAttribute("id"));
      assert.deepEqual(await violations(page), []);
      const address = await first.getAttribute("href");
      await field.press("Enter");
      await page.waitForURL((url) => url.pathname === address);
      await page.keyboard.press("Control+k");
      await field.fill("harbour");
      await field.press("Enter");
      await page.waitForURL((url) => url.pathname === "/search/");
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Escape");
      assert.ok(!(await page.getByRole("dialog").isVisible()), "Escape leaves it open");
    },
  },
};
