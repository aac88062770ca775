// Tables of plain cells: each holds a line of text, as newspapers set them.
import { Extension, Node } from "@tiptap/core";
import { goToNextCell, isInTable, tableEditing } from "@tiptap/pm/tables";

const span = (name: "colspan" | "rowspan") => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Number(element.getAttribute(name) ?? 1),
  renderHTML: (values: Record<string, unknown>) => (values[name] === 1 ? {} : { [name]: values[name] }),
});

/** `extendNodeSchema` is asked for every node of the editor, so each role is given to its own alone. */
const cell = (name: string, tag: "td" | "th", tableRole: string) =>
  Node.create({
    name,
    content: "inline*",
    isolating: true,
    addAttributes: () => ({
      colspan: span("colspan"),
      rowspan: span("rowspan"),
      // The table commands keep the widths of columns here; ours have none.
      colwidth: { default: null, rendered: false },
      scope: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute("scope"),
        renderHTML: (values: Record<string, unknown>) => (values["scope"] === null ? {} : { scope: values["scope"] }),
      },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    extendNodeSchema: (extension) => (extension.name === name ? { tableRole } : {}),
  });

const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  extendNodeSchema: (extension) => (extension.name === "table" ? { tableRole: "table" } : {}),
});

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
  extendNodeSchema: (extension) => (extension.name === "tableRow" ? { tableRole: "row" } : {}),
});

const TableKeys = Extension.create({
  name: "tableKeys",
  // Before the keys of lists, which want Tab for themselves.
  priority: 200,
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const next = (direction: 1 | -1) => () => goToNextCell(direction)(this.editor.state, this.editor.view.dispatch);
    return {
      Tab: next(1),
      "Shift-Tab": next(-1),
      // A second cell in the middle of a row is not what Enter means.
      Enter: () => {
        const { state, view } = this.editor;
        if (!isInTable(state)) return false;
        view.dispatch(state.tr.replaceSelectionWith(state.schema.node("hardBreak")).scrollIntoView());
        return true;
      },
    };
  },
});

export const Tables = [Table, TableRow, cell("tableCell", "td", "cell"), cell("tableHeader", "th", "header_cell"), TableKeys];
