import { call } from "./call";
import type { Author, Page } from "./types";

/** Everybody who may sign a story: the accounts of the staff. Guests are named by writing their name. */
export async function listAuthors(): Promise<Author[]> {
  return (await call<Page<"users", Author>>("GET", "users/", { query: { fields: "id,name,slug", limit: 100 } })).users;
}
