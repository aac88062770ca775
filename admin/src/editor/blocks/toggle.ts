// A heading that unfolds what is under it: plain HTML, which needs no script of a theme.
import { Node } from "@tiptap/core";

export const Toggle = Node.create({
  name: "toggle",
  group: "block",
  content: "toggleSummary block+",
  isolating: true,
  parseHTML: () => [{ tag: "details" }],
  addAttributes: () => ({
    open: {
      default: null,
      parseHTML: (element: HTMLElement) => element.getAttribute("open"),
      renderHTML: (values: Record<string, unknown>) => (values["open"] === null ? {} : { open: values["open"] }),
    },
  }),
  renderHTML: ({ HTMLAttributes }) => ["details", HTMLAttributes, 0],
  // At the desk it is always open, and a blank typed into its heading is a blank.
  addNodeView() {
    return () => {
      const dom = document.createElement("div");
      dom.className = "toggle";
      return { dom, contentDOM: dom };
    };
  },
});

export const ToggleSummary = Node.create({
  name: "toggleSummary",
  content: "inline*",
  defining: true,
  parseHTML: () => [{ tag: "summary" }],
  renderHTML: () => ["summary", 0],
  addNodeView() {
    return () => {
      const dom = document.createElement("div");
      dom.className = "toggle-summary";
      return { dom, contentDOM: dom };
    };
  },
});
