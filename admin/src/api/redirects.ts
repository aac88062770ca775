import { call } from "./call";

/** An old address and where it leads, in the words of Ghost's file. */
export interface Redirect {
  /** A path such as `/old-story/`. */
  from: string;
  /** A path, or a whole address of the web. */
  to: string;
  permanent: boolean;
}

export const listRedirects = async (): Promise<Redirect[]> => (await call<{ redirects: Redirect[] }>("GET", "redirects/")).redirects;

/** Puts a list in the place of the one there is, all of it or nothing. @throws ApiFailure which names the first that cannot be */
export const saveRedirects = async (redirects: readonly Redirect[]): Promise<Redirect[]> =>
  (await call<{ redirects: Redirect[] }>("PUT", "redirects/", { body: { redirects } })).redirects;
