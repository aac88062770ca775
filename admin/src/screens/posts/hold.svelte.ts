// Who writes: one window at a time holds a story. Whoever else opens it reads, until they take it over knowingly.
import type { EditLock } from "../../api/openapi";
import { holdPost, letGoOfPost } from "../../api/story-desk";
import type { PostKind } from "../../api/types";

/** Milliseconds between two looks; a hold lasts longer, so that one lost answer does not lose it. */
export const LOOK = 15_000;

const KEPT_AS = "dateline.window";

/** This window, across reloads of its page; two windows of one person are two. */
function windowName(): string {
  const kept = sessionStorage.getItem(KEPT_AS) ?? crypto.randomUUID();
  sessionStorage.setItem(KEPT_AS, kept);
  return kept;
}

/** What the hold asks the server for; the tests have a server of their own. */
export interface Gate {
  hold: typeof holdPost;
  letGo: typeof letGoOfPost;
}

export class Hold {
  /** Who else has it; null while it is ours, or nobody has said otherwise. */
  theirs = $state.raw<EditLock | null>(null);
  /** Whether it was ours and somebody took it over. */
  wasTaken = $state(false);
  #id: string | null = null;
  #isOurs = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly kind: PostKind,
    private readonly gate: Gate = { hold: holdPost, letGo: letGoOfPost },
    private readonly holder: string = windowName(),
  ) {}

  /** Takes the story if it is free, and goes on holding it. */
  async take(id: string): Promise<void> {
    this.#id = id;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.#ask(false), LOOK);
    await this.#ask(false);
  }

  /** Takes it from whoever has it. */
  takeOver(): Promise<void> {
    return this.#ask(true);
  }

  /** Lets the others have it. */
  leave(): void {
    clearInterval(this.#timer);
    if (this.#id !== null && this.#isOurs) void this.gate.letGo(this.kind, this.#id, this.holder).catch(() => undefined);
    this.#isOurs = false;
  }

  async #ask(takeOver: boolean): Promise<void> {
    if (this.#id === null) return;
    try {
      const lock = await this.gate.hold(this.kind, this.#id, this.holder, takeOver);
      const isOurs = lock.mine === true;
      this.wasTaken = !isOurs && (this.#isOurs || this.wasTaken);
      this.#isOurs = isOurs;
      this.theirs = isOurs ? null : lock;
    } catch {
      // Without an answer the last one counts: a save that comes too late is still shown, never lost.
    }
  }
}
