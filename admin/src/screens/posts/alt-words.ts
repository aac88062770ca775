import { parseHtml } from "../../editor/parse-html";

/** How many pictures of a story say nothing to whoever does not see them. */
export const picturesWithoutWords = (html: string): number =>
  [...parseHtml(html).querySelectorAll("img")].filter((picture) => (picture.getAttribute("alt") ?? "").trim() === "").length;
