// How far something is, and how long it will take: numbers instead of a spinner.

/** The moments of a work whose end is known in bytes. */
export class Pace {
  #startedAt: number | null = null;
  #startedWith = 0;

  /** Milliseconds that are left at the pace until now; null while nothing can be said. */
  left(done: number, all: number, now: number): number | null {
    if (this.#startedAt === null || done < this.#startedWith) {
      this.#startedAt = now;
      this.#startedWith = done;
      return null;
    }
    const [passed, made] = [now - this.#startedAt, done - this.#startedWith];
    // The first moments say little.
    if (passed < 2_000 || made <= 0 || all <= 0) return null;
    return ((all - done) * passed) / made;
  }
}

export const isPartOf = (done: number, all: number): number => (all > 0 ? Math.min(1, done / all) : 0);
