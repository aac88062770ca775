import { call } from "./call";

interface Pair {
  key: string;
  value: string;
}

/** The site's settings by their names, all of them as texts. */
export type Settings = Record<string, string>;

const asRecord = (pairs: readonly Pair[]): Settings => Object.fromEntries(pairs.map(({ key, value }) => [key, value]));

export async function readSettings(): Promise<Settings> {
  return asRecord((await call<{ settings: Pair[] }>("GET", "settings/")).settings);
}

/** Changes some settings, all of them or none. @throws ApiFailure whose `property` is the one that does not fit */
export async function saveSettings(changes: Settings): Promise<Settings> {
  const settings = Object.entries(changes).map(([key, value]) => ({ key, value }));
  return asRecord((await call<{ settings: Pair[] }>("PUT", "settings/", { body: { settings } })).settings);
}
