// How Lighthouse judges the accessibility of the desk: the door, and each of its screens as the owner sees it, with the whole of the tool's rules.
//
//     npm install --no-audit --no-fund --prefix FOLDER lighthouse@12
//     DATELINE_BIN=… LIGHTHOUSE=FOLDER node lighthouse.mjs
//
// Prints a line for each screen and ends with 1 unless every one of them has 100.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { startDemo } from "./site.mjs";
import { screens, signIn } from "./walks/desk.mjs";

const PORT = 9_000 + (process.pid % 900);
const WHOLE = 100;

const folder = process.env.LIGHTHOUSE;
if (!folder) throw new Error("LIGHTHOUSE must name the folder where lighthouse was installed");
const found = createRequire(path.join(path.resolve(folder), "x.js")).resolve("lighthouse");
const { default: lighthouse } = await import(pathToFileURL(found));

/** What fails and the share of rules that hold, from 0 to 100. */
async function judge(url) {
  const { lhr } = await lighthouse(url, {
    port: PORT, onlyCategories: ["accessibility"], disableStorageReset: true, formFactor: "desktop", logLevel: "silent",
    screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false },
  });
  const { score, auditRefs } = lhr.categories.accessibility;
  const failed = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score === 0).map(({ id }) => id);
  return { score: Math.round((score ?? 0) * WHOLE), failed };
}

const profile = mkdtempSync(path.join(tmpdir(), "dateline-lighthouse-"));
const site = await startDemo();
// One profile for both: Lighthouse opens tabs of its own, which must be signed in.
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  baseURL: site.address,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server", `--remote-debugging-port=${PORT}`],
});
let isWhole = true;
async function tell(place) {
  const { score, failed } = await judge(`${site.address}/admin/#${place}`);
  isWhole &&= score === WHOLE;
  console.log(`${String(score).padStart(3)}  ${place}${failed.length > 0 ? `  ${failed.join(", ")}` : ""}`);
}
try {
  await tell("/sign-in");
  const page = await browser.newPage();
  await signIn(page, await site.owner());
  const places = await screens(page);
  await page.close();
  for (const place of places) await tell(place);
} finally {
  await browser.close();
  await site.stop();
  rmSync(profile, { recursive: true, force: true });
}
process.exitCode = isWhole ? 0 : 1;
