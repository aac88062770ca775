import { call } from "./call";
import type { One } from "./types";

export const KEY_KINDS = ["admin", "content"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** A key for a program. */
export interface Key {
  id: string;
  name: string;
  kind: KeyKind;
  created_at: string;
  /** Set when it opens nothing any more. */
  revoked_at: string | null;
  /** Only in the answer to its making: nobody can tell it again. */
  key?: string;
}

export const listKeys = async (): Promise<Key[]> => (await call<{ keys: Key[] }>("GET", "keys/")).keys;

export async function addKey(kind: KeyKind, name: string): Promise<Key> {
  return (await call<One<"keys", Key>>("POST", "keys/", { body: { keys: [{ kind, name }] } })).keys[0];
}

export const revokeKey = (id: string): Promise<void> => call("DELETE", `keys/${id}/`);
