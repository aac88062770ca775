// Footnotes: a number in the text, the note at the end of the story, in the markup that Markdown's footnotes have
// everywhere (`footnote-ref`, `footnotes`, `footnote-item`). The numbers follow the order of the text by themselves.
import { Extension, Node, type Editor } from "@tiptap/core";
import type { Node as PmNode } from "@tiptap/pm/model";
import { Plugin, TextSelection, type EditorState, type Transaction } from "@tiptap/pm/state";

/** A number that no note has yet; it becomes one with the next look at the whole story. */
const NEW = "new";

const keyOfReference = (element: HTMLElement): string | null =>
  /^#fn([\w-]+)$/.exec(element.querySelector("a")?.getAttribute("href") ?? "")?.[1] ?? null;

export const FootnoteReference = Node.create({
  name: "footnoteReference",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    key: { default: NEW, parseHTML: keyOfReference },
    /** The anchor that the note leads back to. */
    anchor: { default: null as string | null, parseHTML: (element: HTMLElement) => element.querySelector("a")?.getAttribute("id") ?? null },
  }),
  parseHTML: () => [{ tag: "sup.footnote-ref", getAttrs: (element) => (keyOfReference(element) === null ? false : null), priority: 60 }],
  renderHTML: ({ node }) => {
    const key = String(node.attrs["key"]);
    return ["sup", { class: "footnote-ref" }, ["a", { href: `#fn${key}`, id: String(node.attrs["anchor"] ?? `fnref${key}`) }, `[${key}]`]];
  },
});

export const Footnotes = Node.create({
  name: "footnotes",
  group: "top",
  content: "footnote+",
  parseHTML: () => [{ tag: "section.footnotes", contentElement: "ol", priority: 60 }],
  renderHTML: () => ["section", { class: "footnotes" }, ["ol", { class: "footnotes-list" }, 0]],
});

export const Footnote = Node.create({
  name: "footnote",
  content: "inline*",
  defining: true,
  addAttributes: () => ({ key: { default: NEW, parseHTML: (element: HTMLElement) => element.id.replace(/^fn/, "") } }),
  parseHTML: () => [
    // The way back is written by the desk, as `writeWaysBack` does.
    { tag: "a.footnote-backref", ignore: true, priority: 70 },
    { tag: "li.footnote-item", contentElement: "p", priority: 60 },
  ],
  renderHTML: ({ node }) => ["li", { id: `fn${String(node.attrs["key"])}`, class: "footnote-item" }, ["p", 0]],
});

/** Ends each note with the way back to where it is called. */
export function writeWaysBack(fragment: DocumentFragment): void {
  for (const note of fragment.querySelectorAll("li.footnote-item")) {
    const back = note.ownerDocument.createElement("a");
    back.setAttribute("href", `#fnref${note.id.replace(/^fn/, "")}`);
    back.setAttribute("class", "footnote-backref");
    back.textContent = "↩︎";
    note.querySelector("p")?.append(" ", back);
  }
}

interface Placed {
  readonly node: PmNode;
  readonly at: number;
}

function references(doc: PmNode): Placed[] {
  const found: Placed[] = [];
  doc.descendants((node, at) => {
    if (node.type.name === "footnoteReference") found.push({ node, at });
  });
  return found;
}

function notesOf(doc: PmNode): Placed | null {
  let found: Placed | null = null;
  doc.forEach((node, at) => {
    if (node.type.name === "footnotes") found ??= { node, at };
  });
  return found;
}

/** The keys of the notes, in their order. */
const keysOf = (notes: PmNode | undefined): string[] => (notes?.children ?? []).map((note) => String(note.attrs["key"]));
const keysIn = (placed: readonly Placed[]): Set<string> => new Set(placed.map(({ node }) => String(node.attrs["key"])));

/** Numbers in the order of the text, notes in the order of the numbers; a note goes with its last reference, and back. */
function settle(before: EditorState, after: EditorState): Transaction | null {
  const notes = notesOf(after.doc);
  if (!notes) return null;
  const calls = references(after.doc);
  const called = [...keysIn(calls)];
  const calledBefore = keysIn(references(before.doc));
  const notedBefore = new Set(keysOf(notesOf(before.doc)?.node));
  const byKey = new Map<string, PmNode>();
  notes.node.forEach((note) => {
    const key = String(note.attrs["key"]);
    if (!byKey.has(key)) byKey.set(key, note);
  });
  const kept = called.filter((key) => byKey.has(key));
  // A note that nothing ever called, as a story from elsewhere may have, is not thrown away.
  const uncalled = [...byKey.keys()].filter((key) => !called.includes(key) && !calledBefore.has(key));
  const number = new Map([...kept, ...uncalled].map((key, at) => [key, String(at + 1)]));
  const schema = after.schema;
  const ordered = [...number].map(([key, to]) => {
    const note = byKey.get(key);
    return schema.node("footnote", { key: to }, note?.content);
  });
  const { tr } = after;
  const isSettled = keysOf(notes.node).join() === [...number].map(([key]) => key).join() && [...number].every(([key, to]) => key === to);
  if (!isSettled) {
    if (ordered.length === 0) tr.delete(notes.at, notes.at + notes.node.nodeSize);
    else tr.replaceWith(notes.at, notes.at + notes.node.nodeSize, schema.node("footnotes", null, ordered));
  }
  const times = new Map<string, number>();
  for (const { node, at } of calls) {
    const key = String(node.attrs["key"]);
    const to = number.get(key);
    const place = tr.mapping.map(at);
    if (to === undefined) {
      // Its note was deleted; one that never was here is another story's affair.
      if (notedBefore.has(key)) tr.delete(place, place + node.nodeSize);
      continue;
    }
    const before = times.get(to) ?? 0;
    times.set(to, before + 1);
    // A second call of the same note has an anchor of its own; the first is where the note leads back to.
    const anchor = before === 0 ? `fnref${to}` : `fnref${to}:${before}`;
    if (key !== to || (node.attrs["anchor"] ?? `fnref${key}`) !== anchor) tr.setNodeMarkup(place, null, { key: to, anchor });
  }
  return tr.docChanged ? tr : null;
}

export const FootnoteNumbers = Extension.create({
  name: "footnoteNumbers",
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, before, after) =>
        transactions.some((one) => one.docChanged && one.getMeta("preventUpdate") !== true) ? settle(before, after) : null,
    }),
  ],
  addKeyboardShortcuts() {
    return { "Mod-Alt-f": () => insertFootnote(this.editor) };
  },
});

/** Calls a new note behind the selection, and puts the caret into the note. */
export function insertFootnote(editor: Editor): boolean {
  const { state, view } = editor;
  const { $to } = state.selection;
  if (!$to.parent.inlineContent || $to.parent.type.name === "footnote" || $to.parent.type.name === "codeBlock") return false;
  const { schema, tr } = state;
  tr.insert($to.pos, schema.node("footnoteReference", { key: NEW }));
  const notes = notesOf(tr.doc);
  const note = schema.node("footnote", { key: NEW });
  if (notes) tr.insert(notes.at + notes.node.nodeSize - 1, note);
  else tr.insert(tr.doc.content.size, schema.node("footnotes", null, [note]));
  view.dispatch(tr);
  const key = view.state.doc.nodeAt($to.pos)?.attrs["key"] as string | undefined;
  const placed = notesOf(view.state.doc);
  placed?.node.forEach((one, offset) => {
    if (one.attrs["key"] !== key) return;
    const at = placed.at + 1 + offset + 1;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView());
  });
  view.focus();
  return true;
}
