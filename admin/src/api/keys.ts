import { call } from "./call";
import type { Key } from "./openapi";
import type { One } from "./types";

export type { Key } from "./openapi";

export type KeyKind = Key["kind"];
export const KEY_KINDS = ["admin", "content"] as const satisfies readonly KeyKind[];

export const listKeys = async (): Promise<Key[]> => (await call<{ keys: Key[] }>("GET", "keys/")).keys;

export async function addKey(kind: KeyKind, name: string): Promise<Key> {
  return (await call<One<"keys", Key>>("POST", "keys/", { body: { keys: [{ kind, name }] } })).keys[0];
}

export const revokeKey = (id: string): Promise<void> => call("DELETE", `keys/${id}/`);
