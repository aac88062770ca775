import { call } from "./call";
import type { One, Page, Tag } from "./types";

/** More tags than this are reached by search. */
const MOST = 100;

export const listTags = (page = 1): Promise<Page<"tags", Tag>> =>
  call("GET", "tags/", { query: { include: "count.posts", limit: MOST, page } });

/** Every tag, page after page. */
export async function allTags(): Promise<Tag[]> {
  const tags: Tag[] = [];
  for (let page: number | null = 1; page !== null; ) {
    const found: Page<"tags", Tag> = await listTags(page);
    tags.push(...found.tags);
    page = found.meta.pagination.next;
  }
  return tags;
}

/** What is changed of a tag; null clears. */
export type TagEdit = Partial<
  Pick<Tag, "name" | "slug" | "description" | "feature_image" | "accent_color" | "meta_title" | "meta_description" | "canonical_url" | "og_image" | "og_title" | "og_description">
>;

export async function addTag(edit: TagEdit): Promise<Tag> {
  return (await call<One<"tags", Tag>>("POST", "tags/", { body: { tags: [edit] } })).tags[0];
}

export async function saveTag(id: string, edit: TagEdit): Promise<Tag> {
  return (await call<One<"tags", Tag>>("PUT", `tags/${id}/`, { body: { tags: [edit] } })).tags[0];
}

export const deleteTag = (id: string): Promise<void> => call("DELETE", `tags/${id}/`);
