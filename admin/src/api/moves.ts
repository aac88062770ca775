import { ApiFailure } from "./failure";
import { call } from "./call";
import type { Export, ExportFormat, Import, ImportReport, MoveState, Offered } from "./openapi";

export type { Export, ExportFormat, Import, ImportReport as MoveReport, LinkReport, MoveProgress as Progress, MoveState, Offered } from "./openapi";
export type Problem = ImportReport["problems"][number];

/** States in which it is being worked on. */
export const AT_WORK: readonly MoveState[] = ["rehearsing", "importing", "exporting", "undoing", "checking"];

export const EXPORT_FORMATS = ["dateline", "wordpress", "ghost", "markdown", "static"] as const satisfies readonly ExportFormat[];

/** How an import is done. */
export interface Manner {
  /** Whether pictures are fetched from the hosts where they are. */
  media: boolean;
}

export const listImports = (): Promise<{ imports: Import[]; inbox: Offered[] }> => call("GET", "imports/");
export const readImport = async (id: string): Promise<Import> => (await call<{ imports: [Import] }>("GET", `imports/${id}/`)).imports[0];

/** Takes a file that lies in the inbox. */
export const takeOffered = async (inbox: string): Promise<Import> => (await call<{ imports: [Import] }>("POST", "imports/", { body: { imports: [{ inbox }] } })).imports[0];

/** Bytes of a part; a connection that breaks costs one of them. */
const PART = 4 * 1024 * 1024;
/** How often a part is tried. */
const TRIES = 5;

/** Sends a file in, part by part; `hear` is told how far it is. @throws ApiFailure */
export async function sendImport(file: File, hear: (sent: Import) => void): Promise<Import> {
  let sent = (await call<{ imports: [Import] }>("POST", "imports/", { body: { imports: [{ name: file.name, size: file.size }] } })).imports[0];
  hear(sent);
  let tries = 0;
  while (sent.state === "uploading") {
    const at = sent.upload?.bytes ?? 0;
    try {
      const body = file.slice(at, at + PART);
      sent = (await call<{ imports: [Import] }>("PUT", `imports/${sent.id}/upload/`, { query: { offset: at }, body })).imports[0];
      tries = 0;
    } catch (failure) {
      tries += 1;
      const canGoOn = failure instanceof ApiFailure && (failure.isAway || failure.code === "WRONG_OFFSET" || failure.status === 400) && tries < TRIES;
      if (!canGoOn) throw failure;
      sent = await readImport(sent.id);
    }
    hear(sent);
  }
  return sent;
}

const act = async (id: string, verb: "rehearse" | "start" | "undo" | "stop" | "check", body?: Manner): Promise<Import> =>
  (await call<{ imports: [Import] }>("PUT", `imports/${id}/${verb}/`, body === undefined ? {} : { body })).imports[0];

/** Reads and counts everything, and writes nothing. */
export const rehearseImport = (id: string, manner: Manner): Promise<Import> => act(id, "rehearse", manner);
export const startImport = (id: string, manner: Manner): Promise<Import> => act(id, "start", manner);
export const undoImport = (id: string): Promise<Import> => act(id, "undo");
/** Asks for every address of the old site. */
export const checkLinks = (id: string): Promise<Import> => act(id, "check");
/** Where the list of old addresses is to be had. */
export const linksAddress = (id: string): string => `/ghost/api/admin/imports/${id}/links/?as=csv`;
export const stopImport = (id: string): Promise<Import> => act(id, "stop");
/** Forgets the file; what it wrote stays. */
export const removeImport = (id: string): Promise<void> => call("DELETE", `imports/${id}/`);

export const listExports = async (): Promise<Export[]> => (await call<{ exports: Export[] }>("GET", "exports/")).exports;
export const beginExport = async (format: ExportFormat): Promise<Export> =>
  (await call<{ exports: [Export] }>("POST", "exports/", { body: { exports: [{ format }] } })).exports[0];
export const stopExport = (id: string): Promise<void> => call("PUT", `exports/${id}/stop/`);
export const removeExport = (id: string): Promise<void> => call("DELETE", `exports/${id}/`);
export const exportAddress = (id: string): string => `/ghost/api/admin/exports/${id}/download/`;
