// Blocks in the markup that Ghost's themes know, so that every theme shows them.
import { Node } from "@tiptap/core";
import { fields, textField } from "./fields";

/** What the fields of the blocks are called, in the desk's language. */
export interface CardWords {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly emoji: string;
  readonly html: string;
}

/** Who looks other pages up: the server, never this browser. */
export interface CardLooks {
  readonly page: (address: string) => Promise<{ title: string; description: string | null } | null>;
  readonly player: (address: string) => Promise<string | null>;
}

const NO_LOOKS: CardLooks = { page: () => Promise.resolve(null), player: () => Promise.resolve(null) };

const NO_WORDS: CardWords = { address: "", title: "", description: "", emoji: "", html: "" };

const from = (selector: string, read: (element: Element) => string | null) => ({
  default: null as string | null,
  parseHTML: (element: HTMLElement) => {
    const found = element.querySelector(selector);
    return found ? read(found) : null;
  },
});
const text = (element: Element): string | null => element.textContent;
const href = (element: Element): string | null => element.getAttribute("href");

/** A note set apart: one line of text, with an emoji before it if one is wanted. */
export const Callout = Node.create<{ words: CardWords }>({
  name: "callout",
  group: "block",
  content: "inline*",
  defining: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({
    emoji: from(".kg-callout-emoji", text),
    class: { default: "kg-card kg-callout-card kg-callout-card-grey", parseHTML: (element: HTMLElement) => element.getAttribute("class") },
  }),
  parseHTML: () => [{ tag: "div.kg-callout-card", contentElement: ".kg-callout-text", priority: 60 }],
  renderHTML: ({ node }) => {
    const body = ["div", { class: "kg-callout-text" }, 0] as const;
    const emoji = node.attrs["emoji"] as string | null;
    const outer = { class: String(node.attrs["class"]) };
    return emoji === null ? ["div", outer, body] : ["div", outer, ["div", { class: "kg-callout-emoji" }, emoji], body];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "callout";
      const tools = fields(dom, editor, getPos);
      const emoji = textField(tools, "emoji", this.options.words.emoji);
      emoji.show(node.attrs["emoji"]);
      const contentDOM = document.createElement("div");
      dom.append(tools.element, contentDOM);
      return {
        dom,
        contentDOM,
        stopEvent: tools.owns,
        ignoreMutation: (mutation) => tools.element.contains(mutation.target),
        update: (next) => next.type === node.type && (emoji.show(next.attrs["emoji"]), true),
      };
    };
  },
});

/** A link that looks like a button. */
export const ButtonCard = Node.create<{ words: CardWords }>({
  name: "button",
  group: "block",
  content: "text*",
  marks: "",
  defining: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({
    href: from("a", href),
    class: { default: "kg-card kg-button-card kg-align-center", parseHTML: (element: HTMLElement) => element.getAttribute("class") },
    linkClass: { default: "kg-btn kg-btn-accent", parseHTML: (element: HTMLElement) => element.querySelector("a")?.getAttribute("class") ?? null },
  }),
  parseHTML: () => [{ tag: "div.kg-button-card", contentElement: "a", priority: 60 }],
  renderHTML: ({ node }) => {
    const { href, linkClass, class: own } = node.attrs;
    return ["div", { class: own as string }, ["a", { href: (href as string | null) ?? "", class: linkClass as string }, 0]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "button-card";
      const contentDOM = document.createElement("div");
      const tools = fields(dom, editor, getPos);
      const address = textField(tools, "href", this.options.words.address, "address");
      address.show(node.attrs["href"]);
      dom.append(contentDOM, tools.element);
      return {
        dom,
        contentDOM,
        stopEvent: tools.owns,
        ignoreMutation: (mutation) => tools.element.contains(mutation.target),
        update: (next) => next.type === node.type && (address.show(next.attrs["href"]), true),
      };
    };
  },
});

/** Another page, shown with its title: the reader's browser asks nobody but us for it. */
export const Bookmark = Node.create<{ words: CardWords; looks: CardLooks }>({
  name: "bookmark",
  group: "block",
  atom: true,
  addOptions: () => ({ words: NO_WORDS, looks: NO_LOOKS }),
  addAttributes: () => ({
    href: from("a.kg-bookmark-container", href),
    heading: from(".kg-bookmark-title", text),
    description: from(".kg-bookmark-description", text),
  }),
  parseHTML: () => [{ tag: "figure.kg-bookmark-card", priority: 60 }],
  renderHTML: ({ node }) => {
    const { href, heading, description } = node.attrs as Record<string, string | null>;
    const lines = [["div", { class: "kg-bookmark-title" }, heading ?? href ?? ""], ["div", { class: "kg-bookmark-description" }, description ?? ""]];
    const shown = description === null || description === undefined ? lines.slice(0, 1) : lines;
    const content = ["div", { class: "kg-bookmark-content" }, ...shown];
    return ["figure", { class: "kg-card kg-bookmark-card" }, ["a", { class: "kg-bookmark-container", href: href ?? "" }, content]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "bookmark";
      const tools = fields(dom, editor, getPos);
      const all = [
        ["href", textField(tools, "href", this.options.words.address, "address")],
        ["heading", textField(tools, "heading", this.options.words.title)],
        ["description", textField(tools, "description", this.options.words.description)],
      ] as const;
      const show = (attrs: Record<string, unknown>): void => all.forEach(([name, field]) => field.show(attrs[name]));
      show(node.attrs);
      const [[, address], [, title], [, description]] = all;
      // What the writer has written already is left alone.
      address.input.addEventListener("change", () => {
        if (title.input.value !== "" || !/^https?:/.test(address.input.value)) return;
        void this.options.looks.page(address.input.value).then((page) => {
          if (page === null || title.input.value !== "") return;
          tools.set("heading", page.title);
          if (description.input.value === "" && page.description !== null) tools.set("description", page.description);
        });
      });
      dom.append(tools.element);
      return { dom, stopEvent: tools.owns, ignoreMutation: () => true, update: (next) => next.type === node.type && (show(next.attrs), true) };
    };
  },
});

/** A player of another site. Here it is only named: the desk loads nothing from elsewhere. */
export const Embed = Node.create<{ words: CardWords; looks: CardLooks }>({
  name: "embed",
  group: "block",
  atom: true,
  addOptions: () => ({ words: NO_WORDS, looks: NO_LOOKS }),
  addAttributes: () =>
    Object.fromEntries(
      ["src", "width", "height", "allowfullscreen", "loading", "title"].map((name) => [name, from("iframe", (frame) => frame.getAttribute(name))]),
    ),
  parseHTML: () => [{ tag: "figure.kg-embed-card", getAttrs: (element) => (element.querySelector(":scope > iframe") ? null : false), priority: 60 }],
  renderHTML: ({ node }) => {
    const set = Object.fromEntries(Object.entries(node.attrs).filter(([, value]) => value !== null));
    return ["figure", { class: "kg-card kg-embed-card" }, ["iframe", set]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "embed";
      const tools = fields(dom, editor, getPos);
      const address = textField(tools, "src", this.options.words.address, "address");
      address.show(node.attrs["src"]);
      // A writer knows the address of the page, a story needs the one of the player.
      address.input.addEventListener("change", () => {
        const typed = address.input.value;
        if (!/^https?:/.test(typed)) return;
        void this.options.looks.player(typed).then((player) => player !== null && address.input.value === typed && tools.set("src", player));
      });
      dom.append(tools.element);
      return { dom, stopEvent: tools.owns, ignoreMutation: () => true, update: (next) => next.type === node.type && (address.show(next.attrs["src"]), true) };
    };
  },
});

/** HTML that stays as it is. */
export const HtmlBlock = Node.create<{ words: CardWords }>({
  name: "htmlBlock",
  group: "top",
  atom: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({ html: { default: "" } }),
  // Pasted from another story of the desk, it stays a block.
  parseHTML: () => [{ tag: "pre[data-html-block]", getAttrs: (element) => ({ html: element.textContent }), priority: 70 }],
  renderHTML: ({ node }) => ["pre", { "data-html-block": "" }, String(node.attrs["html"])],
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "html-block";
      const tools = fields(dom, editor, getPos);
      const { show, input } = textField(tools, "html", this.options.words.html, "source");
      if (input instanceof HTMLTextAreaElement) input.rows = Math.min(12, String(node.attrs["html"]).split("\n").length + 1);
      show(node.attrs["html"]);
      dom.append(tools.element);
      return { dom, stopEvent: tools.owns, ignoreMutation: () => true, update: (next) => next.type === node.type && (show(next.attrs["html"]), true) };
    };
  },
});

/** Where the teaser ends and "Read more" begins. */
export const JumpBreak = Node.create<{ label: string }>({
  name: "jumpBreak",
  group: "top",
  atom: true,
  addOptions: () => ({ label: "" }),
  parseHTML: () => [{ tag: "hr[data-jump-break]", priority: 60 }],
  renderHTML: () => ["hr", { "data-jump-break": "" }],
  addNodeView() {
    return () => {
      const dom = document.createElement("div");
      dom.className = "jump-break";
      dom.textContent = this.options.label;
      return { dom };
    };
  },
});
