import { call } from "./call";
import type { Site } from "./types";

/** The public facts of the site; no session is needed. */
export async function readSite(): Promise<Site> {
  return (await call<{ site: Site }>("GET", "site/")).site;
}
