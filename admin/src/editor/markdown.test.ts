import { getSchema } from "@tiptap/core";
import { expect, test } from "vitest";
import { extensions, NO_WORDS } from "./extensions";
import { looksLikeMarkdown, readMarkdown } from "./markdown";
import { writeStory } from "./story-html";

const schema = getSchema(extensions(NO_WORDS));

test("a letter is no Markdown, a list is", () => {
  expect(looksLikeMarkdown("Dear editor,\nit was 3 * 4 that day. - Yours")).toBe(false);
  for (const text of ["# Harbour", "- one\n- two", "see [the ferry](https://a.example/)", "**never**"]) {
    expect(looksLikeMarkdown(text), text).toBe(true);
  }
});

test("pasted Markdown becomes blocks that can be edited", async () => {
  const doc = await readMarkdown("# Tides\n\n- high\n- **low**\n\n> Mind the step.", schema);
  expect(doc.content.content.map((node) => node.type.name)).toEqual(["heading", "bulletList", "blockquote"]);
  expect(writeStory(doc)).toContain("<li><strong>low</strong></li>");
});
