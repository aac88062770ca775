import { call } from "./call";

/** A line of the log of who did what. */
export interface AuditLine {
  id: string;
  created_at: string;
  /** Such as `edited` or `signed_in`. */
  event: string;
  /** Such as `post`. */
  resource_type: string;
  resource_id: string | null;
  actor: { id: string; type: "user" | "integration"; name: string };
}

interface AuditPage {
  audit: AuditLine[];
  meta: { pagination: { next: string | null } };
}

/** Lines, newest first; `before` is the last id of the page before. */
export const readAudit = (before?: string): Promise<AuditPage> => call("GET", "audit/", { query: { limit: 50, before } });
