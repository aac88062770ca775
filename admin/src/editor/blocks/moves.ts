// What is done with a block as a whole: moved, doubled, taken away, written from the other side.
import { Extension, type Editor } from "@tiptap/core";
import type { Node as PmNode } from "@tiptap/pm/model";
import { NodeSelection, TextSelection } from "@tiptap/pm/state";

/** Where the block begins that the selection is in. */
export function blockOf(editor: Editor): number {
  const { $from } = editor.state.selection;
  return $from.depth > 0 ? $from.before(1) : $from.pos;
}

/** The block that begins at `at`. */
export const blockAt = (editor: Editor, at: number): PmNode | null => editor.state.doc.nodeAt(at);

/** Moves a block over its neighbour; false at the end of the story. */
export function moveBlock(editor: Editor, at: number, by: -1 | 1): boolean {
  const { doc, selection, tr } = editor.state;
  const block = doc.nodeAt(at);
  const index = doc.resolve(at).index(0);
  const neighbour = doc.maybeChild(index + by);
  if (!block || !neighbour) return false;
  const to = by < 0 ? at - neighbour.nodeSize : at + neighbour.nodeSize;
  tr.delete(at, at + block.nodeSize).insert(to, block);
  const shift = to - at;
  const isInside = selection.from >= at && selection.to <= at + block.nodeSize;
  if (isInside && selection instanceof TextSelection) tr.setSelection(TextSelection.create(tr.doc, selection.anchor + shift, selection.head + shift));
  else if (NodeSelection.isSelectable(block)) tr.setSelection(NodeSelection.create(tr.doc, to));
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

export function doubleBlock(editor: Editor, at: number): void {
  const block = blockAt(editor, at);
  if (block) editor.view.dispatch(editor.state.tr.insert(at + block.nodeSize, block).scrollIntoView());
}

export function removeBlock(editor: Editor, at: number): void {
  const block = blockAt(editor, at);
  if (block) editor.view.dispatch(editor.state.tr.delete(at, at + block.nodeSize).scrollIntoView());
  editor.view.focus();
}

export const DIRECTIONS = [null, "ltr", "rtl"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Whether a block can say from which side it is written. */
export const hasDirection = (block: PmNode | null): boolean => block !== null && "dir" in (block.type.spec.attrs ?? {});

/** Has a block written from one side; null leaves it to its own script. */
export function setDirection(editor: Editor, at: number, to: Direction): void {
  if (hasDirection(blockAt(editor, at))) editor.view.dispatch(editor.state.tr.setNodeAttribute(at, "dir", to));
}

export const BlockKeys = Extension.create({
  name: "blockKeys",
  addKeyboardShortcuts() {
    return {
      "Alt-ArrowUp": () => moveBlock(this.editor, blockOf(this.editor), -1),
      "Alt-ArrowDown": () => moveBlock(this.editor, blockOf(this.editor), 1),
    };
  },
});
