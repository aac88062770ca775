// A day at the desk without a mouse: signed in, written, scheduled and moderated by keys alone. Nothing is clicked, filled or focused by
// the walk; whatever cannot be reached with Tab fails it.
import assert from "node:assert/strict";
import { openReader } from "../reader.mjs";
import { leadStory, visit } from "../places.mjs";
import { send } from "./comments.mjs";
import { standing, story, title } from "./desk.mjs";

/** Steps of Tab after which a thing counts as out of reach. */
const STEPS = 90;

/** Goes on with Tab until what has the focus is called so. */
async function tabTo(page, role, name) {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  for (let step = 0; step < STEPS; step += 1) {
    if ((await wanted.count()) > 0 && (await wanted.evaluate((element) => element === document.activeElement))) {
      const isShown = await wanted.evaluate((element) => getComputedStyle(element).outlineStyle !== "none" || element.matches("textarea, [contenteditable]")); // a caret is seen
      assert.ok(isShown, `nobody sees that ${name} has the focus`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`${name} cannot be reached with the keyboard`);
}

/** By the palette, whose key works everywhere. */
async function goBy(page, words, heading) {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Where to, or what to do?" }).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}

const WORDS = ["A word for the keyboard, and a good one.", "A word for the keyboard, and a bad one."];

export const walks = {
  "a story is written and scheduled, and comments are decided about, by keys alone": {
    staff: true,
    walk: async ({ page }, site) => {
      const reader = await openReader(page.context().browser(), site.address);
      for (const body of WORDS) {
        await visit(reader.page, await leadStory(reader.page));
        assert.equal(await send(reader.page, { body }), 303);
      }
      await reader.leave();

      const { email, password } = await site.owner();
      await page.goto("/admin/");
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await tabTo(page, "textbox", "E-mail");
      await page.keyboard.type(email);
      await page.keyboard.press("Tab");
      await page.keyboard.type(password);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: /Good day/ }).waitFor();

      await page.keyboard.press("n");
      await title(page).waitFor();
      await tabTo(page, "textbox", "Title");
      await page.keyboard.type("The keyboard has eighty-eight keys");
      await page.keyboard.press("Enter");
      await page.keyboard.type("And all of them are needed.");
      await page.keyboard.press("Enter");
      await page.keyboard.type("/quot");
      await page.getByRole("option", { name: "Quotation" }).waitFor();
      await page.keyboard.press("Enter");
      await page.keyboard.type("What the others are for");
      await standing(page, /^Saved/);
      assert.equal((await story(page).locator("blockquote").innerText()).trim(), "What the others are for");

      await tabTo(page, "textbox", "Publish at");
      // Month, day, year, hour and minute, as the browser's own field takes them.
      await page.keyboard.type("12312099");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.type("1800");
      await tabTo(page, "button", "Schedule");
      await page.keyboard.press("Enter");
      await page.getByText("Scheduled.", { exact: true }).waitFor();

      await goBy(page, "Comments", "Comments");
      const focus = page.getByRole("region", { name: "The comment in focus" });
      await focus.getByText(WORDS[1]).waitFor();
      await page.keyboard.press("s");
      await focus.getByText(WORDS[0]).waitFor();
      await page.keyboard.press("a");
      await page.getByText("Approved.", { exact: true }).waitFor();
      const printed = await (await page.request.get(await leadStory(await page.context().newPage()))).text();
      assert.ok(printed.includes(WORDS[0]) && !printed.includes(WORDS[1]), "the decisions are not out");
      await page.keyboard.press("z");
      await focus.getByText(WORDS[0]).waitFor();
    },
  },
};
