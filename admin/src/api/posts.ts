import { call } from "./call";
import type { FoundCard, One, Page, Post, PostCard, PostEdit, PostKind } from "./types";

/** The fields of a list: never the body, which may be megabytes. */
const CARD = "id,title,status,url,featured,created_at,updated_at,published_at,tags,authors";

export interface PostSearch {
  /** In the filter language of the API, such as `status:draft+tag:harbour`. */
  filter?: string;
  page?: number;
  limit?: number;
}

export const listPosts = (kind: PostKind, search: PostSearch): Promise<Page<PostKind, PostCard>> =>
  call("GET", `${kind}/`, { query: { fields: CARD, ...search } });

/** What the words of a story are looked through for, and what else it must be. */
export interface WordSearch {
  /** In the language of the site's search page: words, "phrases", -not, tag:, author:, before:, after:. */
  q: string;
  status?: string;
  /** A tag's slug. */
  tag?: string;
  /** An author's slug. */
  author?: string;
  page?: number;
  limit?: number;
}

/** Looks through everything that is written, drafts too: the best first, each with the passage that was found. */
export const searchPosts = (kind: PostKind, search: WordSearch): Promise<Page<PostKind, FoundCard>> =>
  call("GET", `search/${kind}/`, { query: { fields: CARD, ...search } });

/** How many posts a filter finds. */
export async function countPosts(kind: PostKind, filter: string): Promise<number> {
  const found = await call<Page<PostKind, PostCard>>("GET", `${kind}/`, { query: { fields: "id", limit: 1, filter } });
  return found.meta.pagination.total;
}

const WHOLE = { formats: "html", source: "html" };

export async function readPost(kind: PostKind, id: string): Promise<Post> {
  return (await call<One<PostKind, Post>>("GET", `${kind}/${id}/`, { query: { formats: "html" } }))[kind][0];
}

export async function addPost(kind: PostKind, edit: PostEdit): Promise<Post> {
  return (await call<One<PostKind, Post>>("POST", `${kind}/`, { query: WHOLE, body: { [kind]: [edit] } }))[kind][0];
}

/**
 * Saves what `edit` names, if the post is still as it was at `seen`.
 * @throws ApiFailure, a conflict when somebody saved in between
 */
export async function savePost(kind: PostKind, id: string, edit: PostEdit, seen: string): Promise<Post> {
  const query = edit.html === undefined ? { formats: "html" } : WHOLE;
  const body = { [kind]: [{ ...edit, updated_at: seen }] };
  return (await call<One<PostKind, Post>>("PUT", `${kind}/${id}/`, { query, body }))[kind][0];
}

export const deletePost = (kind: PostKind, id: string): Promise<void> => call("DELETE", `${kind}/${id}/`);
