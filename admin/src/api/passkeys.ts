// Keys that a device keeps: made and used by the browser, in the JSON that it makes of them by itself.
import { call } from "./call";
import type { Passkey } from "./openapi";

export type { Passkey } from "./openapi";

interface Challenge<Options> {
  passkeys: [{ publicKey: Options }];
}

/** Whether this browser can read and write keys as JSON. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential && "parseRequestOptionsFromJSON" in PublicKeyCredential;

export const listPasskeys = async (): Promise<Passkey[]> => (await call<{ passkeys: Passkey[] }>("GET", "passkeys/")).passkeys;

export const deletePasskey = (id: string): Promise<void> => call("DELETE", `passkeys/${id}/`);

/** Has the device make a key and keeps its public half. @throws ApiFailure, or DOMException when the person or the device declines */
export async function addPasskey(name: string, password: string): Promise<void> {
  const asked = await call<Challenge<PublicKeyCredentialCreationOptionsJSON>>("POST", "passkeys/challenge/", { body: { passkeys: [{ password }] } });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.passkeys[0].publicKey);
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (!made) throw new DOMException("", "NotAllowedError");
  await call("POST", "passkeys/", { body: { passkeys: [{ name, credential: made.toJSON() as unknown }] } });
}

/** Signs in by a key of the device. @throws ApiFailure, or DOMException when the person or the device declines */
export async function signInByPasskey(): Promise<void> {
  const asked = await call<Challenge<PublicKeyCredentialRequestOptionsJSON>>("POST", "session/passkey/challenge/");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.passkeys[0].publicKey);
  const used = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!used) throw new DOMException("", "NotAllowedError");
  await call("POST", "session/passkey/", { body: { passkeys: [{ credential: used.toJSON() as unknown }] } });
}
