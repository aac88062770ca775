import { call } from "./call";
import type { Snippet } from "./openapi";
import type { One, Page } from "./types";

/** The first hundred; nobody finds the hundred and first in a menu. */
export const listSnippets = async (): Promise<Snippet[]> => (await call<Page<"snippets", Snippet>>("GET", "snippets/", { query: { limit: 100 } })).snippets;

export async function addSnippet(name: string, html: string): Promise<Snippet> {
  return (await call<One<"snippets", Snippet>>("POST", "snippets/", { body: { snippets: [{ name, html }] } })).snippets[0];
}

export async function saveSnippet(id: string, edit: Partial<Pick<Snippet, "name" | "html">>): Promise<Snippet> {
  return (await call<One<"snippets", Snippet>>("PUT", `snippets/${id}/`, { body: { snippets: [edit] } })).snippets[0];
}

export const deleteSnippet = (id: string): Promise<void> => call("DELETE", `snippets/${id}/`);
