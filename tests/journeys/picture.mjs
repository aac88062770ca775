// Takes the README's picture: the demo's front page as a reader with a window of 1280 pixels sees it.
// `node picture.mjs FILE.webp`
import { writeFileSync } from "node:fs";
import { startBrowser } from "./reader.mjs";
import { startDemo } from "./site.mjs";

const [width, height] = [1280, 1760];
const [file] = process.argv.slice(2);
if (!file) throw new Error("usage: node picture.mjs FILE.webp");

const browser = await startBrowser();
const site = await startDemo();
try {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height } });
  const page = await context.newPage();
  await page.goto(site.address, { waitUntil: "networkidle" });
  const developer = await context.newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale: 1 };
  const shot = await developer.send("Page.captureScreenshot", { format: "webp", quality: 82, clip });
  const picture = Buffer.from(shot.data, "base64");
  writeFileSync(file, picture);
  console.log(`${file}: ${picture.length} bytes`);
} finally {
  await site.stop();
  await browser.close();
}
