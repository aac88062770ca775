// Payloads of the lists that attackers use, in every field of a comment, shown by a real browser with scripts on: none runs, and no
// node is made but those of a comment. The lists lie beside the checkout and are data; where they are not, the walk says so.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { leadStory, visit } from "../places.mjs";
import { signIn } from "./desk.mjs";

const LISTS = fileURLToPath(new URL("../../../../shared/corpus/xss/", import.meta.url));
/** What the address of a comment looks like in the cookie that its writer gets. */
const OWN = /dateline-own-([0-9a-f]{24})=[0-9a-f]{24}\.([^;]+)/;
const AT_ONCE = 8;
/** Every so many payloads one is also sent as a change of a comment. */
const CHANGED = 8;

function payloads() {
  const lists = readdirSync(LISTS).filter((name) => /\.(txt|md|svg)$/.test(name));
  const lines = lists.flatMap((name) => {
    const text = readFileSync(LISTS + name, "utf8");
    return name.endsWith(".svg") ? [text] : text.split("\n");
  });
  return [...new Set(lines.map((line) => line.replaceAll("\0", "").trim()).filter((line) => line !== ""))];
}

/** Cards that a moderator steps through. */
const CARDS = 200;

/** Nodes and attributes under the comments of a page that a comment has no business with. */
const foreign = (page, place) =>
  page.locator(place).evaluateAll((places) => {
    const known = new Set("ol li article p b a span time div br form button svg circle text".split(" "));
    const wrong = [];
    for (const element of places.flatMap((place) => [...place.querySelectorAll("*")])) {
      const name = element.localName;
      if (!known.has(name)) wrong.push(name);
      for (const attribute of element.attributes) {
        if (/^on/i.test(attribute.name) || attribute.name === "style") wrong.push(`${name} ${attribute.name}`);
        if (/^(href|action)$/.test(attribute.name) && !/^(https?:\/\/|\/|#)/.test(attribute.value)) wrong.push(`${name} ${attribute.value}`);
      }
    }
    return [...new Set(wrong)];
  });

export const walks = {
  "no payload of the attackers' lists runs, in whatever field it comes": {
    staff: true,
    walk: async ({ page }, site) => {
      if (!existsSync(LISTS)) return console.log("skipped: there is no ../shared/corpus/xss beside this checkout");
      let ran = 0;
      page.on("dialog", (dialog) => {
        ran += 1;
        void dialog.dismiss();
      });
      const story = await leadStory(page);
      await visit(page, story);
      const action = await page.locator("#comment-form").getAttribute("action");
      const stamp = await page.locator('#comment-form [name="stamp"]').inputValue();
      const count = { taken: 0, refused: 0, changed: 0 };
      let parent = "";
      const post = async (fields) => {
        const answer = await page.request.post(action, { form: { name: "Marta", stamp, ...fields }, maxRedirects: 0 });
        assert.ok(answer.status() < 500, `${answer.status()} for ${JSON.stringify(fields)}`);
        count[answer.status() === 303 ? "taken" : "refused"] += 1;
        if (answer.status() !== 303) assert.ok(answer.headers()["content-type"].startsWith("text/html"));
        return OWN.exec(answer.headers()["set-cookie"] ?? "");
      };
      const [, first] = await post({ body: "The comment that all others answer." });
      parent = first;
      const all = payloads();
      const send = async (payload, at) => {
        const place = at % 2 === 0 ? parent : "";
        const own = (await post({ name: payload, body: payload, parent: place })) ?? (await post({ body: payload, parent: place }));
        await post({ url: payload, email: "m@mail.example", body: `Address ${at}` });
        if (!own || at % CHANGED !== 0) return;
        const changed = await page.request.post(`${action}/${own[1]}`, { form: { key: own[2], body: `changed ${payload}` }, maxRedirects: 0 });
        count.changed += changed.status() === 303 ? 1 : 0;
      };
      for (let at = 0; at < all.length; at += AT_ONCE) {
        await Promise.all(all.slice(at, at + AT_ONCE).map((payload, n) => send(payload, at + n)));
      }
      console.log(`       ${all.length} payloads: ${count.taken} comments taken, ${count.refused} refused, ${count.changed} changed`);
      assert.ok(count.taken > 0.9 * all.length && count.changed > 0, JSON.stringify(count));

      // A cookie for each comment would be more than a browser sends.
      await page.context().clearCookies();
      let pages = 0;
      for (let next = story; next; pages += 1) {
        await page.goto(next, { waitUntil: "domcontentloaded" });
        assert.deepEqual(await foreign(page, ".dateline-comments"), [], next);
        const link = page.locator('#comments a[rel~="next"]').first();
        next = (await link.count()) > 0 ? await link.evaluate((a) => a.pathname + a.search) : null;
      }
      for (const path of [`${story}?order=newest`, `${story}?order=best`, "/", "/feeds/comments/default", `${action}/${parent}/report`]) {
        await page.goto(path, { waitUntil: "domcontentloaded" });
      }
      await signIn(page, await site.owner());
      await page.goto("/admin/#/comments?status=approved");
      const list = page.getByRole("list", { name: "Approved" });
      await list.getByRole("listitem").nth(1).waitFor();
      await page.getByRole("main").focus();
      for (let step = 1; step <= CARDS; step += 1) {
        await page.keyboard.press("j");
        if (step % 10 === 0) assert.deepEqual(await foreign(page, ".words"), []);
      }
      console.log(`       shown on ${pages} pages of the thread, in three orders, the feed, a report and ${CARDS} cards of the desk; ${ran} ran`);
      assert.equal(ran, 0);
    },
  },
};

/** A queue of four hundred comments of both kinds, cleared by keys. */
export const queueWalks = {
  "a moderator clears four hundred waiting comments": {
    staff: true,
    walk: async ({ page }, site) => {
      const story = await leadStory(page);
      await visit(page, story);
      const action = await page.locator("#comment-form").getAttribute("action");
      const stamp = await page.locator('#comment-form [name="stamp"]').inputValue();
      const bodies = Array.from({ length: 400 }, (_, at) =>
        at % 3 === 0
          ? `Cheap pills and casino bonus no. ${at}, order today at https://pills-${at}.example`
          : `I was on the tram no. ${at} when the bridge opened, and it rained.`);
      for (let at = 0; at < bodies.length; at += AT_ONCE) {
        await Promise.all(bodies.slice(at, at + AT_ONCE).map((body) => page.request.post(action, { form: { name: "Marta", body, stamp }, maxRedirects: 0 })));
      }
      await page.context().clearCookies();
      await signIn(page, await site.owner());
      await page.goto("/admin/#/comments");
      const card = page.locator(".words");
      await card.waitFor();
      await page.getByRole("main").focus();
      const started = Date.now();
      let steps = 0;
      for (; steps < 1_000 && (await card.count()) > 0; steps += 1) {
        const words = await card.innerText({ timeout: 2_000 }).catch(() => "");
        if (words === "") continue;
        await page.keyboard.press(words.includes("casino") ? "s" : "a");
      }
      await page.locator(".message h2").waitFor();
      const seconds = (Date.now() - started) / 1_000;
      const left = await page.evaluate(async () => (await (await fetch("/ghost/api/admin/comments/counts/")).json()).counts);
      console.log(`       ${steps} steps in ${seconds.toFixed(1)} s; ${JSON.stringify(left)}`);
      assert.equal(left.pending, 0);
      assert.ok(left.approved >= 266 && left.spam >= 134, JSON.stringify(left));
      assert.ok(seconds < 180, `${seconds} s`);
    },
  },
};
