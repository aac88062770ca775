// Several pictures as one: rows of up to three, which the style sheet of every theme for Ghost knows.
import { Node } from "@tiptap/core";
import { cardClass, classOf } from "./card-class";
import { fields } from "./fields";

/** A picture by the attributes of its element. */
export type GalleryPicture = Readonly<Record<string, string>>;

export interface GalleryWords {
  readonly alt: string;
  readonly caption: string;
  readonly add: string;
  readonly earlier: string;
  readonly remove: string;
}

interface GalleryOptions {
  words: GalleryWords;
  /** Lets the writer choose pictures and stores them. */
  choose: () => Promise<GalleryPicture[]>;
}

/** The most pictures of a row. */
const IN_A_ROW = 3;
const OWN_CLASS = "kg-card kg-gallery-card kg-width-wide";

/** Rows of three; a last picture is not left alone when the row before can give it company. */
export function rowsOf<Item>(items: readonly Item[]): Item[][] {
  const rows: Item[][] = [];
  for (let at = 0; at < items.length; ) {
    const left = items.length - at;
    const size = left === IN_A_ROW + 1 ? 2 : Math.min(IN_A_ROW, left);
    rows.push(items.slice(at, at + size));
    at += size;
  }
  return rows;
}

const picturesOf = (element: HTMLElement): GalleryPicture[] =>
  [...element.querySelectorAll(".kg-gallery-image img")].map((img) => Object.fromEntries([...img.attributes].map(({ name, value }) => [name, value])));

export const Gallery = Node.create<GalleryOptions>({
  name: "gallery",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addOptions: () => ({ words: { alt: "", caption: "", add: "", earlier: "", remove: "" }, choose: () => Promise.resolve([]) }),
  addAttributes: () => ({
    pictures: { default: [], parseHTML: picturesOf },
    class: cardClass(OWN_CLASS),
  }),
  parseHTML: () => [
    { tag: "figure.kg-gallery-card", contentElement: (element) => element.querySelector("figcaption") ?? element.ownerDocument.createElement("figcaption"), priority: 60 },
  ],
  renderHTML: ({ node }) => {
    const rows = rowsOf(node.attrs["pictures"] as GalleryPicture[]);
    const image = (picture: GalleryPicture) => ["div", { class: "kg-gallery-image" }, ["img", picture]];
    const container = ["div", { class: "kg-gallery-container" }, ...rows.map((row) => ["div", { class: "kg-gallery-row" }, ...row.map(image)])] as const;
    const outer = { class: classOf(node, OWN_CLASS) };
    return node.childCount === 0 ? ["figure", outer, container] : ["figure", outer, container, ["figcaption", 0]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const { words, choose } = this.options;
      const dom = document.createElement("figure");
      dom.className = "gallery";
      const tools = fields(dom, editor, getPos);
      const caption = document.createElement("figcaption");
      caption.dataset["placeholder"] = words.caption;
      let pictures = node.attrs["pictures"] as GalleryPicture[];
      const set = (next: GalleryPicture[]): void => tools.set("pictures", next);

      const button = (sign: string, says: string, run: () => void): HTMLButtonElement => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = sign;
        made.setAttribute("aria-label", says);
        made.addEventListener("click", run);
        return made;
      };
      /** Cells are made once and then follow their pictures, so that a field does not lose its caret while one types. */
      const cell = (at: number): HTMLElement => {
        const made = document.createElement("div");
        const alt = document.createElement("input");
        alt.placeholder = words.alt;
        alt.setAttribute("aria-label", `${words.alt} ${at + 1}`);
        alt.addEventListener("input", () => set(pictures.map((picture, index) => (index === at ? { ...picture, alt: alt.value } : picture))));
        const earlier = button("←", `${words.earlier} ${at + 1}`, () => {
          const [one, other] = pictures.slice(at - 1, at + 1);
          if (one && other) set([...pictures.slice(0, at - 1), other, one, ...pictures.slice(at + 1)]);
        });
        earlier.disabled = at === 0;
        const remove = button("×", `${words.remove} ${at + 1}`, () => set(pictures.filter((_, index) => index !== at)));
        made.append(document.createElement("img"), alt, earlier, remove);
        return made;
      };
      const grid = document.createElement("div");
      grid.className = "gallery-cells";
      const add = document.createElement("button");
      add.type = "button";
      add.textContent = words.add;
      add.addEventListener("click", () => void choose().then((chosen) => chosen.length > 0 && set([...pictures, ...chosen])));

      const show = (shown: GalleryPicture[]): void => {
        pictures = shown;
        while (grid.children.length > shown.length) grid.lastElementChild?.remove();
        while (grid.children.length < shown.length) grid.append(cell(grid.children.length));
        shown.forEach((picture, at) => {
          const [img, alt] = [grid.children[at]?.querySelector("img"), grid.children[at]?.querySelector("input")];
          if (img) img.src = picture["src"] ?? "";
          if (img) img.alt = picture["alt"] ?? "";
          if (alt && alt.value !== (picture["alt"] ?? "")) alt.value = picture["alt"] ?? "";
        });
      };
      show(pictures);
      tools.element.append(grid, add);
      dom.append(tools.element, caption);
      return {
        dom,
        contentDOM: caption,
        stopEvent: tools.owns,
        ignoreMutation: (mutation) => !caption.contains(mutation.target) && mutation.type !== "selection",
        update: (next) => next.type === node.type && (show(next.attrs["pictures"] as GalleryPicture[]), true),
      };
    };
  },
});
