// The rooms of the desk, in the order of the navigation; the palette and the keys know them too.
import { account } from "../desk/account.svelte";

export interface Place {
  /** The first part of its address. */
  readonly path: string;
  /** Id of its name's message. */
  readonly name: string;
  /** Pressed after G. */
  readonly key: string;
  readonly isOpen: () => boolean;
}

const PLACES: readonly Place[] = [
  { path: "", name: "dashboard", key: "d", isOpen: () => true },
  { path: "posts", name: "stories", key: "s", isOpen: () => account.mayWrite },
  { path: "pages", name: "pages", key: "p", isOpen: () => account.isAtLeast("Editor") },
  { path: "comments", name: "comments", key: "c", isOpen: () => account.mayModerate },
  { path: "tags", name: "tags", key: "t", isOpen: () => account.isAtLeast("Editor") },
  { path: "media", name: "media", key: "m", isOpen: () => account.isAtLeast("Author") },
  { path: "snippets", name: "snippets", key: "i", isOpen: () => account.isAtLeast("Editor") },
  { path: "bylines", name: "bylines", key: "b", isOpen: () => account.isAtLeast("Editor") },
  { path: "staff", name: "staff", key: "u", isOpen: () => account.isAtLeast("Contributor") },
  { path: "account", name: "own-account", key: "a", isOpen: () => true },
  { path: "design", name: "design", key: "y", isOpen: () => account.isAtLeast("Administrator") },
  { path: "settings", name: "settings", key: "e", isOpen: () => account.isAtLeast("Administrator") },
  { path: "redirects", name: "redirects", key: "r", isOpen: () => account.isAtLeast("Administrator") },
  { path: "moving", name: "moving", key: "o", isOpen: () => account.isAtLeast("Administrator") },
  { path: "programs", name: "programs", key: "k", isOpen: () => account.isAtLeast("Administrator") },
  { path: "audit", name: "audit", key: "l", isOpen: () => account.isAtLeast("Administrator") },
  { path: "house", name: "house", key: "h", isOpen: () => account.isAtLeast("Administrator") },
];

/** Those that the person's role opens. */
export const openPlaces = (): Place[] => PLACES.filter((place) => place.isOpen());
