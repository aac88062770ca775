// Short notices at the foot of the desk: what was done, with Undo for ten seconds, and what went wrong.

/** Milliseconds for which what was done can be undone. */
export const UNDO_FOR = 10_000;
/** A failure stays longer: it has a sentence to read. */
const FAILURE_FOR = 15_000;

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly isFailure: boolean;
  readonly undo?: () => void;
}

class Notices {
  list = $state<Notice[]>([]);
  #next = 1;

  /** Says what was done; `undo` takes it back. */
  done(text: string, undo?: () => void): void {
    this.#show({ id: this.#next++, text, isFailure: false, ...(undo ? { undo } : {}) }, UNDO_FOR);
  }

  /** Says what could not be done, what is safe, and what to do. */
  failed(text: string): void {
    this.#show({ id: this.#next++, text, isFailure: true }, FAILURE_FOR);
  }

  dismiss(notice: Notice): void {
    this.list = this.list.filter((other) => other.id !== notice.id);
  }

  /** Undoes the latest thing that still can be: what Z does. */
  undoLatest(): boolean {
    const latest = this.list.findLast((notice) => notice.undo !== undefined);
    if (!latest?.undo) return false;
    this.dismiss(latest);
    latest.undo();
    return true;
  }

  #show(notice: Notice, milliseconds: number): void {
    // Three at once can be read; older ones have been seen.
    this.list = [...this.list.slice(-2), notice];
    setTimeout(() => this.dismiss(notice), milliseconds);
  }
}

export const notices = new Notices();
