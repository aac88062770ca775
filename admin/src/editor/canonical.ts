// What HTML says, without how it is written: two texts with one canonical form look the same to every reader. The
// editor takes a piece of a story apart only if it can write it down again with the same canonical form.

/** Elements that only colour the text inside them; in which order they are nested does not matter. */
const MARKS = new Set(["strong", "em", "s", "u", "code", "a", "sub", "sup", "mark", "small", "kbd"]);
/** The same thing under an older name. */
const SAME: Record<string, string> = { b: "strong", i: "em", strike: "s" };
/** Parts of a table that the editor writes by itself. */
const TRANSPARENT = new Set(["thead", "tbody"]);
/** Beside these, white space is not shown. */
const INLINE = new Set([...MARKS, "span", "img", "abbr", "cite", "q", "time", "ins", "del", "samp", "var", "bdi", "bdo", "dfn", "ruby"]);

interface Piece {
  /** The marks on a text, or what an element is. */
  readonly what: string;
  /** Absent for the start and the end of an element. */
  text?: string;
  readonly isInline: boolean;
}

/** The canonical form of some nodes, one line for each piece. */
export function canonical(nodes: Iterable<ChildNode>): string {
  const pieces: Piece[] = [];
  for (const node of nodes) write(node, [], false, pieces);
  return settle(pieces).map(({ what, text }) => (text === undefined ? what : `${what}|${text}`)).join("\n");
}

function write(node: ChildNode, marks: readonly string[], isVerbatim: boolean, out: Piece[]): void {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.textContent ?? "";
    const last = out.at(-1);
    const what = (isVerbatim ? "verbatim " : "") + [...new Set(marks)].sort().join(" ");
    // White space is one blank, except the kind that must not break.
    const shown = isVerbatim ? text : text.replace(/[ \t\r\n\f]+/g, " ");
    if (last?.text !== undefined && last.what === what) last.text += shown;
    else out.push({ what, text: shown, isInline: true });
  } else if (node instanceof Element || node.nodeType === Node.ELEMENT_NODE) {
    writeElement(node as Element, marks, isVerbatim, out);
  } else if (node.nodeType === Node.COMMENT_NODE) {
    out.push({ what: `<!--${node.textContent ?? ""}-->`, isInline: false });
  }
}

function writeElement(element: Element, marks: readonly string[], isVerbatim: boolean, out: Piece[]): void {
  const own = element.localName;
  const name = SAME[own] ?? own;
  const attributes = attributesOf(element);
  const isSpan = name === "span" && attributes === "";
  const only = onlyParagraph(element, name);
  const inside = (within: readonly string[]): void => {
    for (const child of element.childNodes) {
      const children = child === only ? only.childNodes : [child];
      for (const node of children) write(node, within, isVerbatim || name === "pre", out);
    }
  };
  if (isSpan || (TRANSPARENT.has(name) && attributes === "")) {
    inside(marks);
  } else if (MARKS.has(name)) {
    const before = out.length;
    const length = out.at(-1)?.text?.length;
    inside([...marks, name + attributes]);
    const isEmpty = out.length === before && out.at(-1)?.text?.length === length;
    // An empty mark is nothing, but an empty anchor is a place that links lead to.
    if (isEmpty && attributes !== "") out.push({ what: `<${name}${attributes}>`, isInline: true });
  } else {
    const isInline = INLINE.has(name);
    const around = isInline ? [...marks].sort().join(" ") : "";
    out.push({ what: `<${name}${attributes}>${around}`, isInline });
    inside(isInline ? marks : []);
    out.push({ what: `</${name}>`, isInline });
  }
}

/** The one paragraph of a list item or a quotation, which says no more than its text alone would. */
function onlyParagraph(element: Element, name: string): Element | undefined {
  if (name !== "li" && name !== "blockquote") return undefined;
  const [first, ...rest] = [...element.childNodes].filter((node) => node.nodeType !== Node.TEXT_NODE || /\S/.test(node.textContent ?? ""));
  const isAlone = rest.every((node) => name === "li" && ["ul", "ol"].includes((node as Element).localName));
  const isPlain = first?.nodeType === Node.ELEMENT_NODE && (first as Element).localName === "p" && (first as Element).attributes.length === 0;
  return isPlain && isAlone ? (first as Element) : undefined;
}

function attributesOf(element: Element): string {
  const pairs = [...element.attributes].filter(({ name, value }) => !(value === "" && (name === "class" || name === "style")));
  return pairs.map(({ name, value }) => ` ${name}=${JSON.stringify(name === "class" ? value.trim().replace(/\s+/g, " ") : value)}`).sort().join("");
}

/** Takes out the white space that is not shown: at the edges of blocks, and a second blank after a first. */
function settle(pieces: Piece[]): Piece[] {
  const settled: Piece[] = [];
  let afterBlank = true;
  for (const piece of pieces) {
    if (piece.text === undefined) {
      if (!piece.isInline) {
        trimEnd(settled);
        afterBlank = true;
      } else {
        afterBlank = false;
      }
      settled.push(piece);
      continue;
    }
    if (piece.what.startsWith("verbatim ")) {
      settled.push(piece);
      continue;
    }
    const text: string = afterBlank ? piece.text.replace(/^ /, "") : piece.text;
    if (text === "") continue;
    const last = settled.at(-1);
    if (last?.text !== undefined && last.what === piece.what) last.text += text;
    else settled.push({ ...piece, text });
    afterBlank = text.endsWith(" ");
  }
  trimEnd(settled);
  return settled;
}

function trimEnd(pieces: Piece[]): void {
  const last = pieces.at(-1);
  if (last?.text === undefined || last.what.startsWith("verbatim ")) return;
  last.text = last.text.replace(/ $/, "");
  if (last.text === "") pieces.pop();
}
