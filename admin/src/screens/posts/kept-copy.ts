// Unsaved text on this device, one copy per story: what survives a crash, an empty battery and a lost connection.
import type { PostEdit, PostKind } from "../../api/types";

export interface KeptCopy {
  readonly edit: PostEdit;
  /** The version it was written on; null for a story that the server has not got yet. */
  readonly seen: string | null;
  /** When it was kept, in milliseconds. */
  readonly at: number;
}

const name = (kind: PostKind, id: string | null): string => `dateline.kept.${kind}.${id ?? "new"}`;

/** Keeps a copy; false when the device has no room for it. */
export function keep(kind: PostKind, id: string | null, copy: KeptCopy): boolean {
  try {
    localStorage.setItem(name(kind, id), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function keptCopy(kind: PostKind, id: string | null): KeptCopy | null {
  const text = localStorage.getItem(name(kind, id));
  try {
    return text === null ? null : (JSON.parse(text) as KeptCopy);
  } catch {
    return null;
  }
}

export const forget = (kind: PostKind, id: string | null): void => localStorage.removeItem(name(kind, id));
