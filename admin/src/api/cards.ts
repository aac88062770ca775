import { parseHtml } from "../editor/parse-html";
import { call } from "./call";
import type { OEmbed } from "./openapi";

export interface PageFacts {
  title: string;
  description: string | null;
}

/** What a page says of itself. @throws ApiFailure when it does not answer, or is nobody's to ask for */
export async function describePage(url: string): Promise<PageFacts | null> {
  const told = await call<OEmbed>("GET", "oembed/", { query: { url, type: "bookmark" } });
  return told.type === "bookmark" ? told.metadata : null;
}

/** The address of the player that a page offers and a story may frame; null when it offers none. @throws ApiFailure */
export async function playerOfPage(url: string): Promise<string | null> {
  const told = await call<OEmbed>("GET", "oembed/", { query: { url } });
  return told.type === "video" ? (parseHtml(told.html).querySelector("iframe")?.getAttribute("src") ?? null) : null;
}
