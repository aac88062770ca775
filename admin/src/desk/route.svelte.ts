// Where in the desk we are: `#/stories/ID?page=2`. Behind the hash, so that the server knows one page and no script of
// ours has to answer for addresses.

class Route {
  #hash = $state(location.hash);

  /** Counts the places we went to: the same place again is another visit. */
  visit = $state(0);

  constructor() {
    addEventListener("hashchange", () => {
      this.#hash = location.hash;
      this.visit += 1;
    });
  }

  /** `#/stories/12?page=2` as `["stories", "12"]`. */
  readonly path = $derived(
    (this.#hash.slice(2).split("?")[0] ?? "").split("/").filter((part) => part !== "").map(decodeURIComponent),
  );

  readonly query = $derived(new URLSearchParams(this.#hash.split("?")[1] ?? ""));

  /** Goes somewhere, as a link does. */
  go(path: string): void {
    location.hash = `#${path}`;
  }

  /** Writes another address over this one, so that Back does not lead to it. */
  replace(path: string): void {
    history.replaceState(null, "", `#${path}`);
    this.#hash = location.hash;
  }

  /** Gives the place we are at another address, without going anywhere: a new story has got its id. */
  rename(path: string): void {
    history.replaceState(null, "", `#${path}`);
  }
}

export const route = new Route();

/** The address of a list with its filters; empty ones are left out. */
export function withQuery(path: string, query: Record<string, string | number | undefined>): string {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? path : `${path}?${search}`;
}
