// Names that a field suggests, fetched once when the first field asks.
import { listBylines } from "../../api/authors";
import { allTags } from "../../api/tags";

const once = (load: () => Promise<string[]>): (() => Promise<string[]>) => {
  let names: Promise<string[]> | null = null;
  return () => (names ??= load().catch(() => { names = null; return []; }));
};

export const tagNames = once(async () => (await allTags()).map((tag) => tag.name));
export const authorNames = once(async () => (await listBylines()).map((author) => author.name));
