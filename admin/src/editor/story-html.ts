// A story's HTML taken apart for the editor, and written down again.
//
// Stories come from many hands and many engines. Each piece is read by the editor's own grammar and written down again
// at once; if that is not the very same piece, it stays what it was: a block of HTML, which the editor shows and never
// touches. So a story can be opened and saved without losing a tag.
import { DOMParser, DOMSerializer, Fragment, type Node as PmNode, type Schema } from "@tiptap/pm/model";
import { writeWaysBack } from "./blocks/footnotes";
import { canonical } from "./canonical";
import { parseHtml } from "./parse-html";

/** The author's jump break, as the server stores it. */
export const JUMP_BREAK = "more";

/** Elements that stand in a line of text. */
const INLINE_ELEMENTS = new Set(
  "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q ruby s samp small span strike strong sub sup time u var wbr".split(" "),
);

/** Reads `html` as a document of `schema`. */
export function readStory(html: string, schema: Schema): PmNode {
  const parser = DOMParser.fromSchema(schema);
  const blocks: PmNode[] = [];
  let line: ChildNode[] = [];
  const endLine = (): void => {
    blocks.push(...readLine(line, schema, parser));
    line = [];
  };
  for (const child of parseHtml(html).childNodes) {
    if (isInline(child)) {
      line.push(child);
      continue;
    }
    endLine();
    blocks.push(...readBlock(child, schema, parser));
  }
  endLine();
  return schema.node("doc", null, blocks.length > 0 ? blocks : [schema.node("paragraph")]);
}

function isInline(node: ChildNode): boolean {
  if (node.nodeType === Node.TEXT_NODE) return true;
  return node.nodeType === Node.ELEMENT_NODE && INLINE_ELEMENTS.has((node as Element).localName);
}

/** Text that stands in no element, as blogs of old have it. */
function readLine(line: readonly ChildNode[], schema: Schema, parser: DOMParser): PmNode[] {
  // A blank that must not break is an empty line to its author, so it is not nothing.
  if (line.every((node) => node.nodeType === Node.TEXT_NODE && /^[ \t\r\n\f]*$/.test(node.textContent ?? ""))) return [];
  const box = boxOf(line);
  const bare = parser.parse(box, { topNode: schema.node("bareText") });
  return isSame(bare.content, line, schema) ? [bare] : [htmlBlock(box.innerHTML.trim(), schema)];
}

function readBlock(node: ChildNode, schema: Schema, parser: DOMParser): PmNode[] {
  if (node.nodeType === Node.COMMENT_NODE) {
    const text = node.textContent ?? "";
    return text.trim() === JUMP_BREAK ? [schema.node("jumpBreak")] : [htmlBlock(`<!--${text}-->`, schema)];
  }
  const box = boxOf([node]);
  const read = parser.parse(box);
  if (isSame(read.content, [node], schema)) return [...read.content.content];
  return [htmlBlock(box.innerHTML, schema)];
}

/** Where pieces are looked at: nothing in it runs or is loaded. */
const inert = document.implementation.createHTMLDocument();

/** An element with copies of the nodes. */
function boxOf(nodes: readonly ChildNode[]): HTMLElement {
  const box = inert.createElement("div");
  box.append(...nodes.map((node) => inert.importNode(node, true)));
  return box;
}

function isSame(content: Fragment, nodes: readonly ChildNode[], schema: Schema): boolean {
  return canonical(serialise(content, schema).childNodes) === canonical(nodes);
}

function htmlBlock(html: string, schema: Schema): PmNode {
  return schema.node("htmlBlock", { html });
}

/** The document as HTML, one block to a line. */
export function writeStory(doc: PmNode): string {
  const blocks: string[] = [];
  doc.forEach((block, _offset, at) => {
    // The editor keeps an empty line at the end to write on; footnotes stand below it.
    const isLast = at === doc.childCount - 1 || (at === doc.childCount - 2 && doc.lastChild?.type.name === "footnotes");
    const isSpare = isLast && block.type.name === "paragraph" && block.childCount === 0;
    if (!isSpare) blocks.push(writeBlock(block));
  });
  return blocks.join("\n");
}

/** One block as HTML. */
export function writeBlock(block: PmNode): string {
  const { schema } = block.type;
  switch (block.type.name) {
    case "jumpBreak":
      return `<!--${JUMP_BREAK}-->`;
    case "htmlBlock":
      return String(block.attrs["html"]);
    case "bareText":
      return htmlOf(serialise(block.content, schema));
    default:
      return htmlOf(serialise(Fragment.from(block), schema));
  }
}

function serialise(content: Fragment, schema: Schema): DocumentFragment {
  const out = DOMSerializer.fromSchema(schema).serializeFragment(content, { document: inert });
  const fragment = out as DocumentFragment;
  for (const table of fragment.querySelectorAll("table")) giveHead(table);
  for (const item of fragment.querySelectorAll<HTMLLIElement>("li:not(.footnote-item)")) tighten(item);
  writeWaysBack(fragment);
  return fragment;
}

/** A first row of nothing but headings is the head of its table. */
function giveHead(table: HTMLTableElement): void {
  const row = table.querySelector("tbody > tr");
  if (!row || [...row.children].some((cell) => cell.localName !== "th")) return;
  const head = inert.createElement("thead");
  row.parentElement?.before(head);
  head.append(row);
  table.querySelectorAll("tbody:empty").forEach((body) => body.remove());
}

/** An item of one paragraph is its text: with the paragraph, themes would set it with space around it. */
function tighten(item: HTMLLIElement): void {
  const [first, ...rest] = item.children;
  const isOnly = first?.localName === "p" && first.attributes.length === 0 && rest.every((child) => child.matches("ul, ol"));
  if (isOnly) first.replaceWith(...first.childNodes);
}

function htmlOf(fragment: DocumentFragment): string {
  const box = inert.createElement("div");
  box.append(fragment);
  return box.innerHTML;
}
