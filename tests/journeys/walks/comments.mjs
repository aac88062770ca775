// The comment form, with scripts off: posted, refused with the text kept, answered, held.
import assert from "node:assert/strict";
import { leadStory, visit } from "../places.mjs";

const formOn = (page) => page.locator('form:has(textarea[name="body"])');

/** Fills the form and sends it, past the browser's own checks: the server's answer is what we came for. */
export async function send(page, { name = "Marta Vale", body }) {
  const form = formOn(page);
  await form.evaluate((element) => (element.noValidate = true));
  await form.locator('[name="name"]').fill(name);
  const text = form.locator('textarea[name="body"]');
  await text.evaluate((element) => element.removeAttribute("maxlength"));
  await text.fill(body);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await form.locator('button, input[type="submit"]').last().click();
  const response = await answer;
  await page.waitForLoadState("load");
  return response.status();
}

/** The comment that the address points at. */
const atAnchor = (page) => page.locator(`[id="${decodeURIComponent(new URL(page.url()).hash.slice(1))}"]`);

async function refused(page, body) {
  await visit(page, await leadStory(page));
  const status = await send(page, { name: "Marta Vale", body });
  assert.ok(status >= 400 && status < 500, `answered ${status}`);
  assert.ok(await page.getByRole("alert").first().isVisible(), "no error summary");
  assert.equal(await formOn(page).locator('textarea[name="body"]').inputValue(), body);
  assert.equal(await formOn(page).locator('[name="name"]').inputValue(), "Marta Vale");
}

export const walks = {
  "a reader's comment stands at its anchor": async ({ page }) => {
    await visit(page, await leadStory(page));
    assert.equal(await send(page, { body: "I crossed it this morning, at last." }), 303);
    assert.ok(new URL(page.url()).hash.length > 1, `no anchor in ${page.url()}`);
    assert.match(await atAnchor(page).innerText(), /I crossed it this morning, at last\./);
  },

  "markup in a comment stays text or is gone": async ({ page }) => {
    await visit(page, await leadStory(page));
    await send(page, { body: 'Look: <img src=x onerror="alert(1)"><script>alert(2)</script> done' });
    const html = await page.content();
    assert.ok(!/<script>alert|<img[^>]*onerror/.test(html), "foreign markup reached the page");
  },

  "an empty comment comes back with what was typed": async ({ page }) => refused(page, ""),

  "a comment too long comes back whole": async ({ page }) => {
    await visit(page, await leadStory(page));
    const limit = Number(await formOn(page).locator('textarea[name="body"]').getAttribute("maxlength")) || 60_000;
    await refused(page, "word ".repeat(Math.ceil((limit + 100) / 5)).trim());
  },

  "a reply is written on its own page and stands under the comment": async ({ page }) => {
    await visit(page, await leadStory(page));
    await send(page, { name: "Ivo Brandt", body: "Does the night tram run again too?" });
    const question = new URL(page.url()).hash.slice(1);
    await atAnchor(page).getByRole("link", { name: /reply/i }).first().click();
    assert.equal(await formOn(page).count(), 1);
    assert.equal(await send(page, { body: "It does, from Monday." }), 303);
    assert.match(await atAnchor(page).innerText(), /It does, from Monday\./);
    const order = await page.locator("#comments [id]").evaluateAll((all) => all.map((element) => element.id));
    const reply = new URL(page.url()).hash.slice(1);
    assert.ok(order.indexOf(reply) > order.indexOf(question), "the reply does not stand below the comment");
  },
};

/** On a site that holds every comment for approval. */
export const heldWalks = {
  "a held comment is announced and not shown": async ({ page }) => {
    const story = await leadStory(page);
    await visit(page, story);
    assert.equal(await send(page, { body: "Is this thing read by anybody?" }), 303);
    const notices = await page.locator('[role="status"], .notice').allInnerTexts();
    assert.match(notices.join(" "), /approv|moderat|held|wait/i);
    assert.match(await page.locator("#comments").innerText(), /Is this thing read by anybody\?/, "its writer does not see it");
    // Whoever else comes has no cookie that says whose it is.
    await page.context().clearCookies();
    const others = await (await page.request.get(story)).text();
    assert.ok(!others.includes("Is this thing read by anybody?"), "everybody can read it");
  },
};
