// A story as Markdown, to be written on as text. Each piece is written as Markdown and read again at once; if that is
// not the very same piece, it stays HTML, which Markdown allows; and HTML that Markdown would take apart stands as a
// mark in a line of its own. So the mode can be entered and left without losing a tag.
import { canonical } from "./canonical";
import { parseHtml } from "./parse-html";

export interface MarkdownStory {
  readonly text: string;
  /** Pieces that stand in the text as `[html 1]`, in their order. */
  readonly kept: readonly string[];
}

type Read = (markdown: string) => string;

async function reader(): Promise<Read> {
  const { marked } = await import("marked");
  return (markdown) => marked.parse(markdown, { gfm: true, async: false });
}

const form = (html: string): string => canonical(parseHtml(html).childNodes);

export async function writeMarkdown(html: string): Promise<MarkdownStory> {
  const read = await reader();
  const whole = form(html);
  for (const isCareful of [false, true]) {
    const kept: string[] = [];
    const text = pieces(html)
      .map((piece, at, all) => writePiece(piece, at % 2 === 1 && all[at - 1]?.element?.localName === piece.element?.localName, read, kept, isCareful))
      .join("\n\n");
    if (form(fill(read(text), kept)) === whole) return { text, kept };
  }
  return { text: html === "" ? "" : mark(1), kept: html === "" ? [] : [html] };
}

/** The HTML of a story that was written on as Markdown. */
export async function readMarkdownStory(text: string, kept: readonly string[]): Promise<string> {
  return fill((await reader())(text), kept).trim();
}

interface Piece {
  readonly html: string;
  /** Absent for text that stands in no element. */
  readonly element?: Element;
}

/** The story's blocks; what stands between them in no element is one piece with its neighbours. */
function pieces(html: string): Piece[] {
  const all: Piece[] = [];
  let loose = "";
  const endLoose = (): void => {
    if (/\S/.test(loose)) all.push({ html: loose.trim() });
    loose = "";
  };
  for (const node of parseHtml(html).childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && BLOCKS.has((node as Element).localName)) {
      endLoose();
      all.push({ html: (node as Element).outerHTML, element: node as Element });
    } else if (node.nodeType === Node.COMMENT_NODE) {
      endLoose();
      all.push({ html: `<!--${node.textContent ?? ""}-->` });
    } else {
      loose += node.nodeType === Node.ELEMENT_NODE ? (node as Element).outerHTML : escapeText(node.textContent ?? "");
    }
  }
  endLoose();
  return all;
}

const BLOCKS = new Set(
  "address article aside audio blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hr iframe ol p pre section table ul video".split(" "),
);

const escapeText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const mark = (number: number): string => `[html ${number}]`;

const fill = (html: string, kept: readonly string[]): string =>
  html.replace(/<p>\[html (\d+)\]<\/p>/g, (whole, number: string) => kept[Number(number) - 1] ?? whole);

function writePiece({ html, element }: Piece, isOdd: boolean, read: Read, kept: string[], isCareful: boolean): string {
  const isPlain = element !== undefined && /^(?:p|h\d)$/.test(element.localName);
  const written = element && (isPlain || !isCareful) ? writeBlock(element, isOdd) : null;
  if (written !== null && form(read(written)) === form(html)) return written;
  // An HTML block of Markdown ends with the first empty line.
  if (!isCareful && !/\n\s*\n/.test(html) && form(read(html)) === form(html)) return html;
  kept.push(html);
  return mark(kept.length);
}

/** A block as Markdown; null where Markdown has no word for it. `isOdd` tells a list from the one right before it. */
function writeBlock(block: Element, isOdd: boolean): string | null {
  const level = /^h([1-6])$/.exec(block.localName)?.[1];
  if (level !== undefined) return `${"#".repeat(Number(level))} ${writeLine(block)}`;
  switch (block.localName) {
    case "p":
      return writeLine(block).replace(/^(\s*)([-+>#]|\d+[.)])/gm, (_, blank: string, sign: string) => `${blank}${sign.replace(/([-+>#.)])$/, "\\$1")}`);
    case "hr":
      return "---";
    case "blockquote":
      return quote(block);
    case "pre":
      return fence(block);
    case "ul":
    case "ol":
      return list(block, isOdd);
    case "table":
      return table(block);
    default:
      return null;
  }
}

function quote(block: Element): string | null {
  const blocks = [...block.children].filter((child) => BLOCKS.has(child.localName)).map((child) => writeBlock(child, false));
  const inside = blocks.length > 0 ? blocks : [writeLine(block)];
  if (inside.includes(null)) return null;
  return inside.join("\n\n").split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
}

function fence(block: Element): string | null {
  const code = block.querySelector(":scope > code");
  if (!code) return null;
  const text = code.textContent ?? "";
  const ticks = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const language = /(?:^|\s)language-(\S+)/.exec(code.getAttribute("class") ?? "")?.[1] ?? "";
  return `${ticks}${language}\n${text.replace(/\n$/, "")}\n${ticks}`;
}

function list(block: Element, isOdd: boolean): string | null {
  const items: string[] = [];
  let number = Number(block.getAttribute("start") ?? 1);
  for (const item of block.children) {
    const sign = block.localName === "ul" ? (isOdd ? "*" : "-") : `${number}${isOdd ? ")" : "."}`;
    number += 1;
    const inner: string[] = [];
    const line = item.cloneNode(true) as Element;
    for (const nested of line.querySelectorAll(":scope > ul, :scope > ol")) {
      const written = list(nested, false);
      if (written === null) return null;
      inner.push(written);
      nested.remove();
    }
    const only = line.children.length === 1 && line.firstElementChild?.localName === "p" ? line.firstElementChild : line;
    if (only.querySelector("p, div, figure, blockquote, pre, table")) return null;
    const indent = " ".repeat(sign.length + 1);
    const lines = [writeLine(only), ...inner].join("\n").split("\n");
    items.push(`${sign} ${lines.join(`\n${indent}`)}`);
  }
  return items.join("\n");
}

function table(block: Element): string | null {
  const rows = [...block.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => writeLine(cell).replaceAll("|", "\\|").replaceAll("\n", " ")));
  const [head, ...body] = rows;
  if (!head || !block.querySelector("thead")) return null;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n");
}

function writeLine(element: Element): string {
  return [...element.childNodes].map(writeInline).join("").trim();
}

function writeInline(node: ChildNode): string {
  if (node.nodeType === Node.TEXT_NODE) {
    return (node.textContent ?? "").replace(/[ \t\r\n\f]+/g, " ").replace(/[\\`*_[\]~]/g, "\\$&").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return `<!--${node.textContent ?? ""}-->`;
  const element = node as Element;
  const inside = (): string => [...element.childNodes].map(writeInline).join("");
  const has = (...names: string[]): boolean => [...element.attributes].every(({ name }) => names.includes(name));
  const address = (name: string): string => (element.getAttribute(name) ?? "").replace(/[()\s]/g, (sign) => encodeURIComponent(sign).replace("(", "%28").replace(")", "%29"));
  switch (element.localName) {
    case "strong":
    case "b":
      if (has()) return `**${inside()}**`;
      break;
    case "em":
    case "i":
      if (has()) return `*${inside()}*`;
      break;
    case "s":
    case "del":
      if (has()) return `~~${inside()}~~`;
      break;
    case "code":
      if (has() && !(element.textContent ?? "").includes("`")) return `\`${element.textContent ?? ""}\``;
      break;
    case "a":
      if (has("href") && element.hasAttribute("href")) return `[${inside()}](${address("href")})`;
      break;
    case "img":
      if (has("src", "alt")) return `![${(element.getAttribute("alt") ?? "").replace(/[[\]\\]/g, "\\$&")}](${address("src")})`;
      break;
    case "br":
      return "\\\n";
  }
  return element.outerHTML;
}
