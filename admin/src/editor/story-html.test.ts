import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { getSchema } from "@tiptap/core";
import { expect, test } from "vitest";
import { canonical } from "./canonical";
import { extensions, NO_WORDS } from "./extensions";
import { parseHtml } from "./parse-html";
import { readStory, writeStory } from "./story-html";

const schema = getSchema(extensions(NO_WORDS));
/** Empty paragraphs at the end are the editor's line to write on; no reader sees them. */
const form = (html: string): string => canonical(parseHtml(html).childNodes).replace(/(\n?<p>\n<\/p>)+$/, "");
const blocks = (html: string): string[] => readStory(html, schema).content.content.map((node) => node.type.name);

test("what the desk can write it reads as blocks, and writes the same", () => {
  for (const [html, expected] of [
    ["<p>The <em>bridge</em> &amp; the <a href=\"/ferry/\">ferry</a></p>", "paragraph"],
    ["<h2 id=\"harbour\">Harbour</h2>", "heading"],
    ["<ul><li>one</li><li>two<ol><li>a</li></ol></li></ul>", "bulletList"],
    ["<ul><li><p>one</p><p>and more</p></li></ul>", "bulletList"],
    ["<blockquote>Always.</blockquote>", "blockquote"],
    ["<blockquote><p>Never again.</p></blockquote>", "blockquote"],
    ["<pre><code>a\n  b</code></pre>", "codeBlock"],
    ["<hr>", "horizontalRule"],
    ["<!--more-->", "jumpBreak"],
    ["<figure><img src=\"/content/images/a.jpg\" alt=\"A lamp\"><figcaption>By <em>day</em></figcaption></figure>", "figure"],
    ["<table><thead><tr><th>Boat</th><th>Hour</th></tr></thead><tbody><tr><td>Ana</td><td>7</td></tr></tbody></table>", "table"],
    ["<div class=\"kg-card kg-callout-card kg-callout-card-blue\"><div class=\"kg-callout-emoji\">💡</div><div class=\"kg-callout-text\">Bring a coat.</div></div>", "callout"],
    ["<details><summary>Tides</summary><p>High at noon.</p></details>", "toggle"],
    ["<div class=\"kg-card kg-button-card kg-align-center\"><a href=\"https://a.example/\" class=\"kg-btn kg-btn-accent\">Tickets</a></div>", "button"],
    ["<figure class=\"kg-card kg-embed-card\"><iframe src=\"https://player.vimeo.com/video/1\" width=\"200\" height=\"113\"></iframe></figure>", "embed"],
    ["<div>A line of Blogger</div>", "line"],
    ["Bare text<br>of old <b>blogs</b>", "bareText"],
  ] as const) {
    expect(blocks(html), html).toEqual([expected]);
    expect(form(writeStory(readStory(html, schema))), html).toBe(form(html));
  }
});

/** The blocks that the desk inserts; the server's cleaning is tested with the same list. */
const OWN_BLOCKS = path.resolve(import.meta.dirname, "../../../crates/markup/tests/fixtures/desk-blocks.html");

test("every block that the desk inserts is opened as that block, and written as it was", () => {
  const kinds = ["figure", "gallery", "audio", "video", "file", "callout", "button", "bookmark", "embed", "toggle", "table", "paragraph", "paragraph", "footnotes"];
  const lines = readFileSync(OWN_BLOCKS, "utf8").trim().split("\n");
  expect(lines.flatMap(blocks)).toEqual(kinds);
  for (const line of lines) expect(form(writeStory(readStory(line, schema)))).toBe(form(line));
});

test("what the desk does not know stays word for word", () => {
  for (const html of [
    "<section class=\"wp-block-columns\"><div>left</div><div>right</div></section>",
    "<dl><dt>knot</dt><dd>1.852 km/h</dd></dl>",
    "<p><ruby>漢<rt>かん</rt></ruby></p>",
    "<p>before<a id=\"place\"></a>after</p>",
    "<table><caption>Tides</caption><tbody><tr><td>1</td></tr></tbody></table>",
    "<video src=\"/content/media/a.mp4\" controls=\"\"></video>",
  ]) {
    expect(blocks(html), html).toEqual(["htmlBlock"]);
    expect(writeStory(readStory(html, schema))).toBe(html);
  }
});

test("a broken story does not break the desk", () => {
  for (const html of ["", "   ", "<p>open <b>never closed", "<td>cell</td>", "<!--", "</div>", "<p>".repeat(300)]) {
    const doc = readStory(html, schema);
    doc.check();
    expect(form(writeStory(doc)), html.slice(0, 40)).toBe(form(html));
  }
});

const CORPUS = path.resolve(import.meta.dirname, "../../../../shared/corpus");

/** Bodies of real blogs: whatever stands in CDATA or escaped in an entry of an export. */
function* bodies(): Generator<[string, string]> {
  const unescape = (text: string): string => new DOMParser().parseFromString(`<t>${text}</t>`, "text/xml").documentElement.textContent ?? "";
  for (const house of ["blogger", "wordpress"]) {
    for (const file of readdirSync(path.join(CORPUS, house))) {
      const text = readFileSync(path.join(CORPUS, house, file), "utf8");
      const pattern = house === "blogger" ? /<content[^>]*type=['"]html['"][^>]*>([^<]*)<\/content>/g : /<content:encoded><!\[CDATA\[([\s\S]*?)\]\]><\/content:encoded>/g;
      let taken = 0;
      for (const [, body] of text.matchAll(pattern)) {
        if (body === undefined || body.length < 40 || body.length > 20_000 || taken === 4) continue;
        taken += 1;
        yield [file, house === "blogger" ? unescape(body) : body];
      }
    }
  }
}

test.skipIf(!existsSync(CORPUS))("stories of real blogs are opened and saved without losing a tag", { timeout: 60_000 }, () => {
  const kinds = new Map<string, number>();
  let stories = 0;
  for (const [file, html] of bodies()) {
    const doc = readStory(html, schema);
    doc.check();
    expect(form(writeStory(doc)), `${file}: ${html.slice(0, 120)}`).toBe(form(html));
    doc.forEach((block) => kinds.set(block.type.name, (kinds.get(block.type.name) ?? 0) + 1));
    stories += 1;
  }
  expect(stories).toBeGreaterThan(60);
  console.log(`${stories} stories:`, Object.fromEntries(kinds));
});
