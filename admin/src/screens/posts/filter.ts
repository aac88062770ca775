import type { PostStatus } from "../../api/types";

export const STATUSES: readonly PostStatus[] = ["draft", "scheduled", "published"];

export interface PostWish {
  status: string;
  /** A tag's slug. */
  tag: string;
  /** An author's slug. */
  author: string;
  /** Words to look for; a list by filter looks for them in the title alone. */
  words: string;
}

/** The wish in the filter language of the API; empty when everything is wished for. */
export function filterOf(wish: PostWish): string {
  const conditions = [
    wish.status !== "" && `status:${wish.status}`,
    wish.tag !== "" && `tag:${wish.tag}`,
    wish.author !== "" && `author:${wish.author}`,
    wish.words.trim() !== "" && `title:~${quoted(wish.words.trim())}`,
  ];
  return conditions.filter((condition) => condition !== false).join("+");
}

/** A text as a string of the filter language, whatever characters it has. */
export const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;
