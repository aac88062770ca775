// The desk: signing in, writing, publishing, correcting, scheduling, two at once, no connection, moderating by keys.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { openReader } from "../reader.mjs";
import { leadStory, visit } from "../places.mjs";
import { violations } from "./access.mjs";
import { send } from "./comments.mjs";
import { zip } from "../zip.mjs";

/** Goes to a place of the desk; the screen is there when nothing is fetched any more. */
export async function goTo(page, place) {
  await page.goto(`/admin/#${place}`);
  await page.waitForLoadState("networkidle");
}

export async function signIn(page, { email, password }) {
  await page.goto("/admin/");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: /Good day/ }).waitFor();
}

/** One red pixel, enlarged by whoever shows it. */
export const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);

/** A tenth of a second of silence. */
const SOUND = (() => {
  const samples = 800;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
})();

export const title = (page) => page.getByRole("textbox", { name: "Title", exact: true }).first();
export const story = (page) => page.getByRole("textbox", { name: "Text of the story" });
export const standing = (page, words) => page.getByRole("status").filter({ hasText: words }).waitFor();
export const front = async (page) => (await page.request.get("/")).text();

/** Writes a draft and returns its address at the desk once the server has it. */
export async function writeDraft(page, headline, text) {
  await goTo(page, "/posts/new");
  await title(page).fill(headline);
  await story(page).click();
  await page.keyboard.type(text);
  await standing(page, /^Saved/);
  return new URL(page.url()).hash.slice(1);
}

export async function publish(page) {
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("Published.", { exact: true }).waitFor();
}

/** A walk of somebody who has signed in as the owner. */
export const atDesk = (walk, options = {}) => ({
  staff: true,
  ...options,
  walk: async (reader, site) => {
    await signIn(reader.page, await site.owner());
    await walk(reader, site);
  },
});

export const walks = {
  "the desk lets in who knows the password, and nobody else": {
    staff: true,
    walk: async ({ page }, site) => {
      const { email, password } = await site.owner();
      await page.goto("/ghost/");
      assert.equal(new URL(page.url()).pathname, "/admin/");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").filter({ hasText: "is not right" }).waitFor();
      await signIn(page, { email, password });
      await page.reload();
      await page.getByRole("heading", { level: 1, name: /Good day/ }).waitFor();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    },
  },

  "a story is written by keyboard, saved by itself and published": atDesk(async ({ page }) => {
    await goTo(page, "/");
    await page.getByRole("main").focus();
    await page.keyboard.press("n");
    await title(page).fill("The keeper counts the steps");
    await page.keyboard.press("Enter");
    await page.keyboard.type("There are two hundred and six.");
    await page.keyboard.press("Enter");
    await page.keyboard.type("/quot");
    await page.getByRole("option", { name: "Quotation" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Two hundred and seven.");
    await standing(page, /^Saved/);
    assert.ok(!(await front(page)).includes("The keeper counts the steps"), "a draft is on the front page");
    await publish(page);
    const reading = page.getByRole("link", { name: "Read it on the site" });
    await visit(page, new URL(await reading.getAttribute("href")).pathname);
    assert.match(await page.locator("main blockquote").innerText(), /Two hundred and seven\./);
    assert.ok((await front(page)).includes("The keeper counts the steps"), "it is not on the front page");
  }),

  "a published story changes for readers only when its writer says so": atDesk(async ({ page }) => {
    await writeDraft(page, "The step was counted twice", "Two hundred and seven steps.");
    await publish(page);
    const address = new URL(await page.getByRole("link", { name: "Read it on the site" }).getAttribute("href")).pathname;
    const printed = async () => (await page.request.get(address)).text();
    await story(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Corrected: two hundred and six.");
    await standing(page, /readers still see the version of before/);
    assert.ok(!(await printed()).includes("Corrected:"), "half a sentence was published");
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText("Updated; readers see it now.").waitFor();
    assert.ok((await printed()).includes("Corrected:"), "the correction is not out");
  }),

  "a story waits for its hour": atDesk(async ({ page }) => {
    const draft = await writeDraft(page, "The lamp will be switched on", "At six in the evening.");
    await page.getByLabel("Publish at").fill("2099-12-31T18:00");
    await page.getByRole("button", { name: "Schedule" }).click();
    await page.getByText("Scheduled.", { exact: true }).waitFor();
    assert.ok(!(await front(page)).includes("The lamp will be switched on"), "it is out before its hour");
    await page.reload();
    assert.equal(await page.getByLabel("Publish at").inputValue(), "2099-12-31T18:00");
    await goTo(page, "/posts?status=scheduled");
    await page.locator(`a[href="#${draft}"]`).waitFor();
  }),

  "whoever opens a story that somebody writes reads it, takes it over, and nobody's words are lost": atDesk(async ({ page, context }) => {
    const draft = await writeDraft(page, "Who writes the tide table", "It was always written by hand.");
    const other = await context.newPage();
    await goTo(other, draft);
    await other.getByRole("alert").filter({ hasText: "has this story open" }).waitFor();
    assert.equal(await story(other).getAttribute("contenteditable"), "false");
    assert.deepEqual(await violations(other), []);
    await other.getByRole("button", { name: "Take over" }).click();
    await other.getByRole("button", { name: "Publish", exact: true }).waitFor();
    await story(other).click();
    await other.keyboard.press("Control+End");
    await other.keyboard.type(" By two hands.");
    await standing(other, /^Saved/);
    await story(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" By one hand.");
    const choice = page.getByRole("region", { name: "Two versions" });
    await choice.waitFor();
    assert.match(await choice.innerText(), /By one hand\.[^]*By two hands\./);
    assert.deepEqual(await violations(page), []);
    await choice.getByRole("radio", { name: "Both" }).check();
    await choice.getByRole("button", { name: "Save it like this" }).click();
    await standing(page, /^Saved/);
    await page.reload();
    await story(page).getByText("By two hands.").waitFor();
    await story(page).getByText("By one hand.").waitFor();
  }),

  "two versions can both be kept as stories of their own": atDesk(async ({ page, context }) => {
    const draft = await writeDraft(page, "The table of the ebb", "It was always written by hand.");
    const other = await context.newPage();
    await goTo(other, draft);
    await other.getByRole("button", { name: "Take over" }).click();
    await other.getByRole("button", { name: "Publish", exact: true }).waitFor();
    await story(other).click();
    await other.keyboard.press("Control+End");
    await other.keyboard.type(" By two hands.");
    await standing(other, /^Saved/);
    await story(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" By one hand.");
    await page.getByRole("region", { name: "Two versions" }).getByRole("button", { name: "Keep both" }).click();
    await page.getByText("Yours is a draft of its own now.").waitFor();
    await story(page).getByText("By one hand.").waitFor();
    await goTo(page, draft);
    await story(page).getByText("By two hands.").waitFor();
  }),

  "the words of before are compared and brought back": atDesk(async ({ page }) => {
    const draft = await writeDraft(page, "The lamp keeper resigns", "He was tired of the stairs.");
    await publish(page);
    await story(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("He was tired of the wind.");
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText("Updated; readers see it now.").waitFor();
    await page.getByRole("link", { name: "Versions" }).click();
    const changes = page.getByRole("region", { name: "What changed since then" });
    await changes.locator("del", { hasText: "stairs" }).waitFor();
    await changes.locator("ins", { hasText: "wind" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Bring these words back" }).click();
    await page.getByText("These words are back").waitFor();
    await goTo(page, draft);
    await story(page).getByText("He was tired of the stairs.").waitFor();
  }),

  "a draft is read by a link, without an account, until the link is withdrawn": atDesk(async ({ page }, site) => {
    await writeDraft(page, "Not yet for everybody", "Only for the printer.");
    await page.getByText("Let somebody read it").click();
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.getByLabel("The link, shown only now").inputValue();
    const guest = await openReader(page.context().browser(), site.address);
    const read = async () => (await guest.page.request.get(new URL(link).pathname + new URL(link).search)).text();
    assert.match(await read(), /Only for the printer\./);
    assert.ok(!(await front(page)).includes("Not yet for everybody"), "a draft is on the front page");
    await page.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("The link no longer works.").waitFor();
    assert.ok(!(await read()).includes("Only for the printer."), "the link still opens it");
    await guest.leave();
  }),

  "under an embargo nobody outside reads a published story": atDesk(async ({ page }) => {
    await writeDraft(page, "The price of the ferry", "It will be two crowns.");
    await page.getByText("Embargo and end").click();
    await page.getByLabel("Embargo until").fill("2099-12-31T18:00");
    await standing(page, /^Saved/);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("It comes out when the embargo ends.").waitFor();
    assert.ok(!(await front(page)).includes("The price of the ferry"), "the embargo leaks on the front page");
    assert.ok(!(await (await page.request.get("/rss/")).text()).includes("two crowns"), "the embargo leaks in the feed");
    await page.getByLabel("Embargo until").fill("");
    await page.getByRole("button", { name: "Publish now" }).click();
    await page.getByText("Published, ahead of its hour.").waitFor();
    assert.ok((await front(page)).includes("The price of the ferry"), "it is not out after the embargo was lifted");
  }),

  "a story has a place, a standfirst, and a picture whose credit readers see": atDesk(async ({ page }) => {
    await writeDraft(page, "Fog for a third day", "No boat left.");
    await page.getByLabel("Dateline", { exact: true }).fill("Porto Arvel");
    await page.getByLabel("Standfirst").fill("The bell rang all night, and nobody heard it.");
    await page.locator('aside input[type="file"]').first().setInputFiles({ name: "fog.png", mimeType: "image/png", buffer: PICTURE });
    await page.getByLabel("What the picture shows").fill("Fog");
    await page.getByLabel("Credit").fill("Ana Reis");
    await page.getByRole("slider", { name: "From the left" }).press("ArrowLeft");
    await standing(page, /^Saved/);
    await publish(page);
    const address = new URL(await page.getByRole("link", { name: "Read it on the site" }).getAttribute("href")).pathname;
    await visit(page, address);
    assert.match(await page.locator("main").innerText(), /The bell rang all night[^]*Ana Reis/i);
    assert.match(await page.locator("main").innerText(), /Porto Arvel/i);
  }),

  "a block is kept as a snippet and put into another story by a slash": atDesk(async ({ page }) => {
    await writeDraft(page, "An imprint", "Printed on both sides.");
    await page.getByRole("button", { name: "This block", exact: true }).click();
    await page.getByRole("button", { name: "Keep as a snippet" }).click();
    await page.getByLabel("Name of the snippet").fill("House imprint");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("“House imprint” is kept.").waitFor();
    await goTo(page, "/posts/new");
    // The sheet of before must be gone, or the words go there.
    await story(page).getByText("Printed on both sides.").waitFor({ state: "detached" });
    await title(page).fill("Another story");
    await page.keyboard.press("Enter");
    await page.keyboard.type("/house");
    await page.getByRole("option", { name: "House imprint" }).waitFor();
    await page.keyboard.press("Enter");
    await story(page).getByText("Printed on both sides.").waitFor();
    await goTo(page, "/snippets");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Delete House imprint" }).click();
    await page.getByText("is deleted; stories keep").waitFor();
  }),

  "no word is lost when the connection is": atDesk(async ({ page, context }) => {
    const draft = await writeDraft(page, "A letter from the ferry", "We have left the harbour.");
    await context.setOffline(true);
    await story(page).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" There is no signal here.");
    await standing(page, "Offline, kept here");
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await goTo(again, draft);
    await story(again).getByText("There is no signal here.").waitFor();
    await standing(again, /^(Saved|Nothing to save)/); // a page that closes may have sent it
  }),

  "a picture is dropped into a story, described, and found in the library": atDesk(async ({ page }) => {
    await writeDraft(page, "The lamp by daylight", "Seen from the ferry.");
    const chooser = page.waitForEvent("filechooser");
    await page.keyboard.press("Enter");
    await page.keyboard.type("/pict");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles({ name: "lamp.png", mimeType: "image/png", buffer: PICTURE });
    const figure = story(page).locator("figure");
    await figure.getByLabel("What the picture shows").fill("A lamp");
    await standing(page, /^Saved/);
    await publish(page);
    const address = new URL(await page.getByRole("link", { name: "Read it on the site" }).getAttribute("href")).pathname;
    await visit(page, address);
    const picture = page.locator('main figure img[alt="A lamp"]');
    assert.ok(await picture.evaluate((img) => img.complete && img.naturalWidth > 0), "the picture is not shown");
    await goTo(page, "/media");
    await page.getByRole("main").getByRole("listitem").getByRole("button").first().click();
    await page.getByRole("complementary").getByRole("link", { name: "The lamp by daylight" }).waitFor();
  }),

  "what another engine wrote is opened and saved as it was": atDesk(async ({ page }) => {
    await goTo(page, "/posts/new");
    await title(page).fill("Moved in from elsewhere");
    const view = page.getByLabel("View");
    await view.selectOption("HTML");
    const html = '<dl><dt>knot</dt><dd>1.852 km/h</dd></dl>\n<div class="separator"><img src="/favicon.ico" alt="A lamp"></div>';
    await page.getByRole("textbox", { name: "HTML", exact: true }).fill(html);
    await view.selectOption("As the page");
    await story(page).click({ position: { x: 8, y: 8 } });
    await standing(page, /^Saved/);
    await view.selectOption("HTML");
    const kept = await page.getByRole("textbox", { name: "HTML", exact: true }).inputValue();
    assert.ok(kept.includes("<dt>knot</dt><dd>1.852 km/h</dd>") && kept.includes('class="separator"'), kept);
  }),

  "a story is written as Markdown, and what Markdown cannot say stays": atDesk(async ({ page }) => {
    await goTo(page, "/posts/new");
    await title(page).fill("The tide table in plain text");
    const view = page.getByLabel("View");
    await view.selectOption("HTML");
    await page.getByRole("textbox", { name: "HTML", exact: true }).fill("<p>High at noon.</p>\n<dl>\n\n<dt>knot</dt>\n\n<dd>1.852 km/h</dd></dl>");
    await view.selectOption("Markdown");
    const text = page.getByRole("textbox", { name: "Markdown", exact: true });
    assert.match(await text.inputValue(), /^High at noon\.\n\n\[html 1\]$/);
    await text.fill("High at **noon**.\n\n- and at midnight\n\n[html 1]");
    await standing(page, /^Saved/);
    await view.selectOption("As the page");
    await story(page).locator("strong", { hasText: "noon" }).waitFor();
    await story(page).locator("li", { hasText: "and at midnight" }).waitFor();
    await view.selectOption("HTML");
    const kept = await page.getByRole("textbox", { name: "HTML", exact: true }).inputValue();
    assert.ok(kept.includes("<dt>knot</dt>"), kept);
  }),

  "a gallery, a sound and a file are dropped into a story, and a reader finds them": atDesk(async ({ page }) => {
    await writeDraft(page, "The harbour in pieces", "Heard and seen.");
    const drop = (files) => story(page).evaluate((target, dropped) => {
      const data = new DataTransfer();
      for (const { name, type, text } of dropped) data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type }));
      const at = target.lastElementChild.getBoundingClientRect();
      target.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, clientX: at.x + 10, clientY: at.y + 4 }));
    }, files);
    const picture = { type: "image/png", text: PICTURE.toString("base64") };
    await drop([{ ...picture, name: "one.png" }, { ...picture, name: "two.png" }]);
    await page.getByLabel("What the picture shows 1").fill("The lamp");
    await page.getByLabel("What the picture shows 2").fill("The step");
    await drop([{ name: "bell.wav", type: "audio/wav", text: SOUND.toString("base64") }]);
    await story(page).locator("audio").waitFor();
    await drop([{ name: "tides.pdf", type: "application/pdf", text: Buffer.from("%PDF-1.4\n%%EOF\n").toString("base64") }]);
    await story(page).getByText("tides.pdf").waitFor();
    await standing(page, /^Saved/);
    await publish(page);
    const address = new URL(await page.getByRole("link", { name: "Read it on the site" }).getAttribute("href")).pathname;
    await visit(page, address);
    assert.equal(await page.locator("main .kg-gallery-image img").count(), 2);
    assert.ok(await page.locator("main .kg-audio-card audio").isVisible(), "the player is hidden");
    const file = page.locator("main .kg-file-card a");
    assert.match(await file.innerText(), /tides[^]*tides\.pdf/);
    assert.equal((await page.request.get(await file.getAttribute("href"))).status(), 200);
  }),

  "footnotes number themselves, and lead a reader there and back": atDesk(async ({ page }) => {
    await writeDraft(page, "The bell has a history", "Cast long ago.");
    await page.keyboard.press("Control+Alt+f");
    await page.keyboard.type("In 1911.");
    await standing(page, /^Saved/);
    await publish(page);
    const address = new URL(await page.getByRole("link", { name: "Read it on the site" }).getAttribute("href")).pathname;
    await visit(page, address);
    await page.locator("main sup a", { hasText: "[1]" }).click();
    assert.equal(new URL(page.url()).hash, "#fn1");
    assert.match(await page.locator("main #fn1").innerText(), /In 1911\./);
  }),

  "a block is moved, doubled and written from the right, by keyboard alone": atDesk(async ({ page }) => {
    await writeDraft(page, "Order of the day", "First");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Second");
    await page.keyboard.press("Alt+ArrowUp");
    const lines = async () => (await story(page).locator("p").allInnerTexts()).filter((line) => line.trim() !== "");
    assert.deepEqual(await lines(), ["Second", "First"]);
    const tools = page.getByRole("button", { name: "This block", exact: true });
    await tools.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Double it" }).click();
    assert.deepEqual(await lines(), ["Second", "Second", "First"]);
    await tools.click();
    await page.getByRole("group", { name: "Written from" }).getByRole("button", { name: "Right" }).click();
    await standing(page, /^Saved/);
    assert.equal(await story(page).locator('p[dir="rtl"]').count(), 1);
  }),

  "a picture without words is asked about before it is out": atDesk(async ({ page }) => {
    await goTo(page, "/posts/new");
    await title(page).fill("A lamp nobody described");
    await page.getByLabel("View").selectOption("HTML");
    await page.getByRole("textbox", { name: "HTML", exact: true }).fill('<p>Look.</p><figure><img src="/favicon.ico" alt=""></figure>');
    await standing(page, /^Saved/);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "does not say what it shows" }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.ok(!(await front(page)).includes("A lamp nobody described"), "it was published all the same");
    await page.getByRole("button", { name: "Publish all the same" }).click();
    await page.getByText("Published.", { exact: true }).waitFor();
  }),

  "old addresses are led on, one by one and by the list": atDesk(async ({ page }) => {
    await goTo(page, "/redirects");
    await page.getByLabel("Old address").fill("/old-harbour/");
    await page.getByLabel("Leads to").fill("/search/");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("The old address leads on now.").waitFor();
    assert.equal(new URL((await page.request.get("/old-harbour/")).url()).pathname, "/search/");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "As CSV" }).click();
    const file = await (await download).path();
    const table = await readFile(file, "utf8");
    assert.match(table, /^from,to,status\r\n\/old-harbour\/,\/search\/,301\r\n$/);
    await page.locator('input[type="file"]').setInputFiles({ name: "more.csv", mimeType: "text/csv", buffer: Buffer.from(`${table}/older/,/old-harbour/\nbroken\n`) });
    await page.getByText("It would add 1, change 0 and leave 1 as they are.").waitFor();
    await page.getByText("One line could not be read: 4.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.getByRole("cell", { name: "/older/", exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByText("Undone.").waitFor();
    assert.equal(await page.getByRole("cell", { name: "/older/", exact: true }).count(), 0);
  }),

  "a key for a program is shown once, works, and is revoked": atDesk(async ({ page }) => {
    await goTo(page, "/programs");
    await page.getByLabel("What it is for").fill("the reading app");
    await page.getByLabel("What it opens").selectOption("Reads what readers read");
    await page.getByRole("button", { name: "Make a key" }).click();
    const key = await page.getByRole("textbox", { name: "The key for the reading app" }).inputValue();
    const read = async () => (await page.request.get(`/ghost/api/content/posts/?key=${key}`)).status();
    assert.equal(await read(), 200);
    assert.deepEqual(await violations(page), []);
    await page.reload();
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    assert.ok(!(await page.content()).includes(key), "the key is shown again");
    await page.getByRole("button", { name: "Revoke the key for the reading app" }).click();
    await page.getByRole("button", { name: "Yes, its program is shut out" }).click();
    await page.getByText("opens nothing any more").waitFor();
    assert.equal(await read(), 401);
  }),

  "a guest without an account signs a story": atDesk(async ({ page }) => {
    await goTo(page, "/bylines");
    await page.getByRole("button", { name: "New byline" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Zeynep Ada");
    await page.getByLabel("In a few words").fill("Sails, and writes about it.");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Zeynep Ada is saved").waitFor();
    await writeDraft(page, "Under sail", "The wind was from the west.");
    await page.getByLabel("Bylines").fill("Zeynep Ada");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Remove / }).first().click();
    await standing(page, /^Saved/);
    await publish(page);
    await visit(page, "/author/zeynep-ada/");
    assert.match(await page.locator("main").innerText(), /Sails, and writes about it\.[^]*Under sail/);
  }),

  "another theme is sent in, shown to readers, and the old one is back": atDesk(async ({ page }) => {
    const theme = zip({
      "package.json": JSON.stringify({ name: "broadsheet", version: "1.0.0", author: { email: "press@bell.example" }, config: { posts_per_page: 5, card_assets: true } }),
      "index.hbs": "<!doctype html><html><head>{{ghost_head}}</head><body><h1>Broadsheet</h1>{{#foreach posts}}<p>{{title}}</p>{{/foreach}}{{ghost_foot}}</body></html>",
      "post.hbs": "<!doctype html><html><head>{{ghost_head}}</head><body>{{#post}}<h1>{{title}}</h1>{{content}}{{/post}}{{ghost_foot}}</body></html>",
    });
    await goTo(page, "/design");
    await page.locator('input[accept^=".zip"]').setInputFiles({ name: "broadsheet.zip", mimeType: "application/zip", buffer: theme });
    await page.getByText("broadsheet is here.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Activate broadsheet" }).click();
    await page.getByText("Readers see broadsheet now.").waitFor();
    assert.match(await front(page), /<h1>Broadsheet<\/h1>/);
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByRole("button", { name: "Activate broadsheet" }).waitFor();
    assert.ok(!(await front(page)).includes("<h1>Broadsheet</h1>"), "the old theme is not back");
  }),

  "many stories are changed at once, and changed back": atDesk(async ({ page }) => {
    await goTo(page, "/posts");
    const headline = "Six school roofs made more power than six schools could use";
    // By then the front page may be full of newer stories.
    const isOut = async () => (await (await page.request.get("/sitemap.xml?page=1")).text()).includes("/school-roofs-solar/");
    assert.ok(await isOut());
    await page.getByRole("checkbox", { name: `Mark “${headline}”` }).check();
    await page.getByRole("button", { name: "Unpublish" }).click();
    await page.getByText("Taken offline; it is a draft.").waitFor();
    assert.ok(!(await isOut()), "readers still find it");
    await page.getByRole("main").focus();
    const saved = page.waitForResponse((response) => response.request().method() === "PUT");
    await page.keyboard.press("z");
    assert.equal((await saved).status(), 200);
    assert.ok(await isOut(), "undo did not bring it back");
  }),

  "the paper gets another line under its name, and the old one back": atDesk(async ({ page }) => {
    await goTo(page, "/settings");
    const line = page.getByLabel("Line under the title");
    const before = await line.inputValue();
    await line.fill("Printed on both sides.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved; readers see it now.").waitFor();
    assert.ok((await front(page)).includes("Printed on both sides."), "readers do not see it");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.equal(await line.inputValue(), before);
    await goTo(page, "/audit");
    await page.getByRole("cell", { name: "edited setting" }).first().waitFor();
  }),

  "everything is found by its name": atDesk(async ({ page }) => {
    await page.keyboard.press("Control+k");
    const wish = page.getByRole("combobox", { name: "Where to, or what to do?" });
    await wish.fill("Comm");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Comments" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
  }),
};

const CONTESTED = "The lamp was never lit, whatever they print.";

/** A reader writes, another one reports it; the addresses of the writer's own link and of the way to the desk. */
async function contest(browser, site) {
  const writer = await openReader(browser, site.address);
  await visit(writer.page, await leadStory(writer.page));
  assert.equal(await send(writer.page, { body: CONTESTED }), 303);
  const mine = writer.page.locator(`[id="${new URL(writer.page.url()).hash.slice(1)}"]`);
  const own = await mine.getByRole("link", { name: "Edit or delete" }).getAttribute("href");
  const other = await openReader(browser, site.address);
  await visit(other.page, await leadStory(other.page));
  await other.page.locator(".comment", { hasText: CONTESTED }).last().getByRole("link", { name: /^Report/ }).click();
  const toDesk = await other.page.getByRole("link", { name: "For the staff: decide at the desk" }).getAttribute("href");
  await other.page.getByRole("radio").first().check();
  await other.page.locator('textarea[name="body"]').fill("It is about my house.");
  await other.page.getByRole("button", { name: "Send report" }).click();
  await other.page.getByRole("status").waitFor();
  await other.leave();
  return { writer, own, toDesk };
}

/** On a site where comments are open. */
export const reportWalks = {
  "what readers report and object to is decided at the desk": atDesk(async ({ page }, site) => {
    const { writer, own, toDesk } = await contest(page.context().browser(), site);
    await page.reload();
    await page.getByRole("link", { name: /Readers report/ }).click();
    const reported = page.getByRole("main");
    await reported.getByText(CONTESTED).waitFor();
    await reported.getByText("It is about my house.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.goto(toDesk);
    const focus = page.getByRole("region", { name: "The comment in focus" });
    await focus.getByText(CONTESTED).waitFor();
    assert.deepEqual(await violations(page), []);
    await focus.getByRole("button", { name: "Remove, leaving a note" }).click();
    await page.getByText("Removed.", { exact: true }).waitFor();
    await visit(writer.page, own);
    await writer.page.locator('textarea[name="body"]').fill("I live across the street from it.");
    await writer.page.getByRole("button", { name: "Send objection" }).click();
    await writer.page.waitForLoadState("load");
    await goTo(page, "/comments?status=appeals");
    await page.getByText("I live across the street from it.").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("Answer", { exact: true }).fill("You are right.");
    await page.getByRole("button", { name: "Put the comment back" }).click();
    await page.getByText("Nobody objects").waitFor();
    await visit(writer.page, own);
    assert.match(await writer.page.locator("main").innerText(), /You are right\./);
    await writer.leave();
    assert.ok((await (await page.request.get(await leadStory(page))).text()).includes(CONTESTED), "the comment is not back");
  }),
};

/** Every screen, for the checks that go through all of them. */
export async function screens(page) {
  await goTo(page, "/posts");
  const first = await page.locator("td.title a").first().getAttribute("href");
  return ["/", "/posts", "/pages", first.slice(1), `${first.slice(1)}/versions`, "/comments", "/tags", "/media", "/snippets", "/bylines", "/staff", "/account", "/design", "/settings",
    "/redirects", "/moving", "/programs", "/audit", "/house", "/comments?status=reported", "/comments?status=appeals", "/nowhere"];
}

async function check(page) {
  const complaints = [];
  for (const place of await screens(page)) {
    await goTo(page, place);
    for (const violation of await violations(page)) complaints.push(`${place} ${violation}`);
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    if (wide > room) complaints.push(`${place} is ${wide} pixels wide on ${room}`);
  }
  assert.deepEqual(complaints, []);
}

export const accessWalks = {
  "nothing bars an editor by day": atDesk(({ page }) => check(page), { scheme: "light" }),
  "nothing bars an editor by night, on a phone": atDesk(({ page }) => check(page), { scheme: "dark", width: 360 }),
  "nothing bars an editor who reads from right to left": atDesk(async ({ page }) => {
    await page.getByLabel("Language").selectOption("ar");
    await page.getByRole("navigation", { name: "الأقسام" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
    await check(page);
  }),
};

/** Comments that one page of the queue does not show. */
const CROWD = 55;

/** On a site where every comment waits. */
export const moderationWalks = {
  "all comments that were found are decided about at once, and undone at once": atDesk(async ({ page }, site) => {
    const reader = await openReader(page.context().browser(), site.address);
    await visit(reader.page, await leadStory(reader.page));
    // As a browser sends it, but without printing the page each time.
    const form = reader.page.locator('form:has(textarea[name="body"])');
    const [action, stamp] = [await form.getAttribute("action"), await form.locator('[name="stamp"]').inputValue()];
    const write = async (body) => {
      const sent = await reader.page.request.post(action, { form: { stamp, name: "Marta Vale", body }, headers: { origin: site.address }, maxRedirects: 0 });
      assert.equal(sent.status(), 303, await sent.text());
    };
    for (let number = 1; number <= CROWD; number += 1) await write(`Crowd ${number} at the harbour.`);
    await write("Somebody else altogether.");
    await reader.leave();
    await goTo(page, "/comments");
    const waiting = async () => (await (await page.request.get("/ghost/api/admin/comments/counts/")).json()).counts.pending;
    const before = await waiting();
    const search = page.getByRole("searchbox", { name: "Words or a name" });
    await search.fill("crowd");
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "Mark the 50 shown" }).check();
    await page.getByRole("button", { name: "Mark all that were found" }).click();
    await page.getByText("All that were found are marked").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: /^Spam/ }).click();
    await page.getByText(`${CROWD} marked as spam.`).waitFor();
    assert.equal(await waiting(), before - CROWD);
    await page.getByText("Nothing fits this search.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.equal(await waiting(), before);
    await page.getByRole("list", { name: "Waiting" }).getByText("Crowd 55").waitFor();
  }),

  "comments are decided by keys, and the counts go down": atDesk(async ({ page }, site) => {
    const words = ["The first of three, which is good.", "The second of three, which is not.", "The third of three, which may wait."];
    const reader = await openReader(page.context().browser(), site.address);
    for (const body of words) {
      await visit(reader.page, await leadStory(reader.page));
      assert.equal(await send(reader.page, { body }), 303);
    }
    await reader.leave();
    await goTo(page, "/comments");
    const waiting = () => page.getByRole("list", { name: "Waiting" }).getByRole("listitem").count();
    const focus = page.getByRole("region", { name: "The comment in focus" });
    // Newest first: the third has the focus.
    await focus.getByText(words[2]).waitFor();
    const before = await waiting();
    await page.getByRole("main").focus();
    await page.keyboard.press("j");
    await focus.getByText(words[1]).waitFor();
    await page.keyboard.press("s");
    await focus.getByText(words[0]).waitFor();
    await page.keyboard.press("a");
    await page.getByText("Approved.", { exact: true }).waitFor();
    assert.equal(await waiting(), before - 2);
    const lead = await leadStory(page);
    assert.ok((await (await page.request.get(lead)).text()).includes(words[0]), "the approved one is not shown");
    assert.ok(!(await (await page.request.get(lead)).text()).includes(words[1]), "the spam is shown");
    await goTo(page, "/comments?status=spam");
    await focus.getByText(words[1]).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("main").focus();
    await page.keyboard.press("a");
    await page.getByText("Approved.", { exact: true }).waitFor();
    await page.keyboard.press("z");
    await focus.getByText(words[1]).waitFor();
  }),
};
