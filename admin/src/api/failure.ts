/** Why the server did not do what was asked, in a form that screens can act on. */
export class ApiFailure extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    /** The server's stable word for it, such as `UPDATE_COLLISION`. */
    readonly code: string | null,
    /** The server's sentence, or ours when there was no answer. */
    message: string,
    /** The field that did not fit. */
    readonly property: string | null = null,
    /** The rules that a theme breaks, where that is why it was refused. */
    readonly rules: unknown[] = [],
    /** What a save that came too late may be put together with. */
    readonly collision: Collision | null = null,
  ) {
    super(message);
  }

  /** No answer: the network or the server is away, and the same request may work later. */
  get isAway(): boolean {
    return this.status === 0 || this.status >= 502;
  }

  /** Somebody else saved first. */
  get isConflict(): boolean {
    return this.status === 409;
  }

  /** The session has ended, or never began. */
  get isSignedOut(): boolean {
    return this.status === 401 || (this.status === 403 && this.message === "Authorization failed");
  }
}

/** A piece of a story that two people changed at once. */
export type MergePart = { kind: "same" | "mine" | "theirs"; html: string } | { kind: "conflict"; ancestor: string; mine: string; theirs: string };

/** What others saved in between, and both versions put together as far as nobody has to choose. */
export interface Collision {
  changedFields: string[];
  current: { title: string; custom_excerpt: string | null; html: string; updated_at: string; saved_by: string | null };
  merge: MergePart[];
}

interface ErrorBody {
  errors?: { message?: string; context?: string | null; code?: string | null; property?: string | null; details?: unknown }[];
}

/** Reads an error in Ghost's shape; anything else (a proxy's page) becomes a failure with the status alone. */
export async function failureOf(answer: Response): Promise<ApiFailure> {
  const body = (await answer.json().catch(() => ({}))) as ErrorBody;
  const error = body.errors?.[0];
  // Ghost's message says which kind of thing failed, the context says what to do about it.
  const words = error?.context ?? error?.message ?? answer.statusText;
  const { details } = error ?? {};
  const rules = (details as { errors?: unknown[] } | null | undefined)?.errors ?? [];
  const [first] = Array.isArray(details) ? (details as unknown[]) : [];
  const collision = answer.status === 409 && first !== null && typeof first === "object" && "merge" in first ? (first as Collision) : null;
  return new ApiFailure(answer.status, error?.code ?? null, words, error?.property ?? null, rules, collision);
}
