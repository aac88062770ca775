import { call } from "./call";

/** A letter that waits to be sent; to whom is nobody's business. */
export interface WaitingLetter {
  id: string;
  occasion: string;
  created_at: string;
  tries: number;
  last_error: string | null;
}

export interface MailState {
  sends: boolean;
  sender: string | null;
  address: string | null;
  waiting: WaitingLetter[];
}

export const readMail = async (): Promise<MailState> => (await call<{ mail: [MailState] }>("GET", "mail/")).mail[0];

/** Sends a letter to whoever asks, at once. @throws ApiFailure with what the mail server says */
export const tryMail = (): Promise<void> => call("POST", "mail/test/");

export const EVERY = ["never", "hour", "day", "week"] as const;
export type Every = (typeof EVERY)[number];

/** How often the caller hears by mail of what waits. */
export interface Digest {
  every: Every;
  sends_mail: boolean;
}

export const readDigest = async (): Promise<Digest> => (await call<{ digest: [Digest] }>("GET", "digest/")).digest[0];
export const saveDigest = async (every: Every): Promise<Digest> => (await call<{ digest: [Digest] }>("PUT", "digest/", { body: { digest: [{ every }] } })).digest[0];
