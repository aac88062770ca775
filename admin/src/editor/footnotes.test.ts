import { Editor } from "@tiptap/core";
import { afterEach, expect, test } from "vitest";
import { insertFootnote } from "./blocks/footnotes";
import { extensions, NO_WORDS } from "./extensions";
import { readStory, writeStory } from "./story-html";

let editor: Editor;
afterEach(() => editor.destroy());

function open(html: string): Editor {
  editor = new Editor({ element: document.createElement("div"), extensions: extensions(NO_WORDS), injectCSS: false });
  editor.commands.setContent(readStory(html, editor.schema).toJSON());
  return editor;
}

/** Puts the caret behind a word of the text. */
function behind(word: string): void {
  let found = 0;
  editor.state.doc.descendants((node, at) => {
    const start = node.isText ? (node.text ?? "").indexOf(word) : -1;
    if (start >= 0) found = at + start + word.length;
  });
  editor.commands.setTextSelection(found);
}

const numbers = (): string => [...writeStory(editor.state.doc).matchAll(/\[(\d+)\]/g)].map(([, number]) => number).join();
const notes = (): string[] => [...writeStory(editor.state.doc).matchAll(/<li id="fn(\d+)"[^>]*><p>(.*?) <a/g)].map(([, number, words]) => `${number} ${words}`);

test("notes are numbered in the order of the text, wherever they are added", () => {
  open("<p>First word. Second word.</p>");
  behind("Second");
  insertFootnote(editor);
  editor.commands.insertContent("later");
  behind("First");
  insertFootnote(editor);
  editor.commands.insertContent("earlier");
  expect(numbers()).toBe("1,2");
  expect(notes()).toEqual(["1 earlier", "2 later"]);
});

test("a note goes with its number, and the others move up", () => {
  open("<p>First word. Second word.</p>");
  for (const word of ["First", "Second"]) {
    behind(word);
    insertFootnote(editor);
    editor.commands.insertContent(`about the ${word.toLowerCase()}`);
  }
  behind("First");
  const { from } = editor.state.selection;
  editor.commands.deleteRange({ from, to: from + 1 });
  expect(numbers()).toBe("1");
  expect(notes()).toEqual(["1 about the second"]);
  editor.commands.undo();
  expect(notes()).toEqual(["1 about the first", "2 about the second"]);
});

test("a story with notes from elsewhere is not renumbered before somebody changes it", () => {
  const html = '<p>A<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup></p>\n<section class="footnotes"><ol class="footnotes-list"><li id="fn2" class="footnote-item"><p>Note <a href="#fnref2" class="footnote-backref">↩︎</a></p></li></ol></section>';
  open("");
  expect(writeStory(readStory(html, editor.schema))).toBe(html);
});
