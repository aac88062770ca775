// Files of the writer's device become blocks: pictures, galleries, sound, film, and whatever else is to be taken away.
import type { JSONContent } from "@tiptap/core";
import { addressOf, kindOf, type Media, type StoredFile, type UploadKind } from "../api/media";
import { words } from "../desk/words.svelte";
import type { GalleryPicture } from "./blocks/gallery";
import type { Chosen } from "./slash";

/** Stores a file and says where; what fails it has told already. */
export type StoreFile = (file: File, kind: UploadKind) => Promise<StoredFile | null>;

/** What the choice of a file shows first. */
export const ACCEPTED: Record<Chosen, string> = { picture: "image/*", gallery: "image/*", audio: "audio/*", video: "video/*", file: "" };

/** Width and height, by which a page keeps the picture's place free; none for what the browser cannot read. */
async function sizeOf(file: File): Promise<Record<string, string>> {
  try {
    const bitmap = await createImageBitmap(file);
    const size = { width: String(bitmap.width), height: String(bitmap.height) };
    bitmap.close();
    return size;
  } catch {
    return {};
  }
}

async function pictureOf(file: File, store: StoreFile): Promise<GalleryPicture | null> {
  const stored = await store(file, "images");
  return stored && { src: stored.url, ...(await sizeOf(file)), loading: "lazy", alt: "" };
}

/** Pictures of a gallery, in the order they were chosen. */
export async function picturesOf(files: readonly File[], store: StoreFile): Promise<GalleryPicture[]> {
  const pictures: GalleryPicture[] = [];
  for (const file of files) {
    const picture = kindOf(file) === "images" ? await pictureOf(file, store) : null;
    if (picture) pictures.push(picture);
  }
  return pictures;
}

/** One block for each file, or one gallery of all the pictures. */
export async function blocksOf(files: readonly File[], isGallery: boolean, store: StoreFile): Promise<JSONContent[]> {
  if (isGallery) {
    const pictures = await picturesOf(files, store);
    return pictures.length > 0 ? [{ type: "gallery", attrs: { pictures } }] : [];
  }
  const blocks: JSONContent[] = [];
  for (const file of files) {
    const block = await blockOf(file, store);
    if (block) blocks.push(block);
  }
  return blocks;
}

/** The block of a picture that the library has already, with what is known of it. */
export const blockOfLibrary = ({ url, width, height, alt, caption }: Media): JSONContent => ({
  type: "figure",
  attrs: { src: addressOf(url), alt, width: width ? String(width) : null, height: height ? String(height) : null, class: "kg-card kg-image-card", imageClass: "kg-image" },
  ...(caption === "" ? {} : { content: [{ type: "text", text: caption }] }),
});

async function blockOf(file: File, store: StoreFile): Promise<JSONContent | null> {
  const kind = kindOf(file);
  if (kind === "images") {
    const picture = await pictureOf(file, store);
    if (!picture) return null;
    const { src, width = null, height = null } = picture;
    return { type: "figure", attrs: { src, width, height, class: "kg-card kg-image-card", imageClass: "kg-image" } };
  }
  const stored = await store(file, kind);
  if (!stored) return null;
  const title = file.name.replace(/\.[^.]+$/, "");
  if (file.type.startsWith("audio/")) return { type: "audio", attrs: { audio: { src: stored.url, controls: "", preload: "metadata" }, heading: title } };
  if (file.type.startsWith("video/")) return { type: "video", attrs: { video: { src: stored.url, controls: "", preload: "metadata", playsinline: "" } } };
  return { type: "file", attrs: { href: stored.url, heading: title, fileName: file.name, size: inWords(file.size) } };
}

/** Bytes as people say them. */
function inWords(bytes: number): string {
  const [unit, size] = bytes < 1_000_000 ? (["kilobyte", 1_000] as const) : (["megabyte", 1_000_000] as const);
  return new Intl.NumberFormat(words.language, { style: "unit", unit, maximumFractionDigits: 1 }).format(bytes / size);
}
