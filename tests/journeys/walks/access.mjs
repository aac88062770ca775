// Can everybody read it: automatic checks in light and dark, narrow screens, the keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { leadStory, sidePaths, storyInLanguage, visit } from "../places.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export async function violations(page) {
  // What is still appearing is paler than it will be.
  await page.evaluate(() => {
    const ends = document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime));
    return Promise.all(ends.map((one) => one.finished.catch(() => {})));
  });
  // By the browser's own tools: a page whose policy forbids strange scripts would refuse it.
  const tools = await page.context().newCDPSession(page);
  await tools.send("Runtime.evaluate", { expression: AXE });
  await tools.detach();
  const found = await page.evaluate((rules) => globalThis.axe.run({ runOnly: rules }), RULES);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(" | ")}`);
}

/** Each kind of page with its path and status. */
async function kinds(page) {
  const { tag, author, archive } = await sidePaths(page);
  const story = await leadStory(page);
  const arabic = await storyInLanguage(page, "ar");
  await visit(page, story);
  const reply = await page.locator("#comments").getByRole("link", { name: /reply/i }).first().evaluate((a) => a.pathname + a.search);
  const paths = { "the front page": "/", "a story": story, "an Arabic story": arabic, "a reply": reply, "a tag": tag };
  const found = "/search/?q=harbour&year=2026";
  return { ...paths, "an author": author, "the archive": archive, search: "/search", "what was found": found, "a missing page": "/no-such-page" };
}

async function check(page) {
  const complaints = [];
  for (const [kind, path] of Object.entries(await kinds(page))) {
    await visit(page, path, kind === "a missing page" ? 404 : 200);
    for (const violation of await violations(page)) complaints.push(`${kind} (${path}) ${violation}`);
  }
  assert.deepEqual(complaints, []);
}

export const walks = {
  "nothing bars a reader by day": { scripts: true, scheme: "light", walk: ({ page }) => check(page) },

  "nothing bars a reader by night": { scripts: true, scheme: "dark", walk: ({ page }) => check(page) },

  "a phone of 360 pixels never scrolls sideways": {
    width: 360,
    walk: async ({ page }) => {
      for (const [kind, path] of Object.entries(await kinds(page))) {
        await visit(page, path, kind === "a missing page" ? 404 : 200);
        const [wide, room] = await page.evaluate(() => {
          const root = document.documentElement;
          return [root.scrollWidth, root.clientWidth];
        });
        assert.ok(wide <= room, `${kind} (${path}) is ${wide} pixels wide on ${room}`);
      }
    },
  },

  "the keyboard's first step offers to skip to the text": async ({ page }) => {
    await visit(page, await leadStory(page));
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    assert.ok(await skip.isVisible(), "what has the focus cannot be seen");
    const target = await skip.getAttribute("href");
    assert.match(target ?? "", /^#./);
    assert.equal(await page.locator(target).count(), 1);
  },
};
