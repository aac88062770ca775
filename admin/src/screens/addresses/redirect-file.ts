// Lists of redirects as files: a table for a spreadsheet, and Ghost's own `redirects.json`.
import type { Redirect } from "../../api/redirects";

/** What was read of a file, and the lines that could not be. */
export interface ReadRedirects {
  readonly redirects: Redirect[];
  /** Numbers of lines, counted from one. */
  readonly unreadable: number[];
}

/** Words for a redirect that may change again, as people and other tools write them. */
const TEMPORARY = /^(?:302|303|307|temporary|false|no|0)$/i;

export function readRedirectFile(text: string): ReadRedirects {
  return /^\s*[[{]/.test(text) ? readJson(text) : readTable(text);
}

/** Ghost's file: a list of `{ from, to, permanent }`; or by status, as its YAML has it in JSON. */
function readJson(text: string): ReadRedirects {
  const unreadable: number[] = [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { redirects: [], unreadable: [1] };
  }
  const lines = Array.isArray(list) ? list : ((list as { redirects?: unknown[] }).redirects ?? []);
  const redirects = lines.flatMap((line: unknown, at) => {
    const { from, to, permanent } = (line ?? {}) as Partial<Redirect>;
    if (typeof from === "string" && typeof to === "string") return [{ from, to, permanent: permanent === true }];
    unreadable.push(at + 1);
    return [];
  });
  return { redirects, unreadable };
}

/** Columns: old address, new one, and what kind; a first line of headings is passed over. */
function readTable(text: string): ReadRedirects {
  const unreadable: number[] = [];
  const redirects: Redirect[] = [];
  const rows = cellsOf(text);
  rows.forEach(([from = "", to = "", kind = ""], at) => {
    const isHeading = at === 0 && !/^[/^]/.test(from) && !from.includes("://");
    if (isHeading || from + to === "") return;
    if (from === "" || to === "") unreadable.push(at + 1);
    else redirects.push({ from: pathOf(from), to, permanent: !TEMPORARY.test(kind) });
  });
  return { redirects, unreadable };
}

/** The path of an old address; other tools write it with its host. */
function pathOf(address: string): string {
  return /^https?:\/\//i.test(address) ? new URL(address).pathname : address;
}

/** The cells of a table, quoted ones too; what divides them is whatever the first line has most of. */
function cellsOf(text: string): string[][] {
  const first = text.split(/\r?\n/, 1)[0] ?? "";
  const divider = [",", ";", "\t"].reduce((best, sign) => (first.split(sign).length > first.split(best).length ? sign : best));
  const rows: string[][] = [[]];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at] ?? "";
    if (isQuoted && sign === '"' && source[at + 1] === '"') {
      cell += sign;
      at += 1;
    } else if (sign === '"') {
      isQuoted = !isQuoted;
    } else if (!isQuoted && sign === divider) {
      rows.at(-1)?.push(cell.trim());
      cell = "";
    } else if (!isQuoted && sign === "\n") {
      rows.at(-1)?.push(cell.trim());
      rows.push([]);
      cell = "";
    } else {
      cell += sign;
    }
  }
  rows.at(-1)?.push(cell.trim());
  return rows;
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const asTable = (redirects: readonly Redirect[]): string =>
  ["from,to,status", ...redirects.map(({ from, to, permanent }) => [from, to, permanent ? "301" : "302"].map(quoted).join(","))].join("\r\n") + "\r\n";

export const asJson = (redirects: readonly Redirect[]): string => `${JSON.stringify(redirects, null, 2)}\n`;

/** What a list would change: those that are new, those that lead elsewhere from now on, those that are there already. */
export function compareRedirects(now: readonly Redirect[], next: readonly Redirect[]): { added: number; changed: number; same: number } {
  const known = new Map(now.map((redirect) => [redirect.from, redirect]));
  const count = { added: 0, changed: 0, same: 0 };
  for (const redirect of merge([], next)) {
    const old = known.get(redirect.from);
    if (!old) count.added += 1;
    else if (old.to === redirect.to && old.permanent === redirect.permanent) count.same += 1;
    else count.changed += 1;
  }
  return count;
}

/** Both lists as one; where both know an old address, the later one leads. */
export function merge(now: readonly Redirect[], more: readonly Redirect[]): Redirect[] {
  return [...new Map([...now, ...more].map((redirect) => [redirect.from, redirect])).values()];
}
