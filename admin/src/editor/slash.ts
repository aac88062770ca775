// What can be inserted: by a slash on an empty line, or by the button beside it.
import type { Editor } from "@tiptap/core";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";
import type { Snippet } from "../api/openapi";
import { readStory } from "./story-html";

export interface Insertion {
  /** Id of its name's message, whose words find it; of a snippet, its own id. */
  readonly name: string;
  /** What a snippet is called by whoever made it. */
  readonly label?: string;
  readonly sign: string;
  readonly run: (editor: Editor) => void;
  /** Its field to fill first. */
  readonly hasField?: boolean;
}

/** Puts a block in the place of the line, and the caret into its first text; a block without text is selected. */
const node = (type: string, attrs: Record<string, unknown> = {}, content: object[] = []) => (editor: Editor): void => {
  const { schema, tr } = editor.state;
  const made = schema.nodeFromJSON({ type, attrs, content });
  const { $from } = tr.selection;
  tr.replaceRangeWith($from.before(), $from.after(), made);
  const at = tr.mapping.map($from.before(), -1);
  if (tr.doc.nodeAt(at)?.type === made.type) {
    tr.setSelection(made.isAtom ? NodeSelection.create(tr.doc, at) : TextSelection.near(tr.doc.resolve(at + 1)));
  }
  editor.view.focus();
  editor.view.dispatch(tr.scrollIntoView());
};

const EMPTY_LINE = { type: "paragraph" };
const cells = (type: string) => Array.from({ length: 3 }, () => ({ type }));
const row = (type: string) => ({ type: "tableRow", content: cells(type) });

/** What is chosen from the device before it is a block. */
export type Chosen = "picture" | "gallery" | "audio" | "video" | "file";

/** `choose` opens the choice of files, `borrow` that of the library's pictures. */
export function insertions(choose: (what: Chosen) => void, borrow: () => void): Insertion[] {
  return [
    { name: "block-heading-2", sign: "H2", run: (editor) => void editor.chain().focus().setHeading({ level: 2 }).run() },
    { name: "block-heading-3", sign: "H3", run: (editor) => void editor.chain().focus().setHeading({ level: 3 }).run() },
    { name: "block-picture", sign: "▣", run: () => choose("picture") },
    { name: "block-library", sign: "▤", run: borrow },
    { name: "block-gallery", sign: "⊞", run: () => choose("gallery") },
    { name: "block-audio", sign: "♪", run: () => choose("audio") },
    { name: "block-video", sign: "▶", run: () => choose("video") },
    { name: "block-file", sign: "⇩", run: () => choose("file") },
    { name: "block-bullets", sign: "•", run: (editor) => void editor.chain().focus().toggleBulletList().run() },
    { name: "block-numbers", sign: "1.", run: (editor) => void editor.chain().focus().toggleOrderedList().run() },
    { name: "block-quote", sign: "❝", run: (editor) => void editor.chain().focus().toggleBlockquote().run() },
    { name: "block-jump", sign: "✂", run: node("jumpBreak") },
    { name: "block-divider", sign: "—", run: (editor) => void editor.chain().focus().setHorizontalRule().run() },
    { name: "block-table", sign: "▦", run: node("table", {}, [row("tableHeader"), row("tableCell"), row("tableCell")]) },
    { name: "block-callout", sign: "!", run: node("callout", { emoji: "💡" }) },
    { name: "block-toggle", sign: "▸", run: node("toggle", {}, [{ type: "toggleSummary" }, EMPTY_LINE]) },
    { name: "block-button", sign: "▭", run: node("button"), hasField: true },
    { name: "block-bookmark", sign: "⚑", run: node("bookmark"), hasField: true },
    { name: "block-embed", sign: "▷", run: node("embed", { width: "560", height: "315", allowfullscreen: "" }), hasField: true },
    { name: "block-code", sign: "{}", run: (editor) => void editor.chain().focus().toggleCodeBlock().run() },
    { name: "block-html", sign: "<>", run: node("htmlBlock"), hasField: true },
  ];
}

/** Pieces that editors keep, each put in the place of the line. */
export const snippetInsertions = (snippets: readonly Snippet[]): Insertion[] =>
  snippets.map(({ id, name, html }) => ({
    name: id, label: name, sign: "¶",
    run: (editor) => {
      const { state, view } = editor;
      const { $from } = state.selection;
      view.dispatch(state.tr.replaceWith($from.before(1), $from.after(1), readStory(html, state.schema).content).scrollIntoView());
      view.focus();
    },
  }));

/** The word after a slash that begins an empty line, when the caret stands behind it; else null. */
export function slashWord(editor: Editor): string | null {
  const { empty, $from } = editor.state.selection;
  const isLine = ["paragraph", "line"].includes($from.parent.type.name);
  if (!empty || !isLine || $from.parentOffset !== $from.parent.content.size) return null;
  return /^\/([\p{L}\p{N}]*)$/u.exec($from.parent.textContent)?.[1] ?? null;
}

/** Takes the slash and its word away again. */
export function eraseSlash(editor: Editor): void {
  const { $from } = editor.state.selection;
  editor.view.dispatch(editor.state.tr.delete($from.start(), $from.end()));
}
