// Markdown that is pasted becomes blocks. The reader of Markdown is loaded when somebody pastes some.
import type { Node as PmNode, Schema } from "@tiptap/pm/model";
import { readStory } from "./story-html";

/** Signs that a plain text was written as Markdown: headings, lists, fences, links, emphasis. */
const SIGNS = [/^#{1,6} \S/m, /^ {0,3}(?:[-*+]|\d+\.) \S/m, /^```/m, /\[[^\]\n]+\]\([^)\s]+\)/, /(?:^|\s)\*\*[^*\n]+\*\*/m, /^> \S/m];

export const looksLikeMarkdown = (text: string): boolean => SIGNS.some((sign) => sign.test(text));

export async function readMarkdown(text: string, schema: Schema): Promise<PmNode> {
  const { marked } = await import("marked");
  return readStory(await marked.parse(text, { gfm: true }), schema);
}
