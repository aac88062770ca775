// Finding one's way: front page, story, sections, archive, and what is not there.
import assert from "node:assert/strict";
import { allStories, leadStory, listPages, listedStories, sidePaths, storyInLanguage, visit } from "../places.mjs";

export const walks = {
  "a reader goes from the front page to a story": async ({ page }) => {
    await visit(page, "/");
    const headline = page.getByRole("main").locator(":is(h1, h2, h3) a[href]").first();
    const title = (await headline.innerText()).trim();
    await headline.click();
    assert.equal((await page.getByRole("heading", { level: 1 }).innerText()).trim(), title);
    assert.equal(await page.locator("#comments").count(), 1);
    assert.equal(await page.locator("#comment-form").count(), 1);
  },

  "read more says of which story": async ({ page }) => {
    await visit(page, "/");
    const more = page.getByRole("link", { name: /read more/i }).first();
    const name = (await more.getAttribute("aria-label")) ?? (await more.textContent());
    assert.ok(name.replace(/read more/i, "").trim().length > 3, `its name is only "${name}"`);
    await more.click();
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  },

  "a story leads to its tag and its author": async ({ page }) => {
    const { tag, author } = await sidePaths(page);
    for (const path of [tag, author]) {
      await visit(page, path);
      assert.ok((await listedStories(page)).length > 0, `${path} lists no story`);
    }
  },

  "the archive leads to a month and the month to a story": async ({ page }) => {
    const { archive } = await sidePaths(page);
    await visit(page, archive);
    const paths = await page.getByRole("main").locator("a[href]").evaluateAll((all) => all.map((a) => a.pathname));
    const month = paths.find((path) => /^\/\d{4}\/\d{2}\/$/.test(path));
    assert.ok(month, "the archive links no month");
    await visit(page, month);
    assert.ok((await listedStories(page)).length > 0, "the month lists no story");
  },

  "older pages go on to the first story ever and repeat none": async ({ page }) => {
    const pages = await listPages(page);
    assert.ok(pages.length > 1, "the demo has only one page of stories");
    const river = new Map();
    for (const path of pages.slice(1)) {
      await visit(page, path);
      const stories = await listedStories(page);
      assert.ok(stories.length > 0, `${path} lists no story`);
      for (const story of stories) {
        assert.ok(!river.has(story), `${story} stands on ${path} and on ${river.get(story)}`);
        river.set(story, path);
      }
    }
  },

  "every listed story is there": async ({ page }) => {
    for (const story of await allStories(page)) {
      assert.equal((await page.request.get(story)).status(), 200, story);
    }
  },

  "an address that is not there has a way on": async ({ page }) => {
    await visit(page, "/1987/01/no-such-story.html", 404);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    assert.ok((await page.getByRole("main").locator('a[href="/"]').count()) > 0, "no link home");
    assert.ok((await page.locator('main a[href*="search"], main form[action*="search"]').count()) > 0, "no search");
  },

  "a story in Arabic is set from the right": async ({ page }) => {
    const story = await storyInLanguage(page, "ar");
    assert.ok(story, "the demo has no story in Arabic");
    await visit(page, story);
    const direction = await page.getByRole("heading", { level: 1 }).evaluate((h) => getComputedStyle(h).direction);
    assert.equal(direction, "rtl");
  },

  "a printed story is the story without the form": async ({ page }) => {
    await visit(page, await leadStory(page));
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
    assert.ok(!(await page.locator('textarea[name="body"]').isVisible()), "the form would be printed");
    assert.ok((await page.pdf({ format: "A4" })).length > 1000);
  },
};
