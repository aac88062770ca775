// What belongs to one story beside its words: who has it open, the versions it had, links to read it before it is out.
import { call } from "./call";
import type { EditLock, Preview, Revision, RevisionRead } from "./openapi";
import type { One, Post, PostKind } from "./types";

/** Takes a story for a window, or renews the hold on it. @throws ApiFailure */
export async function holdPost(kind: PostKind, id: string, holder: string, takeOver: boolean): Promise<EditLock> {
  return (await call<{ lock: EditLock }>("PUT", `${kind}/${id}/lock/`, { body: { lock: [{ holder, take_over: takeOver }] } })).lock;
}

export const letGoOfPost = (kind: PostKind, id: string, holder: string): Promise<void> =>
  call("DELETE", `${kind}/${id}/lock/`, { query: { holder }, keepalive: true });

/** Versions, newest first; `before` is the `version` of the last one of the page before. */
export const listRevisions = async (kind: PostKind, id: string, before?: string): Promise<Revision[]> =>
  (await call<{ revisions: Revision[] }>("GET", `${kind}/${id}/revisions/`, { query: { before } })).revisions;

/** A version, and what changed from it to the story as it is. */
export const readRevision = async (kind: PostKind, id: string, revision: string): Promise<RevisionRead> =>
  (await call<{ revisions: [RevisionRead] }>("GET", `${kind}/${id}/revisions/${revision}/`)).revisions[0];

/** Brings the words of a version back, if the story is still as it was at `seen`. @throws ApiFailure */
export async function restoreRevision(kind: PostKind, id: string, revision: string, seen: string): Promise<Post> {
  const body = { [kind]: [{ updated_at: seen }] };
  return (await call<One<PostKind, Post>>("POST", `${kind}/${id}/revisions/${revision}/restore/`, { query: { formats: "html" }, body }))[kind][0];
}

export const listPreviews = async (kind: PostKind, id: string): Promise<Preview[]> =>
  (await call<{ previews: Preview[] }>("GET", `${kind}/${id}/previews/`)).previews;

export const addPreview = async (kind: PostKind, id: string, hours: number): Promise<Preview> =>
  (await call<{ previews: [Preview] }>("POST", `${kind}/${id}/previews/`, { body: { previews: [{ hours }] } })).previews[0];

export const withdrawPreview = (kind: PostKind, id: string, link: string): Promise<void> => call("DELETE", `${kind}/${id}/previews/${link}/`);
