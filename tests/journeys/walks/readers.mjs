// What a reader does with comments beside writing them: with the keyboard alone and no script, and with scripts.
import assert from "node:assert/strict";
import { leadStory, visit } from "../places.mjs";

const TABS = 400;

/** Walks through the page with the tabulator until it stands on what is looked for. */
async function tabTo(page, target, what) {
  for (let step = 0; step < TABS; step += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`the keyboard does not come to ${what}`);
}

const field = (page, name) => page.locator(`.comment-form [name="${name}"]`).last();
const button = (page, name) => page.locator(".comment-form").last().getByRole("button", { name, exact: true });

async function write(page, words) {
  for (const [name, text] of Object.entries(words)) {
    await tabTo(page, field(page, name), name);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
  }
}

async function press(page, target, what) {
  await tabTo(page, target, what);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

const mine = (page) => page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);

export const walks = {
  "with the keyboard alone and no script a reader previews, posts, answers, changes, likes, reports and deletes": async ({ page }) => {
    await visit(page, await leadStory(page));
    await write(page, { name: "Marta Vale", body: "By keyboard allone." });
    await press(page, button(page, "Preview"), "the preview");
    assert.match(await page.locator("#comment-preview").innerText(), /not published yet[\s\S]*By keyboard allone\./);
    assert.equal(await field(page, "body").inputValue(), "By keyboard allone.");
    await press(page, button(page, "Publish comment"), "the way to publish");
    assert.match(await mine(page).innerText(), /By keyboard allone\./);
    const hash = new URL(page.url()).hash;

    await press(page, mine(page).getByRole("link", { name: "Edit or delete" }), "the way to change it");
    await write(page, { body: "By keyboard alone." });
    await press(page, button(page, "Save changes"), "the way to save");
    assert.equal(new URL(page.url()).hash, hash, "who changed a comment is not led back to it");
    assert.match(await mine(page).innerText(), /edited[\s\S]*By keyboard alone\./);

    await press(page, mine(page).getByRole("button", { name: /^Like/ }), "the liking");
    assert.match(await mine(page).getByRole("button", { name: /^Like/ }).innerText(), /1$/);

    await press(page, mine(page).getByRole("link", { name: /^Report/ }), "the report");
    await tabTo(page, page.getByRole("radio").first(), "what is wrong");
    await page.keyboard.press("ArrowDown");
    await write(page, { body: "It is about me." });
    await press(page, button(page, "Send report"), "the way to report");
    assert.match(await page.getByRole("status").innerText(), /A moderator will look at it/);
    await press(page, page.getByRole("link", { name: "Back to the story" }), "the way back");
    assert.equal(new URL(page.url()).hash, hash);

    await press(page, mine(page).getByRole("link", { name: /^Reply/ }), "the answer");
    await write(page, { name: "Ivo Brandt", body: "An answer by keyboard." });
    await press(page, button(page, "Publish comment"), "the way to publish an answer");
    assert.match(await mine(page).innerText(), /An answer by keyboard\./);

    await press(page, mine(page).getByRole("link", { name: "Edit or delete" }), "the way to delete it");
    await press(page, button(page, "Delete comment"), "the deletion");
    assert.match(await page.getByRole("status").innerText(), /was deleted/);
    await press(page, page.getByRole("link", { name: "Back to the story" }), "the way back");
    assert.ok(!(await page.content()).includes("An answer by keyboard."), "a deleted comment is shown");
  },

  "with scripts on a reader answers and likes without leaving the page, and the text is never lost": {
    scripts: true,
    walk: async ({ page }) => {
      await visit(page, await leadStory(page));
      await page.evaluate(() => (window.stayed = true));
      const form = page.locator("#comment-form");
      await form.locator('[name="name"]').fill("Marta Vale");
      await form.locator('[name="body"]').fill("Sent in place.");
      await form.getByRole("button", { name: "Publish comment" }).click();
      const comment = page.locator(".comment", { hasText: "Sent in place." }).last();
      await comment.waitFor();
      assert.ok(await comment.evaluate((element) => element === document.activeElement), "the new comment has no focus");

      await comment.locator("a.answer").click();
      const answer = comment.locator("form.comment-form");
      await answer.waitFor();
      await page.keyboard.press("Escape");
      assert.equal(await answer.count(), 0, "Escape does not close the answer");
      await comment.locator("a.answer").click();
      await answer.locator('[name="name"]').fill("Ivo Brandt");
      await answer.locator('[name="body"]').fill("Answered in place.");
      await answer.getByRole("button", { name: "Preview" }).click();
      await page.getByText("It is not published yet.").waitFor();
      const again = page.locator("form.comment-form", { has: page.getByText("It is not published yet.") });
      assert.equal(await again.locator('[name="body"]').inputValue(), "Answered in place.");
      await again.getByRole("button", { name: "Publish comment" }).click();
      await page.locator(".comment.depth-1", { hasText: "Answered in place." }).waitFor();

      await page.locator(".comment", { hasText: "Sent in place." }).first().getByRole("button", { name: /^Like/ }).click();
      await page.locator(".comment", { hasText: "Sent in place." }).first().locator(".likes").waitFor();
      assert.ok(await page.evaluate(() => window.stayed), "the page was left");
    },
  },
};
