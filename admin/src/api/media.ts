import { call } from "./call";
import type * as Api from "./openapi";
import type { One, Page } from "./types";

/** A file of the site's library; those that it lists have an address. */
export type Media = Omit<Api.Media, "url"> & { url: string };

export type MediaEdit = Partial<Pick<Media, "alt" | "caption" | "credit" | "licence">>;

/** Where uploads go by what they are: pictures, what plays, everything else. */
export type UploadKind = "images" | "media" | "files";

/** What the server is told a file is; it looks for itself. */
export function kindOf(file: File): UploadKind {
  if (file.type.startsWith("image/")) return "images";
  return /^(?:audio|video)\//.test(file.type) ? "media" : "files";
}

export interface StoredFile {
  /** Without the host where it is our own. */
  url: string;
}

/** Stores a file. @throws ApiFailure */
export async function uploadFile(file: File, kind: UploadKind): Promise<StoredFile> {
  const form = new FormData();
  form.set("file", file, file.name);
  if (kind === "images") form.set("purpose", "image");
  const { url } = (await call<Record<UploadKind, [{ url: string }]>>("POST", `${kind}/upload/`, { body: form }))[kind][0];
  return { url: addressOf(url) };
}

/** Stores a picture and returns its address, without the host where it is our own. @throws ApiFailure */
export const uploadImage = async (file: File): Promise<string> => (await uploadFile(file, "images")).url;

/** The library, newest first: what `search` finds, or of that only what nothing shows. @throws ApiFailure */
export const listMedia = (search: string, page: number, limit: number, isUnused = false): Promise<Page<"media", Media>> =>
  call("GET", "media/", { query: { search, page, limit, ...(isUnused ? { unused: "true" } : {}) } });

/** Where a file lies, without the host where it is our own. */
export function addressOf(url: string): string {
  const at = new URL(url, location.href);
  // A story that names its own host would stay behind when the site moves to another.
  return at.pathname.startsWith("/content/") ? at.pathname : url;
}

/** The file of the library that lies at an address of the site; null for one that lies elsewhere. */
export async function findMedia(address: string): Promise<Media | null> {
  const path = new URL(address, location.href).pathname;
  const name = decodeURIComponent(path.split("/").pop() ?? "");
  const found = await listMedia(name, 1, 50);
  return found.media.find((file) => new URL(file.url, location.href).pathname === path) ?? null;
}

export async function readMedia(id: string): Promise<Media> {
  return (await call<One<"media", Media>>("GET", `media/${id}/`)).media[0];
}

export async function describeMedia(id: string, edit: MediaEdit): Promise<Media> {
  return (await call<One<"media", Media>>("PUT", `media/${id}/`, { body: { media: [edit] } })).media[0];
}

/** Deletes a file that nothing shows. @throws ApiFailure when something does */
export const deleteMedia = (id: string): Promise<void> => call("DELETE", `media/${id}/`);
