import { call } from "./call";
import type * as Api from "./openapi";

/** How the installation is. */
export type Status = Omit<Api.Status, "search"> & {
  /** The index of the archive; null where nothing is searched. */
  search: { serves: boolean; entries: number; building: boolean } | null;
};

export const readStatus = async (): Promise<Status> => (await call<{ status: Status }>("GET", "status/")).status;
