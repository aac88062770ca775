import { call } from "./call";
import type { ReadAudit } from "./openapi";

export type { AuditLine } from "./openapi";

/** Lines, newest first; `before` is the last id of the page before. */
export const readAudit = (before?: string): Promise<ReadAudit> => call("GET", "audit/", { query: { limit: 50, before } });
