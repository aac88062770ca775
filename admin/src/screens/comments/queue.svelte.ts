// The comments of one state as a queue: one in focus, decisions at once, each of which can be taken back.
import { decideComments, decideFound, listComments, undoDecisions, type Comment, type CommentState } from "../../api/comments";
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
  /** Whether the next decision is about everything that was found, shown or not. */
  isAll = $state(false);
  /** How many a decision about everything has reached; null while none is at work. */
  reached = $state<number | null>(null);
  isLoaded = $state(false);
  trouble = $state("");
  /** Decisions made since the queue was opened. */
  decided = $state(0);
  #at = $state(0);
  #next = $state<string | null>(null);
  #loading = false;

  /** `words` narrow it to comments with them in text or name. */
  constructor(
    readonly state: CommentState,
    readonly words = "",
  ) {}

  readonly focused = $derived(this.comments[this.#at]);

  readonly isShownMarked = $derived(this.comments.length > 0 && this.comments.every((comment) => this.marked.includes(comment.id)));

  get hasMore(): boolean {
    return this.#next !== null;
  }

  async load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const page = await listComments({ status: this.state, words: this.words }, BATCH, this.#next ?? undefined);
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
    this.isAll = false;
  }

  /** Marks all that are shown, or none. */
  markShown(): void {
    this.marked = this.isShownMarked ? [] : this.comments.map((comment) => comment.id);
    this.isAll = false;
  }

  /** Decides about the marked ones, or about the one in focus. They are gone at once and come back when it fails. */
  async decide(to: CommentState): Promise<void> {
    if (this.isAll) return this.#decideAll(to);
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

  /** Decides about everything that was found when the first part was asked for; what comes in meanwhile is not touched. */
  async #decideAll(to: CommentState): Promise<void> {
    if (to === this.state || this.reached !== null) return;
    this.reached = 0;
    const { batch, done, failure } = await decideFound({ status: this.state, words: this.words }, to, (count) => (this.reached = count));
    this.reached = null;
    this.decided += done;
    if (batch !== undefined) notices.done(t(`decided-${to}`, { count: done }), () => void this.#takeAllBack(batch, done));
    if (failure !== undefined) notices.failed(sentence(failure));
    await this.#loadAnew();
  }

  async #takeAllBack(batch: string, count: number): Promise<void> {
    try {
      await undoDecisions(batch);
      this.decided -= count;
      notices.done(t("undone"));
    } catch (failure) {
      notices.failed(sentence(failure));
    }
    await this.#loadAnew();
  }

  async #loadAnew(): Promise<void> {
    [this.comments, this.marked, this.isAll, this.#at, this.#next] = [[], [], false, 0, null];
    await waiting.look().catch(() => undefined);
    await this.load();
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
    this.isAll = false;
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
