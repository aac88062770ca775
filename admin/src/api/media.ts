import { call } from "./call";

/** Stores a picture and returns its address. @throws ApiFailure when it is none, or too large */
export async function uploadImage(file: File): Promise<string> {
  const form = new FormData();
  form.set("file", file, file.name);
  form.set("purpose", "image");
  return (await call<{ images: [{ url: string }] }>("POST", "images/upload/", { body: form })).images[0].url;
}
