// The class of a card. The one that the desk writes follows the caption; whatever another editor wrote stays as it is.
import type { Node as PmNode } from "@tiptap/pm/model";

const HAS_CAPTION = "kg-card-hascaption";

const written = (own: string, hasCaption: boolean): string => (hasCaption ? `${own} ${HAS_CAPTION}` : own);

/** The attribute of a node: null where it is what the desk would write. */
export const cardClass = (own: string) => ({
  default: null as string | null,
  parseHTML: (element: HTMLElement) => {
    const given = element.getAttribute("class");
    return given === written(own, (element.querySelector("figcaption")?.childNodes.length ?? 0) > 0) ? null : given;
  },
});

export const classOf = (node: PmNode, own: string): string =>
  (node.attrs["class"] as string | null) ?? written(own, node.childCount > 0);
