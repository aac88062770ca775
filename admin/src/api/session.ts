import { call } from "./call";
import type { One, User } from "./types";

/** Signs in. `token` is the six digits of the second factor. @throws ApiFailure */
export const signIn = (username: string, password: string, token?: string): Promise<void> =>
  call("POST", "session/", { body: { username, password, ...(token === undefined ? {} : { token }) } });

export const signOut = (): Promise<void> => call("DELETE", "session/");

/** Who is signed in. @throws ApiFailure, `isSignedOut` when nobody is */
export async function whoAmI(): Promise<User> {
  return (await call<One<"users", User>>("GET", "users/me/", { query: { include: "roles" } })).users[0];
}

/** Whether the site has its first account. */
export async function isSetUp(): Promise<boolean> {
  return (await call<{ setup: [{ status: boolean }] }>("GET", "authentication/setup/")).setup[0].status;
}

export interface FirstAccount {
  name: string;
  email: string;
  password: string;
  blogTitle: string;
  /** From the one-time link. */
  token: string;
}

export const setUp = (account: FirstAccount): Promise<void> =>
  call("POST", "authentication/setup/", { body: { setup: [account] } });
