// A story on the desk: what the server has, what was changed here since, and how the one becomes the other.
//
// Nothing is lost: every change is kept on this device at once, sent within five seconds while the story is a draft,
// and never sent over somebody else's. What readers can see changes only when the writer says so.
import { ApiFailure, type Collision } from "../../api/failure";
import { addPost, readPost, savePost } from "../../api/posts";
import type { Post, PostEdit, PostKind } from "../../api/types";
import { forget, keep, keptCopy } from "./kept-copy";
import { saysAlready } from "./same-words";

/** Milliseconds after the last change, and at most after the first one, until a draft is saved. */
export const PAUSE = 2_000;
export const LATEST = 4_500;
/** Milliseconds until a save that got no answer is tried again; each time twice as long, up to the second. */
const AGAIN = [5_000, 60_000] as const;

export type Standing = "clean" | "changed" | "saving" | "away" | "conflict" | "refused";

/** What the manuscript asks the server for; the tests have a server of their own. */
export interface Press {
  read: typeof readPost;
  add: typeof addPost;
  save: typeof savePost;
}

export class Manuscript {
  /** As the server last told it; null until it has it. */
  post = $state.raw<Post | null>(null);
  /** What was changed here and is not saved. */
  edit = $state.raw<PostEdit>({});
  standing = $state<Standing>("clean");
  /** When it was last saved, in milliseconds. */
  savedAt = $state<number | null>(null);
  /** Why the server refused it. */
  refusal = $state.raw<ApiFailure | null>(null);
  /** Somebody else's version, while it must be chosen between it and ours. */
  theirs = $state.raw<Post | null>(null);
  /** Both versions put together by the server, where it could. */
  collision = $state.raw<Collision | null>(null);
  /** Whether the device keeps copies. */
  isKept = $state(true);

  #pause: ReturnType<typeof setTimeout> | undefined;
  #changedAt: number | null = null;
  #tries = 0;
  #saving: Promise<boolean> | null = null;

  constructor(
    readonly kind: PostKind,
    private readonly untitled: string,
    private readonly press: Press = { read: readPost, add: addPost, save: savePost },
  ) {}

  /** A draft goes to the server by itself; what readers see does not change while somebody types. */
  get savesItself(): boolean {
    return (this.post?.status ?? "draft") === "draft";
  }

  get isChanged(): boolean {
    return Object.keys(this.edit).length > 0;
  }

  /** The value as it stands here. */
  value<Field extends keyof PostEdit & keyof Post>(field: Field): Post[Field] | undefined {
    return (field in this.edit ? this.edit[field] : this.post?.[field]) as Post[Field] | undefined;
  }

  /**
   * Opens a story, and with it what an earlier visit could not save. The time of that copy is returned, or null.
   * @throws ApiFailure
   */
  async open(id: string | null): Promise<number | null> {
    if (id !== null) this.post = await this.press.read(this.kind, id);
    const copy = keptCopy(this.kind, id);
    if (!copy || Object.keys(copy.edit).length === 0) return null;
    this.edit = copy.edit;
    // The copy was sent, and only the answer was lost.
    if (this.post && saysAlready(this.post, copy.edit)) {
      this.discard();
      return null;
    }
    if (copy.seen === (this.post?.updated_at ?? null)) {
      this.standing = "changed";
      this.#plan();
    } else {
      this.theirs = this.post;
      this.standing = "conflict";
    }
    return copy.at;
  }

  /** Takes changes over. */
  change(edit: PostEdit): void {
    this.edit = { ...this.edit, ...edit };
    if (this.standing !== "conflict") this.standing = "changed";
    this.#keep();
    this.#plan();
  }

  /** The server's story is another one now, by something that was asked of it beside a save. */
  replace(post: Post): void {
    this.post = post;
    this.discard();
  }

  /** Forgets what was changed here. */
  discard(): void {
    clearTimeout(this.#pause);
    this.edit = {};
    this.#changedAt = null;
    this.standing = "clean";
    this.refusal = null;
    forget(this.kind, this.post?.id ?? null);
  }

  /** Saves now, together with `more`; whether it is saved. A story in conflict is not. */
  async save(more: PostEdit = {}): Promise<boolean> {
    clearTimeout(this.#pause);
    // One at a time: the second must know the version that the first one made.
    while (this.#saving) await this.#saving;
    if (Object.keys(more).length > 0) {
      this.edit = { ...this.edit, ...more };
      this.#keep();
    }
    if (this.standing === "conflict" || !this.isChanged) return this.standing !== "conflict";
    this.#saving = this.#send();
    const isSaved = await this.#saving;
    this.#saving = null;
    return isSaved;
  }

  async #send(): Promise<boolean> {
    const sent = this.edit;
    this.standing = "saving";
    this.#changedAt = null;
    try {
      const before = this.post;
      const saved = before
        ? await this.press.save(this.kind, before.id, sent, before.updated_at)
        : await this.press.add(this.kind, { ...sent, title: sent.title?.trim() ? sent.title : this.untitled });
      if (!before) forget(this.kind, null);
      this.post = saved;
      this.#settle(sent);
      return true;
    } catch (failure) {
      await this.#fail(failure);
      return false;
    }
  }

  /** What was not changed again while it was on its way is saved. */
  #settle(sent: PostEdit): void {
    const rest = Object.entries(this.edit).filter(([field, value]) => sent[field as keyof PostEdit] !== value);
    this.edit = Object.fromEntries(rest) as PostEdit;
    this.savedAt = Date.now();
    this.refusal = null;
    this.#tries = 0;
    if (this.isChanged) {
      this.standing = "changed";
      this.#keep();
      this.#plan();
    } else {
      this.standing = "clean";
      forget(this.kind, this.post?.id ?? null);
    }
  }

  async #fail(failure: unknown): Promise<void> {
    const known = failure instanceof ApiFailure ? failure : new ApiFailure(0, null, "");
    this.#keep();
    if (known.isConflict && this.post) {
      try {
        const theirs = await this.press.read(this.kind, this.post.id);
        if (saysAlready(theirs, this.edit)) {
          // An answer of before was lost, and these are our own words.
          this.post = theirs;
          this.#settle(this.edit);
        } else {
          this.theirs = theirs;
          // Somebody may have saved once more while we looked.
          this.collision = known.collision?.current.updated_at === theirs.updated_at ? known.collision : null;
          this.standing = "conflict";
        }
        return;
      } catch {
        // Without their version there is nothing to choose from yet; the next try finds it.
      }
    }
    if (known.isAway || known.isConflict || known.status === 429) {
      this.standing = "away";
      const wait = Math.min(AGAIN[0] * 2 ** this.#tries, AGAIN[1]);
      this.#tries += 1;
      this.#pause = setTimeout(() => void this.save(), wait);
    } else {
      this.standing = "refused";
      this.refusal = known;
    }
  }

  /** The connection is back, or somebody signed in again. */
  tryAgain(): void {
    if (this.standing === "away" || this.standing === "refused") void this.save();
  }

  /** Ends a conflict with our words; theirs are replaced, knowingly. */
  async keepOurs(): Promise<boolean> {
    if (!this.theirs) return false;
    this.post = this.theirs;
    this.theirs = this.collision = null;
    this.standing = "changed";
    return this.save();
  }

  /** Ends a conflict with what the writer put together of both. */
  keepMerged(merged: Pick<PostEdit, "html" | "title" | "custom_excerpt">): Promise<boolean> {
    this.edit = { ...this.edit, ...merged };
    return this.keepOurs();
  }

  /** Ends a conflict with their words; ours are forgotten. */
  takeTheirs(): void {
    if (!this.theirs) return;
    this.post = this.theirs;
    this.theirs = this.collision = null;
    this.discard();
  }

  /** Ends a conflict with both: ours become a story of its own, whose id is returned. @throws ApiFailure */
  async keepBoth(title: string): Promise<string> {
    const ours = { html: this.value("html") ?? "", ...this.edit, title, status: "draft" as const };
    const added = await this.press.add(this.kind, ours);
    this.takeTheirs();
    return added.id;
  }

  /** Sends what is left when the page is closed or another one is opened. */
  leave(): void {
    clearTimeout(this.#pause);
    if (this.isChanged && this.savesItself && this.standing !== "conflict") void this.save();
  }

  #keep(): void {
    this.isKept = keep(this.kind, this.post?.id ?? null, { edit: this.edit, seen: this.post?.updated_at ?? null, at: Date.now() });
  }

  #plan(): void {
    if (!this.savesItself || this.standing === "conflict") return;
    clearTimeout(this.#pause);
    this.#changedAt ??= Date.now();
    const wait = Math.min(PAUSE, Math.max(0, this.#changedAt + LATEST - Date.now()));
    this.#pause = setTimeout(() => void this.save(), wait);
  }
}
