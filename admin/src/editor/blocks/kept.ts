// Attributes that mean something to a reader or a theme and that no key of the editor sets: they stay as they are.
import { Extension } from "@tiptap/core";

const KEPT = ["id", "class", "lang", "dir", "title"];

export const KeptAttributes = Extension.create({
  name: "keptAttributes",
  addGlobalAttributes() {
    const attributes = Object.fromEntries(
      KEPT.map((name) => [
        name,
        {
          default: null,
          // A second paragraph with the same anchor would be no anchor.
          keepOnSplit: name !== "id",
          parseHTML: (element: HTMLElement) => element.getAttribute(name),
          renderHTML: (values: Record<string, unknown>) => (values[name] === null ? {} : { [name]: values[name] }),
        },
      ]),
    );
    return [
      {
        types: ["paragraph", "line", "heading", "blockquote", "bulletList", "orderedList", "listItem", "horizontalRule", "table"],
        attributes,
      },
    ];
  },
});
