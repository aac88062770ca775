import { call } from "./call";
import type { Redirect } from "./openapi";

export type { Redirect } from "./openapi";

export const listRedirects = async (): Promise<Redirect[]> => (await call<{ redirects: Redirect[] }>("GET", "redirects/")).redirects;

/** Puts a list in the place of the one there is, all of it or nothing. @throws ApiFailure which names the first that cannot be */
export const saveRedirects = async (redirects: readonly Redirect[]): Promise<Redirect[]> =>
  (await call<{ redirects: Redirect[] }>("PUT", "redirects/", { body: { redirects } })).redirects;
