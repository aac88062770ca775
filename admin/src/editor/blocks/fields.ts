// Small fields inside a block of the editor, for what is not text of the story: an address, an alternative text.
import type { Editor } from "@tiptap/core";

export interface Fields {
  readonly element: HTMLElement;
  /** Whether an event belongs to a field and not to the editor. */
  readonly owns: (event: Event) => boolean;
  /** Writes an attribute of the block. */
  readonly set: (name: string, value: unknown) => void;
}

/** A row of fields at the block that stands at `getPos`. */
export function fields(block: HTMLElement, editor: Editor, getPos: () => number | undefined): Fields {
  const element = document.createElement("div");
  element.className = "fields";
  element.contentEditable = "false";
  block.classList.add("has-fields");
  return {
    element,
    owns: (event) => event.target instanceof globalThis.Node && element.contains(event.target),
    set: (name, value) => {
      const at = getPos();
      if (at !== undefined) editor.view.dispatch(editor.state.tr.setNodeAttribute(at, name, value));
    },
  };
}

export interface Field {
  readonly show: (value: unknown) => void;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
}

/** A field for the attribute `name`; `label` is read out and shown while it is empty. */
export function textField(to: Fields, name: string, label: string, kind: "line" | "address" | "source" = "line"): Field {
  const input = document.createElement(kind === "source" ? "textarea" : "input");
  input.placeholder = label;
  input.setAttribute("aria-label", label);
  if (kind !== "line") {
    input.dir = "ltr";
    input.spellcheck = false;
  }
  input.addEventListener("input", () => to.set(name, input.value === "" && kind !== "source" ? null : input.value));
  to.element.append(input);
  const show = (value: unknown): void => {
    const text = typeof value === "string" ? value : "";
    // Writing what is there already would move the caret.
    if (input.value !== text) input.value = text;
  };
  return { show, input };
}
