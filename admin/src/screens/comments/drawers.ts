import type { CommentState } from "../../api/comments";

/** The states a moderator looks into, in the order of the work. */
export const DRAWERS = ["pending", "approved", "spam", "trash"] as const satisfies readonly CommentState[];

/** What readers say about comments and decisions, beside the drawers. */
export const TRAYS = ["reported", "appeals"] as const;
export type Tray = (typeof TRAYS)[number];

/** The drawer that an address names; what waits when it names none. */
export const drawerOf = (word: string | null): CommentState => DRAWERS.find((drawer) => drawer === word) ?? "pending";

export const trayOf = (word: string | null): Tray | null => TRAYS.find((tray) => tray === word) ?? null;
