// The comments of one state as a queue: one in focus, decisions at once, each of which can be taken back.
import { decideComments, listComments, undoDecisions, type Comment, type CommentState } from "../../api/comments";
import { notices } from "../../desk/notices.svelte";
import { sentence } from "../../desk/sentence";
import { waiting } from "../../desk/waiting.svelte";
import { t } from "../../desk/words.svelte";

/** Comments fetched at once, and how few left are a reason to fetch more. */
const BATCH = 50;
const FEW = 10;

export class Queue {
  comments = $state.raw<Comment[]>([]);
  /** Ids marked for one decision on all of them. */
  marked = $state.raw<readonly string[]>([]);
  isLoaded = $state(false);
  trouble = $state("");
  /** Decisions made since the queue was opened. */
  decided = $state(0);
  #at = $state(0);
  #next = $state<string | null>(null);
  #loading = false;

  constructor(readonly state: CommentState) {}

  readonly focused = $derived(this.comments[this.#at]);

  get hasMore(): boolean {
    return this.#next !== null;
  }

  async load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await listComments(this.state, BATCH, this.#next ?? undefined);
      const known = new Set(this.comments.map((comment) => comment.id));
      this.comments = [...this.comments, ...page.comments.filter((comment) => !known.has(comment.id))];
      this.#next = page.meta.pagination.next;
      this.trouble = "";
      this.isLoaded = true;
    } catch (failure) {
      this.trouble = sentence(failure);
    } finally {
      this.#loading = false;
    }
  }

  focus(comment: Comment): void {
    this.#at = Math.max(0, this.comments.indexOf(comment));
  }

  /** Moves the focus; at the end more are fetched. */
  step(by: 1 | -1): void {
    this.#at = Math.min(Math.max(0, this.#at + by), Math.max(0, this.comments.length - 1));
    if (this.hasMore && this.comments.length - this.#at < FEW) void this.load();
  }

  toggleMark(id: string): void {
    this.marked = this.marked.includes(id) ? this.marked.filter((other) => other !== id) : [...this.marked, id];
  }

  /** Decides about the marked ones, or about the one in focus. They are gone at once and come back when it fails. */
  async decide(to: CommentState): Promise<void> {
    const chosen = this.marked.length > 0 ? this.comments.filter((comment) => this.marked.includes(comment.id)) : this.comments.slice(this.#at, this.#at + 1);
    if (chosen.length === 0 || to === this.state) return;
    const ids = chosen.map((comment) => comment.id);
    this.#remove(ids, to);
    try {
      const batch = await decideComments(ids, to);
      notices.done(t(`decided-${to}`, { count: ids.length }), () => void this.#takeBack(batch, chosen, to));
    } catch (failure) {
      this.#putBack(chosen, to);
      notices.failed(sentence(failure));
    }
    if (this.hasMore && this.comments.length < FEW) void this.load();
  }

  async #takeBack(batch: string, comments: readonly Comment[], from: CommentState): Promise<void> {
    try {
      await undoDecisions(batch);
      this.#putBack(comments, from);
    } catch (failure) {
      notices.failed(sentence(failure));
    }
  }

  #remove(ids: readonly string[], to: CommentState): void {
    const before = this.comments.slice(0, this.#at).filter((comment) => ids.includes(comment.id)).length;
    this.comments = this.comments.filter((comment) => !ids.includes(comment.id));
    this.marked = [];
    this.#at = Math.min(this.#at - before, Math.max(0, this.comments.length - 1));
    this.decided += ids.length;
    this.#move(ids.length, this.state, to);
  }

  /** Newest first, as the server lists them; the first of them has the focus again. */
  #putBack(comments: readonly Comment[], from: CommentState): void {
    this.comments = [...this.comments, ...comments].sort((one, other) => other.created_at.localeCompare(one.created_at));
    const [first] = comments;
    if (first) this.focus(first);
    this.decided -= comments.length;
    this.#move(comments.length, from, this.state);
  }

  #move(moved: number, from: CommentState, to: CommentState): void {
    waiting.counts[from] = Math.max(0, waiting.counts[from] - moved);
    waiting.counts[to] += moved;
  }
}
