import type { Post, PostEdit } from "../../api/types";
import { canonical } from "../../editor/canonical";
import { parseHtml } from "../../editor/parse-html";

/** Whether a story says already what an edit would make it say: then there is nothing to choose between the two. */
export function saysAlready(post: Post, edit: PostEdit): boolean {
  return Object.entries(edit).every(([field, value]) => {
    const there: unknown = post[field as keyof PostEdit];
    if (field === "html") return form(String(there)) === form(String(value));
    return JSON.stringify(plain(there)) === JSON.stringify(plain(value));
  });
}

const form = (html: string): string => canonical(parseHtml(html).childNodes);

/** Tags and bylines are the same when their names are. */
const plain = (value: unknown): unknown => (Array.isArray(value) ? value.map((item: { name: string }) => item.name) : (value ?? null));
