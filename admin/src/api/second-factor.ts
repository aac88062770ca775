import { call } from "./call";
import type { One } from "./types";

export interface SecondFactor {
  on: boolean;
  recovery_codes_left: number;
}

/** What a telephone's app takes. */
export interface Enrolment {
  /** To be typed, in base 32. */
  secret: string;
  /** An `otpauth:` address. */
  address: string;
}

const NAME = "second_factor";

export async function readSecondFactor(): Promise<SecondFactor> {
  return (await call<One<typeof NAME, SecondFactor>>("GET", `${NAME}/`))[NAME][0];
}

export async function beginSecondFactor(): Promise<Enrolment> {
  return (await call<One<typeof NAME, Enrolment>>("POST", `${NAME}/`))[NAME][0];
}

/** Switches it on with a code of the app, and returns the recovery codes, which nobody can tell again. */
export async function confirmSecondFactor(token: string): Promise<string[]> {
  const answer = await call<One<typeof NAME, { recovery_codes: string[] }>>("PUT", `${NAME}/`, { body: { [NAME]: [{ token }] } });
  return answer[NAME][0].recovery_codes;
}

export const endSecondFactor = (password: string): Promise<void> => call("DELETE", `${NAME}/`, { body: { [NAME]: [{ password }] } });
