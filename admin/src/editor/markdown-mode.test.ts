import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { canonical } from "./canonical";
import { readMarkdownStory, writeMarkdown } from "./markdown-mode";
import { parseHtml } from "./parse-html";

const form = (html: string): string => canonical(parseHtml(html).childNodes);

test("a story is Markdown where Markdown has the words", async () => {
  const html = "<h2>Tides</h2>\n<p>High at <strong>noon</strong>, see <a href=\"/ferry/\">the <em>ferry</em></a>.</p>\n<ul><li>one</li><li>two<ol><li>a</li></ol></li></ul>\n<blockquote><p>Mind the step.</p></blockquote>\n<pre><code class=\"language-sh\">ls\n\npwd\n</code></pre>\n<hr>\n<!--more-->\n<table><thead><tr><th>Boat</th></tr></thead><tbody><tr><td>Ana</td></tr></tbody></table>";
  const { text, kept } = await writeMarkdown(html);
  expect(kept).toEqual([]);
  expect(text).toBe(
    "## Tides\n\nHigh at **noon**, see [the *ferry*](/ferry/).\n\n- one\n- two\n  1. a\n\n> Mind the step.\n\n```sh\nls\n\npwd\n```\n\n---\n\n<!--more-->\n\n| Boat |\n| --- |\n| Ana |",
  );
});

test("no tag is lost on the way to Markdown and back", async () => {
  const own = readFileSync(path.resolve(import.meta.dirname, "../../../crates/markup/tests/fixtures/desk-blocks.html"), "utf8");
  for (const html of [
    own,
    "",
    "Bare text<br>of old <b>blogs</b>",
    "<p>1. not a list</p>\n<p>- nor this</p>\n<p># nor a heading</p>\n<p>2 * 3 * 4, snake_case_name, [x](y) &lt;b&gt; &amp;amp;</p>",
    "<ul><li>a</li></ul>\n<ul><li>b</li></ul>",
    "<div class=\"separator\">\n\n<img src=\"/a.jpg\" alt=\"\">\n\n</div>",
    "<p class=\"intro\">Classes stay.</p>\n<p>See https://a.example/ there.</p>",
    "<ul><li><p>one</p><p>and more</p></li></ul>",
  ]) {
    const { text, kept } = await writeMarkdown(html);
    expect(form(await readMarkdownStory(text, kept)), html).toBe(form(html));
  }
});

test("what is written between kept pieces is read, and they stay where they are", async () => {
  const { text, kept } = await writeMarkdown("<p>One.</p>\n<div class=\"x\">\n\ntwo\n\n</div>");
  expect(kept).toHaveLength(1);
  const html = await readMarkdownStory(text.replace("One.", "One, and *more*."), kept);
  expect(html).toContain("One, and <em>more</em>.");
  expect(html).toContain('<div class="x">');
});
