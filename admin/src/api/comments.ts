import { call } from "./call";
import type {
  AddCommentsIdBan, Appeal, ChangeCommentsBulk, Comment, CommentCounts, CommentHistory, CommentState, ReadComments, ReadCommentsAppeals, ReadCommentsCounts,
  ReadCommentsIdHistory, ReadCommentsReported, ReportedComment,
} from "./openapi";

export type { Appeal, Comment, CommentCounts as Counts, CommentHistory, CommentState, ReportedComment } from "./openapi";

/** Which comments are meant: those in a state with words in their text or name. */
export interface CommentSearch {
  status: CommentState;
  words: string;
}

const asked = ({ status, words }: CommentSearch): { filter: string; q: string } => ({ filter: `status:${status}`, q: words });

/** Comments that a search finds, newest first; `before` is the id of the last one of the page before. */
export const listComments = (search: CommentSearch, limit: number, before?: string): Promise<ReadComments> =>
  call("GET", "comments/", { query: { ...asked(search), limit, before } });

/** How many comments are in each state, and how many of them readers report. */
export async function countComments(): Promise<CommentCounts> {
  return (await call<ReadCommentsCounts>("GET", "comments/counts/")).counts;
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
  return (await call<ChangeCommentsBulk>("PUT", "comments/bulk/", { body })).bulk.meta.batch;
}

type Decided = ChangeCommentsBulk["bulk"]["meta"];

/**
 * Moves all comments that a search finds to a state, in parts, each all or none of it; `hear` is told how many are done. Returns the batch, by
 * which all of it is undone, and why it ended before its time, if it did.
 */
export async function decideFound(search: CommentSearch, to: CommentState, hear: (done: number) => void): Promise<{ batch: string | undefined; done: number; failure?: unknown }> {
  let [done, batch, next]: [number, string | undefined, string | null] = [0, undefined, null];
  try {
    do {
      const query = { ...asked(search), before: next ?? undefined };
      const part: Decided = (await call<ChangeCommentsBulk>("PUT", "comments/bulk/", { query, body: { bulk: { action: ACTIONS[to], batch } } })).bulk.meta;
      done += part.stats.successful;
      if (part.stats.successful > 0) batch = part.batch;
      next = part.next;
      hear(done);
    } while (next !== null);
  } catch (failure) {
    return { batch, done, failure };
  }
  return { batch, done };
}

/** Takes a batch of decisions back. */
export const undoDecisions = (batch: string): Promise<void> => call("PUT", `comments/undo/${batch}/`);

export async function commentHistory(id: string): Promise<CommentHistory> {
  return (await call<ReadCommentsIdHistory>("GET", `comments/${id}/history/`)).history[0];
}

/** Shuts a reader out for thirty days, by the network address or the e-mail address of a comment. Returns its fingerprint. */
export async function banReader(id: string, by: "address" | "email"): Promise<string> {
  return (await call<AddCommentsIdBan>("POST", `comments/${id}/ban/`, { body: { bans: [{ by }] } })).bans[0].fingerprint;
}

export const liftBan = (fingerprint: string): Promise<void> => call("DELETE", `comments/bans/${fingerprint}/`);

/** The most that are shown at once; the most reported are the first. */
const REPORTED = 100;

/** Comments that readers report, the most reported first. */
export const listReported = async (): Promise<ReportedComment[]> =>
  (await call<ReadCommentsReported>("GET", "comments/reported/", { query: { limit: REPORTED } })).comments;

/** The comment may stay as it is, whatever was said against it. */
export const dismissReports = (id: string): Promise<void> => call("DELETE", `comments/${id}/reports/`);

export const listAppeals = async (): Promise<Appeal[]> => (await call<ReadCommentsAppeals>("GET", "comments/appeals/")).appeals;

/** Answers an objection, once; granting it puts the comment back. */
export const answerAppeal = (id: string, granted: boolean, answer: string): Promise<void> =>
  call("PUT", `comments/${id}/appeal/`, { body: { appeals: [{ granted, answer }] } });

/** One comment, wherever it stands. */
export const readComment = async (id: string): Promise<Comment> => (await call<{ comments: [Comment] }>("GET", `comments/${id}/`)).comments[0];
