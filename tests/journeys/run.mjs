// Starts the demo and a browser, walks every walk, and prints `journeys: N passed, N failed`.
// `node run.mjs archive` walks only those whose name has the word; the newcomer's evening and the founding are walked whole or not at all.
import assert from "node:assert/strict";
import { openReader, startBrowser } from "./reader.mjs";
import { startDemo } from "./site.mjs";
import * as access from "./walks/access.mjs";
import * as comments from "./walks/comments.mjs";
import * as design from "./walks/design.mjs";
import * as desk from "./walks/desk.mjs";
import { found } from "./walks/founding.mjs";
import * as hostile from "./walks/hostile.mjs";
import { moveIn } from "./walks/newcomer.mjs";
import * as keyboard from "./walks/keyboard.mjs";
import * as library from "./walks/library.mjs";
import * as moving from "./walks/moving.mjs";
import * as passkeys from "./walks/passkeys.mjs";
import * as readers from "./walks/readers.mjs";
import * as reading from "./walks/reading.mjs";
import * as search from "./walks/search.mjs";

const wanted = process.argv[2] ?? "";
const count = { passed: 0, failed: 0 };

async function attempt(name, walk, always = false) {
  if (!always && !name.includes(wanted)) return;
  const started = Date.now();
  try {
    await walk();
    count.passed += 1;
    console.log(`ok     ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED ${name}\n${String(error.stack ?? error).replace(/^/gm, "       ")}`);
  }
}

/** Walks on one site, each as a reader who has never been there. A walk is a function, or `{ walk }` with reader's options and another address of the site. */
async function onSite(browser, settings, walks) {
  let site;
  await attempt("the demo starts and says where", async () => {
    site = await startDemo(settings);
  });
  if (!site) {
    if (!wanted) return;
    site = await startDemo(settings);
  }
  for (const [name, plan] of Object.entries(walks)) {
    const { walk, at, ...options } = typeof plan === "function" ? { walk: plan } : plan;
    await attempt(name, async () => {
      const reader = await openReader(browser, at ? at(site) : site.address, options);
      try {
        await walk(reader, site);
      } catch (error) {
        await reader.context.close();
        throw error;
      }
      await reader.leave();
    });
  }
  const code = await site.stop();
  await attempt("the demo stops when told", async () => assert.equal(code, 0));
}

const browser = await startBrowser();
try {
  await onSite(browser, {}, { ...reading.walks, ...search.walks, ...comments.walks, ...readers.walks, ...access.walks, ...desk.walks, ...design.walks, ...passkeys.walks, ...library.walks, ...moving.walks, ...desk.reportWalks, ...desk.accessWalks });
  await onSite(browser, { DATELINE_COMMENTS__MODERATION: "all" }, { ...comments.heldWalks, ...desk.moderationWalks, ...keyboard.walks });
  await onSite(browser, { DATELINE_COMMENTS__SPAM_FILTER: "off" }, hostile.walks);
  await onSite(browser, { DATELINE_COMMENTS__MODERATION: "all", DATELINE_COMMENTS__SPAM_FILTER: "off" }, hostile.queueWalks);
  if ("founding".includes(wanted)) await found(browser, (name, step) => attempt(name, step, true));
  if ("newcomer".includes(wanted)) await moveIn(browser, (name, step) => attempt(name, step, true));
} catch (error) {
  count.failed += 1;
  console.log(error);
} finally {
  await browser.close();
}
console.log(`journeys: ${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
