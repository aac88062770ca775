// Pictures: one in a line of text as old stories have them, and one with a caption, which is what the desk inserts.
import { Node } from "@tiptap/core";
import { fields, textField } from "./fields";

const IMAGE_ATTRIBUTES = ["src", "alt", "title", "width", "height", "srcset", "sizes", "loading", "decoding"] as const;

const attribute = (name: string) => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute(name),
  renderHTML: (values: Record<string, unknown>) => (values[name] === null ? {} : { [name]: values[name] }),
});

export const InlinePicture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => Object.fromEntries([...IMAGE_ATTRIBUTES, "class", "id"].map((name) => [name, attribute(name)])),
  parseHTML: () => [{ tag: "img[src]" }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});

const ofImage = (name: string) => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.querySelector("img")?.getAttribute(name) ?? null,
});

/** A figure of one image and its caption, which may be empty and is then not written. */
export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addAttributes: () => ({
    ...Object.fromEntries(IMAGE_ATTRIBUTES.map((name) => [name, ofImage(name)])),
    imageClass: { default: null, parseHTML: (element: HTMLElement) => element.querySelector("img")?.getAttribute("class") ?? null },
    class: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute("class") },
  }),
  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (element) => (element.querySelectorAll(":scope > img").length === 1 ? null : false),
      contentElement: (element) => element.querySelector("figcaption") ?? element.ownerDocument.createElement("figcaption"),
    },
  ],
  renderHTML: ({ node }) => {
    const { imageClass, class: own, ...image } = node.attrs;
    const set = (values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
    const img = ["img", set({ ...image, class: imageClass })] as const;
    return node.childCount === 0 ? ["figure", set({ class: own }), img] : ["figure", set({ class: own }), img, ["figcaption", 0]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("figure");
      const img = document.createElement("img");
      const caption = document.createElement("figcaption");
      caption.dataset["placeholder"] = this.options["captionWords"] ?? "";
      const tools = fields(dom, editor, getPos);
      const alt = textField(tools, "alt", this.options["altWords"] ?? "");
      const show = (attrs: Record<string, unknown>): void => {
        img.src = String(attrs["src"] ?? "");
        img.alt = String(attrs["alt"] ?? "");
        alt.show(attrs["alt"]);
      };
      show(node.attrs);
      dom.append(img, caption, tools.element);
      return {
        dom,
        contentDOM: caption,
        stopEvent: tools.owns,
        ignoreMutation: (mutation) => !caption.contains(mutation.target) && mutation.type !== "selection",
        update: (next) => {
          if (next.type !== node.type) return false;
          show(next.attrs);
          return true;
        },
      };
    };
  },
  addOptions: () => ({ captionWords: "", altWords: "" }),
});
