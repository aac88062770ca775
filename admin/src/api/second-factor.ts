import { call } from "./call";
import type { AddSecondFactor, ChangeSecondFactor, ReadSecondFactor } from "./openapi";

export type SecondFactor = ReadSecondFactor["second_factor"][0];
export type Enrolment = AddSecondFactor["second_factor"][0];

const NAME = "second_factor";

export async function readSecondFactor(): Promise<SecondFactor> {
  return (await call<ReadSecondFactor>("GET", `${NAME}/`))[NAME][0];
}

export async function beginSecondFactor(): Promise<Enrolment> {
  return (await call<AddSecondFactor>("POST", `${NAME}/`))[NAME][0];
}

/** Switches it on with a code of the app, and returns the recovery codes, which nobody can tell again. */
export async function confirmSecondFactor(token: string): Promise<string[]> {
  const answer = await call<ChangeSecondFactor>("PUT", `${NAME}/`, { body: { [NAME]: [{ token }] } });
  return answer[NAME][0].recovery_codes;
}

export const endSecondFactor = (password: string): Promise<void> => call("DELETE", `${NAME}/`, { body: { [NAME]: [{ password }] } });
