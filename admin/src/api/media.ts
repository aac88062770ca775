import { call } from "./call";
import type { One, Page } from "./types";

/** A file of the site's library. */
export interface Media {
  id: string;
  url: string;
  name: string | null;
  /** A media type such as `image/jpeg`. */
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  alt: string;
  caption: string;
  credit: string;
  licence: string;
  created_at: string;
  /** Only where one file is read. */
  used_in?: { id: string; title: string }[];
  /** Whether something other than a story shows it: the logo, an author's portrait. */
  used_elsewhere?: boolean;
}

export type MediaEdit = Partial<Pick<Media, "alt" | "caption" | "credit" | "licence">>;

/** Stores a picture and returns its address, without the host where it is our own. @throws ApiFailure */
export async function uploadImage(file: File): Promise<string> {
  const form = new FormData();
  form.set("file", file, file.name);
  form.set("purpose", "image");
  const { url } = (await call<{ images: [{ url: string }] }>("POST", "images/upload/", { body: form })).images[0];
  const at = new URL(url, location.href);
  // A story that names its own host would stay behind when the site moves to another.
  return at.pathname.startsWith("/content/") ? at.pathname : url;
}

export const listMedia = (search: string, page: number, limit: number): Promise<Page<"media", Media>> =>
  call("GET", "media/", { query: { search, page, limit } });

export async function readMedia(id: string): Promise<Media> {
  return (await call<One<"media", Media>>("GET", `media/${id}/`)).media[0];
}

export async function describeMedia(id: string, edit: MediaEdit): Promise<Media> {
  return (await call<One<"media", Media>>("PUT", `media/${id}/`, { body: { media: [edit] } })).media[0];
}

/** Deletes a file that nothing shows. @throws ApiFailure when something does */
export const deleteMedia = (id: string): Promise<void> => call("DELETE", `media/${id}/`);
