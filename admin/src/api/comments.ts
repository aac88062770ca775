import { call } from "./call";

export const COMMENT_STATES = ["pending", "approved", "spam", "trash", "removed"] as const;
export type CommentState = (typeof COMMENT_STATES)[number];

/** Why the filter thinks what it thinks. */
export interface Reason {
  /** The filter's word for it, such as `links`. */
  word: string;
  sentence: string;
  /** How much it speaks for spam; negative speaks against. */
  weight: number;
}

export interface Comment {
  id: string;
  parent_id: string | null;
  status: CommentState;
  author_name: string;
  author_email: string | null;
  author_url: string | null;
  is_staff: boolean;
  /** Cleaned by the server; what readers see. */
  html: string;
  /** As it was typed. */
  text: string;
  created_at: string;
  post: { id: string; title: string; url: string };
  /** 0 to 1, how likely it is spam; absent where the filter was not asked. */
  spam_score?: number | null;
  reasons?: Reason[];
}

interface CommentPage {
  comments: Comment[];
  meta: { pagination: { limit: number; next: string | null; total?: number } };
}

/** Comments in a state, newest first; `before` is the id of the last one of the page before. */
export const listComments = (status: CommentState, limit: number, before?: string): Promise<CommentPage> =>
  call("GET", "comments/", { query: { filter: `status:${status}`, limit, before } });

/** More waiting comments than this are counted as this many. */
const COUNTED = 100;

export async function countPending(): Promise<number> {
  const page = await listComments("pending", COUNTED);
  return page.meta.pagination.total ?? page.comments.length;
}

const ACTIONS: Record<CommentState, string> = {
  approved: "approve",
  pending: "hold",
  spam: "spam",
  trash: "trash",
  removed: "remove",
};

/** Moves comments to a state, all or none of them. */
export const decideComments = (ids: readonly string[], to: CommentState): Promise<void> =>
  call("PUT", "comments/bulk/", { body: { bulk: { action: ACTIONS[to], ids } } });
