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

/** How many comments are in each state, and how many of them readers report. */
export type Counts = Record<CommentState | "reported", number>;

export async function countComments(): Promise<Counts> {
  return (await call<{ counts: Counts }>("GET", "comments/counts/")).counts;
}

const ACTIONS: Record<CommentState, string> = {
  approved: "approve",
  pending: "hold",
  spam: "spam",
  trash: "trash",
  removed: "remove",
};

/** Moves comments to a state, all or none of them. Returns the batch, by which all of it is undone. */
export async function decideComments(ids: readonly string[], to: CommentState): Promise<string> {
  const body = { bulk: { action: ACTIONS[to], ids } };
  return (await call<{ bulk: { meta: { batch: string } } }>("PUT", "comments/bulk/", { body })).bulk.meta.batch;
}

/** Takes a batch of decisions back. */
export const undoDecisions = (batch: string): Promise<void> => call("PUT", `comments/undo/${batch}/`);

export interface Decision {
  number: string;
  who: string;
  at: string;
  from: CommentState;
  to: CommentState;
  reason: string;
}

/** What the house knows about a comment's reader, and what was decided about the comment. */
export interface CommentHistory {
  /** Set when the reader left an address by which they are known again. */
  email_fingerprint: string | null;
  address_fingerprint: string | null;
  /** How many of the reader's comments are in each state, this one included. */
  comments: Record<CommentState, number>;
  decisions: Decision[];
}

export async function commentHistory(id: string): Promise<CommentHistory> {
  return (await call<{ history: [CommentHistory] }>("GET", `comments/${id}/history/`)).history[0];
}

/** Shuts a reader out for thirty days, by the network address or the e-mail address of a comment. Returns its fingerprint. */
export async function banReader(id: string, by: "address" | "email"): Promise<string> {
  return (await call<{ bans: [{ fingerprint: string }] }>("POST", `comments/${id}/ban/`, { body: { bans: [{ by }] } })).bans[0].fingerprint;
}

export const liftBan = (fingerprint: string): Promise<void> => call("DELETE", `comments/bans/${fingerprint}/`);

/** What readers say against a comment. */
export interface Report {
  /** One of the reasons that readers choose from, such as `spam`. */
  reason: string;
  /** What they wrote beside it; may be empty. */
  words: string;
  at: string;
}

export interface ReportedComment extends Comment {
  reports: Report[];
}

/** The most that are shown at once; the most reported are the first. */
const REPORTED = 100;

/** Comments that readers report, the most reported first. */
export const listReported = async (): Promise<ReportedComment[]> =>
  (await call<{ comments: ReportedComment[] }>("GET", "comments/reported/", { query: { limit: REPORTED } })).comments;

/** The comment may stay as it is, whatever was said against it. */
export const dismissReports = (id: string): Promise<void> => call("DELETE", `comments/${id}/reports/`);

/** An objection of a reader whose comment was taken away. */
export interface Appeal {
  comment_id: string;
  words: string;
  at: string;
  /** Where the comment stands; null when it is gone for good. */
  status: CommentState | null;
  author_name: string | null;
  text: string | null;
}

export const listAppeals = async (): Promise<Appeal[]> => (await call<{ appeals: Appeal[] }>("GET", "comments/appeals/")).appeals;

/** Answers an objection, once; granting it puts the comment back. */
export const answerAppeal = (id: string, granted: boolean, answer: string): Promise<void> =>
  call("PUT", `comments/${id}/appeal/`, { body: { appeals: [{ granted, answer }] } });

/** One comment, wherever it stands. */
export const readComment = async (id: string): Promise<Comment> => (await call<{ comments: [Comment] }>("GET", `comments/${id}/`)).comments[0];
