// The editor's grammar: what a story may be made of.
import { Node, type AnyExtension } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { Bookmark, ButtonCard, Callout, Embed, HtmlBlock, JumpBreak, type CardLooks, type CardWords } from "./blocks/cards";
import { Footnote, FootnoteNumbers, FootnoteReference, Footnotes } from "./blocks/footnotes";
import { Gallery, type GalleryPicture } from "./blocks/gallery";
import { KeptAttributes } from "./blocks/kept";
import { BlockKeys } from "./blocks/moves";
import { Figure, InlinePicture } from "./blocks/picture";
import { FileCard, Film, Sound } from "./blocks/recordings";
import { Tables } from "./blocks/table";
import { BareText, Line, TextMarks } from "./blocks/texts";
import { Toggle, ToggleSummary } from "./blocks/toggle";

export interface EditorWords extends CardWords {
  readonly caption: string;
  readonly alt: string;
  readonly jumpBreak: string;
  readonly add: string;
  readonly earlier: string;
  readonly remove: string;
}

/** Without words, for who only reads and writes stories. */
export const NO_WORDS: EditorWords = {
  address: "", title: "", description: "", emoji: "", html: "", caption: "", alt: "", jumpBreak: "", add: "", earlier: "", remove: "",
};

/** A jump break and HTML that is kept stand between the other blocks, never inside one. */
const Story = Node.create({ name: "doc", topNode: true, content: "(block | top)+" });

/** What the grammar asks of the desk around it. */
export interface EditorHelp {
  /** Lets the writer pick pictures and stores them. */
  readonly choose: () => Promise<GalleryPicture[]>;
  readonly looks: CardLooks;
}

const NO_HELP: EditorHelp = { choose: () => Promise.resolve([]), looks: { page: () => Promise.resolve(null), player: () => Promise.resolve(null) } };

/** The grammar with the names of its fields in the desk's language. */
export function extensions(words: EditorWords, { choose, looks }: EditorHelp = NO_HELP): AnyExtension[] {
  const named = { words };
  return [
    Story,
    StarterKit.configure({
      document: false,
      heading: { levels: [1, 2, 3, 4, 5, 6] },
      // What an address may be is the server's rule; here it must not become a script while it is edited.
      link: { openOnClick: false, autolink: true, defaultProtocol: "https", HTMLAttributes: { target: null, rel: null, class: null } },
      // Notes are the end of a story; nobody goes on writing below them.
      trailingNode: { notAfter: ["footnotes"] },
      dropcursor: { width: 2, color: false, class: "drop-here" },
    }),
    KeptAttributes,
    Line,
    BareText,
    ...TextMarks,
    InlinePicture,
    Figure.configure({ captionWords: words.caption, altWords: words.alt }),
    Gallery.configure({ words, choose }),
    Sound.configure(named),
    Film.configure(named),
    FileCard.configure(named),
    FootnoteReference,
    Footnotes,
    Footnote,
    FootnoteNumbers,
    BlockKeys,
    Callout.configure(named),
    ButtonCard.configure(named),
    Bookmark.configure({ words, looks }),
    Embed.configure({ words, looks }),
    Toggle,
    ToggleSummary,
    ...Tables,
    HtmlBlock.configure(named),
    JumpBreak.configure({ label: words.jumpBreak }),
  ];
}
