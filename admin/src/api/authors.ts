import { call } from "./call";
import type * as Api from "./openapi";
import type { Author, One, Page } from "./types";

/** Somebody under whose name stories are printed: of the staff, or a guest without an account. */
export type Byline = Author & Pick<Api.Author, "bio" | "website" | "profile_image" | "is_guest" | "count">;

/** Every name, page after page. */
export async function listBylines(): Promise<Byline[]> {
  const bylines: Byline[] = [];
  for (let page: number | null = 1; page !== null; ) {
    const found: Page<"authors", Byline> = await call<Page<"authors", Byline>>("GET", "authors/", { query: { include: "count.posts", limit: 100, page } });
    bylines.push(...found.authors);
    page = found.meta.pagination.next;
  }
  return bylines;
}

export type BylineEdit = Partial<Pick<Byline, "name" | "slug" | "bio" | "website" | "profile_image">>;

export async function addByline(edit: BylineEdit): Promise<Byline> {
  return (await call<One<"authors", Byline>>("POST", "authors/", { body: { authors: [edit] } })).authors[0];
}

export async function saveByline(id: string, edit: BylineEdit): Promise<Byline> {
  return (await call<One<"authors", Byline>>("PUT", `authors/${id}/`, { body: { authors: [edit] } })).authors[0];
}
