// Sound, film and files to take away. What plays is the browser's own element, with its controls: no theme has to bring
// a script for it.
import { Node } from "@tiptap/core";
import { cardClass, classOf } from "./card-class";
import { fields, textField } from "./fields";

export interface RecordingWords {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly caption: string;
}

const NO_WORDS: RecordingWords = { address: "", title: "", description: "", caption: "" };

const of = (selector: string, read: (element: Element) => string | null) => ({
  default: null as string | null,
  parseHTML: (element: HTMLElement) => {
    const found = element.querySelector(selector);
    return found ? read(found) : null;
  },
});
const text = (element: Element): string | null => element.textContent;
/** Attributes of an element inside the card, all of those that are there. */
const attributesOf = (selector: string) => ({
  default: {} as Record<string, string>,
  parseHTML: (element: HTMLElement) =>
    Object.fromEntries([...(element.querySelector(selector)?.attributes ?? [])].map(({ name, value }) => [name, value])),
});

export const Sound = Node.create<{ words: RecordingWords }>({
  name: "audio",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({
    audio: attributesOf("audio"),
    heading: of(".kg-audio-title", text),
    class: cardClass("kg-card kg-audio-card"),
  }),
  parseHTML: () => [{ tag: "div.kg-audio-card", priority: 60 }],
  renderHTML: ({ node }) => {
    const { audio, heading } = node.attrs as { audio: Record<string, string>; heading: string | null };
    const title = heading === null ? [] : [["div", { class: "kg-audio-title" }, heading]];
    return ["div", { class: classOf(node, "kg-card kg-audio-card") }, ["div", { class: "kg-audio-player-container" }, ["audio", audio], ...title]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "recording";
      const tools = fields(dom, editor, getPos);
      const player = document.createElement("audio");
      player.controls = true;
      player.preload = "metadata";
      const title = textField(tools, "heading", this.options.words.title);
      const show = (attrs: Record<string, unknown>): void => {
        const src = (attrs["audio"] as Record<string, string>)["src"] ?? "";
        if (player.getAttribute("src") !== src) player.setAttribute("src", src);
        title.show(attrs["heading"]);
      };
      show(node.attrs);
      tools.element.prepend(player);
      dom.append(tools.element);
      return { dom, stopEvent: tools.owns, ignoreMutation: () => true, update: (next) => next.type === node.type && (show(next.attrs), true) };
    };
  },
});

const VIDEO_CLASS = "kg-card kg-video-card";

export const Film = Node.create<{ words: RecordingWords }>({
  name: "video",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({ video: attributesOf("video"), class: cardClass(VIDEO_CLASS) }),
  parseHTML: () => [
    { tag: "figure.kg-video-card", contentElement: (element) => element.querySelector("figcaption") ?? element.ownerDocument.createElement("figcaption"), priority: 60 },
  ],
  renderHTML: ({ node }) => {
    const container = ["div", { class: "kg-video-container" }, ["video", node.attrs["video"] as Record<string, string>]] as const;
    const outer = { class: classOf(node, VIDEO_CLASS) };
    return node.childCount === 0 ? ["figure", outer, container] : ["figure", outer, container, ["figcaption", 0]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("figure");
      const tools = fields(dom, editor, getPos);
      const player = document.createElement("video");
      player.controls = true;
      player.preload = "metadata";
      const caption = document.createElement("figcaption");
      caption.dataset["placeholder"] = this.options.words.caption;
      const show = (attrs: Record<string, unknown>): void => {
        const src = (attrs["video"] as Record<string, string>)["src"] ?? "";
        if (player.getAttribute("src") !== src) player.setAttribute("src", src);
      };
      show(node.attrs);
      tools.element.append(player);
      dom.append(tools.element, caption);
      return {
        dom,
        contentDOM: caption,
        stopEvent: tools.owns,
        ignoreMutation: (mutation) => !caption.contains(mutation.target) && mutation.type !== "selection",
        update: (next) => next.type === node.type && (show(next.attrs), true),
      };
    };
  },
});

const FILE_CLASS = "kg-card kg-file-card";

export const FileCard = Node.create<{ words: RecordingWords }>({
  name: "file",
  group: "block",
  atom: true,
  draggable: true,
  addOptions: () => ({ words: NO_WORDS }),
  addAttributes: () => ({
    href: of("a.kg-file-card-container", (link) => link.getAttribute("href")),
    hint: of("a.kg-file-card-container", (link) => link.getAttribute("title")),
    heading: of(".kg-file-card-title", text),
    description: of(".kg-file-card-caption", text),
    fileName: of(".kg-file-card-filename", text),
    size: of(".kg-file-card-filesize", text),
    class: cardClass(FILE_CLASS),
  }),
  parseHTML: () => [{ tag: "div.kg-file-card", priority: 60 }],
  renderHTML: ({ node }) => {
    const { href, hint, heading, description, fileName, size } = node.attrs as Record<string, string | null>;
    const line = (name: string, words: string | null | undefined) => (words == null ? [] : [["div", { class: `kg-file-card-${name}` }, words]]);
    const metadata = [...line("filename", fileName), ...line("filesize", size)];
    const contents = [
      "div", { class: "kg-file-card-contents" },
      ...line("title", heading), ...line("caption", description),
      ...(metadata.length > 0 ? [["div", { class: "kg-file-card-metadata" }, ...metadata]] : []),
    ];
    const link = { class: "kg-file-card-container", href: href ?? "", ...(hint == null ? {} : { title: hint }) };
    return ["div", { class: classOf(node, FILE_CLASS) }, ["a", link, contents]];
  },
  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("div");
      dom.className = "recording";
      const tools = fields(dom, editor, getPos);
      const name = document.createElement("p");
      name.className = "quiet";
      name.dir = "ltr";
      tools.element.append(name);
      const title = textField(tools, "heading", this.options.words.title);
      const description = textField(tools, "description", this.options.words.description);
      const show = (attrs: Record<string, unknown>): void => {
        name.textContent = [attrs["fileName"] ?? attrs["href"], attrs["size"]].filter((part) => part != null).join(" · ");
        title.show(attrs["heading"]);
        description.show(attrs["description"]);
      };
      show(node.attrs);
      dom.append(tools.element);
      return { dom, stopEvent: tools.owns, ignoreMutation: () => true, update: (next) => next.type === node.type && (show(next.attrs), true) };
    };
  },
});
