import { call } from "./call";
import type { Digest, MailState } from "./openapi";

export type { Digest, MailState } from "./openapi";

export const readMail = async (): Promise<MailState> => (await call<{ mail: [MailState] }>("GET", "mail/")).mail[0];

/** Sends a letter to whoever asks, at once. @throws ApiFailure with what the mail server says */
export const tryMail = (): Promise<void> => call("POST", "mail/test/");

export type Every = Digest["every"];
export const EVERY = ["never", "hour", "day", "week"] as const satisfies readonly Every[];

export const readDigest = async (): Promise<Digest> => (await call<{ digest: [Digest] }>("GET", "digest/")).digest[0];
export const saveDigest = async (every: Every): Promise<Digest> => (await call<{ digest: [Digest] }>("PUT", "digest/", { body: { digest: [{ every }] } })).digest[0];
