// Blocks of text beside the paragraph, and marks beside bold and italic.
import { Mark, Node } from "@tiptap/core";

/** A `<div>` with nothing but text, as Blogger writes its paragraphs. */
export const Line = Node.create({
  name: "line",
  group: "block",
  content: "inline*",
  parseHTML: () => [
    { tag: "div", getAttrs: (element) => (element.querySelector("div, p, ul, ol, table, h1, h2, h3, h4, h5, h6, figure, blockquote, pre") ? false : null) },
  ],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes, 0],
});

/** Text that stands in no element at all. */
export const BareText = Node.create({
  name: "bareText",
  group: "top",
  content: "inline*",
  renderHTML: () => ["div", { "data-bare": "" }, 0],
});

const plainMark = (name: string) =>
  Mark.create({ name, parseHTML: () => [{ tag: name }], renderHTML: () => [name, 0] });

export const TextMarks = ["sub", "sup", "mark", "small", "kbd"].map(plainMark);
